package io.propolis.bench.glue;

import io.propolis.bench.glue.GlueOperation.Pages;
import io.propolis.bench.glue.GlueOperation.SameBytes;
import io.propolis.bench.report.Promise;
import io.propolis.bench.report.Promise.Faster;
import io.propolis.bench.report.Promise.Quantity;
import io.propolis.bench.report.ResultTable;
import io.propolis.bench.run.Outcome;
import io.propolis.bench.run.Pace;
import io.propolis.bench.run.Round;
import io.propolis.bench.run.SideBySide;
import io.propolis.bench.server.Sites;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Measures the Glue API of our server, over its embedded database, beside moto's server. */
public final class GlueBench {
  private static final String DATABASE = "sqlite";
  private static final List<Integer> CLIENTS = List.of(1, 16);

  private final Pace pace;
  private final PrintStream out;

  public GlueBench(Pace pace, PrintStream out) {
    this.pace = pace;
    this.out = out;
  }

  /** The names of all that is measured. */
  public static List<String> keys() {
    return Arrays.stream(GlueOperation.values()).map(GlueOperation::key).toList();
  }

  /** What is promised of it. */
  public static List<Promise> promises() {
    return Arrays.stream(GlueOperation.values())
        .flatMap(operation -> CLIENTS.stream().flatMap(clients -> promises(operation, clients)))
        .toList();
  }

  private static Stream<Promise> promises(GlueOperation operation, int clients) {
    var beside = new ArrayList<Promise>();
    if (operation.isBesideMoto()) {
      for (var quantity : List.of(Quantity.LATENCY, Quantity.THROUGHPUT)) {
        beside.add(new Promise(operation.key(), clients, new Faster(GlueSite.MOTO, quantity, 20)));
      }
    }
    if (operation.isBesideSameBytes()) {
      beside.add(
          new Promise(
              operation.key(), clients, new Faster(GlueSite.SAME_BYTES, Quantity.LATENCY, 0.5)));
    }
    return beside.stream();
  }

  /** Measures those that are wanted, by their keys. */
  public List<Outcome> run(Sites sites, Predicate<String> wanted)
      throws IOException, InterruptedException, SQLException {
    var chosen = Arrays.stream(GlueOperation.values()).filter(o -> wanted.test(o.key())).toList();
    var outcomes = new ArrayList<Outcome>();
    try (var ours = GlueSite.ours(sites);
        var moto = GlueSite.moto(sites);
        var sameBytes = GlueSite.sameBytes(sites)) {
      out.println(ResultTable.header());
      for (var operation : chosen) {
        operation.fill(new GlueFixture(ours));
        if (operation.isBesideMoto()) {
          operation.fill(new GlueFixture(moto));
        }
        for (int clients : CLIENTS) {
          var measured = measure(operation, clients, ours, moto, sameBytes);
          out.print(ResultTable.lines(measured));
          outcomes.addAll(measured);
        }
      }
    }
    return outcomes;
  }

  private List<Outcome> measure(
      GlueOperation operation, int clients, GlueSite ours, GlueSite moto, GlueSite sameBytes)
      throws IOException, InterruptedException {
    var teams = new ArrayList<GlueTeam>();
    try {
      teams.add(GlueTeam.open(ours, clients, number -> operation.open(ours, number)));
      if (operation.isBesideMoto()) {
        teams.add(GlueTeam.open(moto, clients, number -> operation.open(moto, number)));
      }
      if (operation.isBesideSameBytes()) {
        var lengths = lengths(operation, ours);
        teams.add(GlueTeam.open(sameBytes, clients, number -> new SameBytes(sameBytes, lengths)));
      }
      return rounds(operation, clients, teams);
    } finally {
      for (var team : teams) {
        team.close();
      }
    }
  }

  private static List<GlueOperation.Lengths> lengths(GlueOperation operation, GlueSite ours)
      throws IOException {
    try (var worker = operation.open(ours, 0)) {
      return ((Pages) worker).lengths();
    }
  }

  /** Has a server do it until it does it no faster, as the metastore's benchmarks do. */
  private void warmUp(GlueTeam team) throws IOException, InterruptedException {
    long began = System.nanoTime();
    double fastest = Double.MAX_VALUE;
    int steady = 0;
    do {
      var round = team.run(pace.roundSeconds());
      steady = round.medianMicros() < fastest * SideBySide.STEADY ? 0 : steady + 1;
      fastest = Math.min(fastest, round.medianMicros());
    } while (steady < SideBySide.STEADY_ROUNDS
        && System.nanoTime() - began < pace.warmUpSeconds() * 1e9);
  }

  private List<Outcome> rounds(GlueOperation operation, int clients, List<GlueTeam> teams)
      throws IOException, InterruptedException {
    for (var team : teams) {
      warmUp(team);
    }
    Map<GlueTeam, List<Round>> measured = new LinkedHashMap<>();
    teams.forEach(team -> measured.put(team, new ArrayList<>()));
    for (int round = 0; round < pace.rounds(); round++) {
      for (int i = 0; i < teams.size(); i++) {
        // Another one begins each round.
        var team = teams.get((round + i) % teams.size());
        measured.getOrDefault(team, List.of()).add(team.run(pace.roundSeconds()));
      }
    }
    return measured.entrySet().stream()
        .map(
            entry ->
                new Outcome(
                    operation.key(),
                    operation.title(),
                    DATABASE,
                    clients,
                    entry.getKey().site().label(),
                    entry.getKey().site().process().tree().residentMiB(),
                    entry.getValue()))
        .toList();
  }
}
