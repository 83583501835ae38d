package io.propolis.bench.own;

import io.propolis.bench.Samples;
import io.propolis.bench.report.Verdict;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.DatabaseKind;
import io.propolis.bench.server.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;

/** How long our server takes from its command to its open port, and what it holds then. */
public final class StartUp {
  private StartUp() {}

  /** Starts it so often, each time over an embedded database of its own. */
  public static List<Verdict> run(Sites sites, int starts)
      throws IOException, InterruptedException, SQLException {
    var seconds = new double[starts];
    var memory = new double[starts];
    for (int i = 0; i < starts; i++) {
      var cache = Files.createDirectory(sites.scratch().resolve("start-" + i));
      var fresh = new Sites(sites.root(), sites.measured(), cache, sites.scratch());
      try (var server = fresh.start(Contender.PROPOLIS, DatabaseKind.SQLITE, null)) {
        seconds[i] = server.process().secondsToReady();
        memory[i] = server.tree().residentMiB();
      }
    }
    return List.of(
        verdict("start to open port", Samples.of(seconds), 3, "s"),
        verdict("resident memory when idle", Samples.of(memory), 300, "MiB"));
  }

  private static Verdict verdict(String name, Samples samples, double bound, String unit) {
    return Verdict.atMost(bound, unit, name, samples.median(), samples.show(unit));
  }
}
