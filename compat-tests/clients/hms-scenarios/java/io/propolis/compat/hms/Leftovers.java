package io.propolis.compat.hms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.hadoop.hive.metastore.api.ShowLocksResponseElement;
import org.apache.hadoop.hive.metastore.api.TxnInfo;
import org.apache.hadoop.hive.metastore.api.TxnState;

/**
 * Prints what the metastore {@code args[0]} still holds, a line {@code @left} for each: locks in
 * the database {@code args[1]} and open transactions of the user {@code args[2]}; {@code @done} at
 * the end. An engine may end the transaction of a statement just after it has answered, so what is
 * left is looked at until there is nothing or {@code args[3]} milliseconds have passed.
 */
public final class Leftovers {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Leftovers() {}

  public static void main(String[] args) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMillis(Long.parseLong(args[3])).toNanos();
    HiveMetaStoreClient client = Generation.connect(args[0], Map.of());
    try {
      List<String> left = left(client, args[1], args[2]);
      while (!left.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE.toMillis());
        left = left(client, args[1], args[2]);
      }
      left.forEach(line -> System.out.println("@left " + line));
    } finally {
      client.close();
    }
    System.out.println("@done");
  }

  private static List<String> left(HiveMetaStoreClient client, String database, String user)
      throws Exception {
    List<String> left = new ArrayList<>();
    ShowLocksRequest question = new ShowLocksRequest();
    question.setDbname(database);
    for (ShowLocksResponseElement lock : client.showLocks(question).getLocks()) {
      left.add(lock.toString());
    }
    for (TxnInfo transaction : client.showTxns().getOpen_txns()) {
      if (transaction.getState() == TxnState.OPEN && transaction.getUser().equals(user)) {
        left.add(transaction.toString());
      }
    }
    return left;
  }
}
