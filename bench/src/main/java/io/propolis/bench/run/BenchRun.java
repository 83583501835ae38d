package io.propolis.bench.run;

import io.propolis.bench.fixture.Stock;
import io.propolis.bench.report.ResultTable;
import io.propolis.bench.report.Verdict;
import io.propolis.bench.run.Plan.Extra;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.DatabaseKind;
import io.propolis.bench.server.DatabaseServer;
import io.propolis.bench.server.Site;
import io.propolis.bench.server.Sites;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Everything that was chosen, on all contenders, over one database after the other. */
public final class BenchRun {
  private final Sites sites;
  private final Plan plan;
  private final PrintStream out;
  private final Results results = Results.empty();

  public BenchRun(Sites sites, Plan plan, PrintStream out) {
    this.sites = sites;
    this.plan = plan;
    this.out = out;
  }

  public Results results() {
    return results;
  }

  /** Starts the contenders over that database, measures them, and stops all. */
  public void on(DatabaseKind kind)
      throws IOException, TException, SQLException, InterruptedException {
    if (kind == DatabaseKind.SQLITE) {
      on(kind, null);
      return;
    }
    try (var database = DatabaseServer.start(kind, sites.cache().resolve(kind.label()))) {
      out.printf("%n== %s %s%n", kind.label(), database.version());
      on(kind, database);
    }
  }

  private void on(DatabaseKind kind, @Nullable DatabaseServer database)
      throws IOException, TException, SQLException, InterruptedException {
    var started = new ArrayList<Site>();
    try {
      started.add(sites.start(Contender.PROPOLIS, kind, database));
      for (var peer : plan.peers()) {
        if (!peer.isHive() || database != null) {
          started.add(sites.start(peer, kind, database));
        }
      }
      for (var site : started) {
        note(
            "%s on %s was ready after %.1f s",
            site.contender().label(), kind.label(), site.process().secondsToReady());
      }
      measure(kind.label(), started);
    } finally {
      for (var site : started) {
        site.close();
      }
    }
  }

  private void measure(String database, List<Site> started)
      throws IOException, TException, SQLException, InterruptedException {
    var ours = started.get(0);
    if (plan.extras().contains(Extra.MILLION_PARTITIONS)) {
      results.verdicts().addAll(MillionPartitions.load(ours, database));
    }
    var sideBySide = new SideBySide(database, started, new Stock(), plan.pace());
    out.println(ResultTable.header());
    for (var operation : plan.operations()) {
      for (int count : plan.threads()) {
        if (count == 1 || count <= operation.mostThreads()) {
          var outcomes = sideBySide.measure(operation, count);
          out.print(ResultTable.lines(outcomes));
          results.outcomes().addAll(outcomes);
        }
      }
    }
    afterwards(database, started);
  }

  private void afterwards(String database, List<Site> started) throws IOException {
    var ours = started.get(0);
    if (plan.extras().contains(Extra.IDLE_CONNECTIONS)) {
      for (var site : started) {
        if (site.contender() != Contender.EMPTY) {
          note("%s, %s", database, IdleConnections.of(site));
        }
      }
    }
    if (plan.extras().contains(Extra.RESIDENT_AFTERWARDS)) {
      for (var site : started) {
        note(
            "%s on %s holds %.0f MB at the end",
            site.contender().label(), database, site.tree().residentMegabytes());
      }
      double megabytes = ours.tree().residentMegabytes();
      results
          .verdicts()
          .add(
              Verdict.atMost(
                  700,
                  "MB",
                  "resident memory after the whole run, " + database,
                  megabytes,
                  String.format(Locale.ROOT, "%.0f MB", megabytes)));
    }
  }

  private void note(String form, Object... values) {
    var text = String.format(Locale.ROOT, form, values);
    out.println("   " + text);
    results.notes().add(text);
  }
}
