package io.propolis.bench;

import java.util.Locale;
import org.apache.thrift.TException;

/** {@code get_table} of 30 columns over a socket, side by side with a call of the empty server. */
final class GetTable {
  private static final int COLUMNS = 30;
  private static final int WARM_UP_CALLS = 20_000;
  private static final int CALLS_PER_ROUND = 4_000;

  private GetTable() {}

  static Measure run(ChildServer server, ChildServer empty, int rounds) throws TException {
    try (var ours = new Metastore(server.port());
        var peer = new Metastore(empty.port())) {
      ours.createDatabase();
      ours.createTable("wide", COLUMNS);
      time(WARM_UP_CALLS, () -> ours.getTable("wide"));
      time(WARM_UP_CALLS, () -> peer.client().getName());
      var oursMicros = new double[rounds];
      var peerMicros = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        peerMicros[i] = time(CALLS_PER_ROUND, () -> peer.client().getName());
        oursMicros[i] = time(CALLS_PER_ROUND, () -> ours.getTable("wide"));
      }
      var our = Samples.of(oursMicros);
      var their = Samples.of(peerMicros);
      double ratio = our.median() / their.median();
      return new Measure(
          "get_table of 30 columns over an empty server",
          String.format(
              Locale.ROOT, "%.2f x (%.0f us over %.0f us)", ratio, our.median(), their.median()),
          ratio,
          3,
          "x");
    }
  }

  private interface Call {
    Object run() throws TException;
  }

  /** Microseconds per call. */
  private static double time(int calls, Call call) throws TException {
    long started = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (System.nanoTime() - started) / 1e3 / calls;
  }
}
