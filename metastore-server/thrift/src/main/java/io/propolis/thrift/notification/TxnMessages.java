package io.propolis.thrift.notification;

import io.propolis.catalog.model.Change;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages of transactions, write ids and compactions, of which the log keeps numbers and names.
 */
final class TxnMessages {
  private TxnMessages() {}

  static void writeOpened(Message message, Change change) {
    var ids = txns(change);
    message
        .withNumbers("txnIds", ids)
        .with("fromTxnId", ids.get(0))
        .with("toTxnId", ids.get(ids.size() - 1));
  }

  /** What the transaction wrote is not in it: readers ask for that, and add it to the message. */
  static void writeCommitted(Message message, Change change) {
    message.with("txnid", txns(change).get(0));
  }

  static void writeAborted(Message message, Change change) {
    message
        .with("txnid", txns(change).get(0))
        .with("dbsUpdated", parts(change.details().get(Change.DATABASES)).toList());
  }

  static void writeAllocated(Message message, Change change) {
    var pairs =
        parts(change.details().get(Change.WRITE_IDS)).map(pair -> pair.split(":", 2)).toList();
    message
        .with("dbName", change.database())
        .with("tableName", change.table())
        .withNumbers("txnIdList", pairs.stream().map(pair -> Long.valueOf(pair[0])).toList())
        .withNumbers("writeIdList", pairs.stream().map(pair -> Long.valueOf(pair[1])).toList());
  }

  static void writeCompacted(Message message, Change change) {
    message
        .with("txnid", txns(change).get(0))
        .with("compactionId", change.details().get(Change.COMPACTION))
        .with("type", change.details().get(Change.COMPACTION_TYPE))
        .with("dbname", change.database())
        .with("tableName", change.table())
        .with("partName", change.details().get(Change.COMPACTION_PARTITION));
  }

  private static List<Long> txns(Change change) {
    return parts(change.details().get(Change.TXNS)).map(Long::valueOf).toList();
  }

  private static Stream<String> parts(@Nullable String list) {
    return list == null || list.isEmpty() ? Stream.of() : Arrays.stream(list.split(","));
  }
}
