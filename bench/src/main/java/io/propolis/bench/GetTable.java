package io.propolis.bench;

import com.facebook.fb303.FacebookService;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/**
 * {@code get_table} of 30 columns over sockets, side by side with a call of the empty server. Short
 * rounds of both alternate; the result is the median of the ratios of neighbouring rounds.
 *
 * <p>Several clients call at once, so that the processors stay awake. With one client alone, most
 * of the time is the kernel waking the other process, and whether it lies on the same processor (9
 * microseconds on the machine of 2026-11) or has to wake an idle one (95) decides alone.
 */
final class GetTable {
  private static final int COLUMNS = 30;
  private static final int CLIENTS = 4;
  private static final int WARM_UP_CALLS = 15_000;
  private static final int CALLS_PER_ROUND = 500;
  private static final int SHORT_ROUNDS = 10;

  private GetTable() {}

  static Measure run(ChildServer server, ChildServer empty, int rounds)
      throws IOException, TException, InterruptedException {
    try (var client = new Metastore(server.port())) {
      client.createDatabase();
      client.createTable("wide", COLUMNS);
    }
    var request = new GetTableRequest(Metastore.DATABASE, "wide");
    var getTable = new ThriftHiveMetastore.get_table_req_args(request);
    try (var ours = Clients.open(CLIENTS, server.port(), "get_table_req", getTable);
        var peer =
            Clients.open(CLIENTS, empty.port(), "getName", new FacebookService.getName_args())) {
      ours.microsPerCall(WARM_UP_CALLS);
      peer.microsPerCall(WARM_UP_CALLS);
      return compare(ours, peer, rounds * SHORT_ROUNDS);
    }
  }

  private static Measure compare(Clients ours, Clients peer, int rounds)
      throws InterruptedException {
    var our = new double[rounds];
    var their = new double[rounds];
    var ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      their[i] = peer.microsPerCall(CALLS_PER_ROUND);
      our[i] = ours.microsPerCall(CALLS_PER_ROUND);
      ratios[i] = our[i] / their[i];
    }
    double ratio = Samples.of(ratios).median();
    return new Measure(
        "get_table of 30 columns over an empty server",
        String.format(
            Locale.ROOT,
            "%.2f x (%.0f us over %.0f us, %d clients)",
            ratio,
            Samples.of(our).median(),
            Samples.of(their).median(),
            CLIENTS),
        ratio,
        3,
        "x");
  }
}
