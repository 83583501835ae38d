package io.propolis.bench.run;

import io.propolis.bench.fixture.Stock;
import io.propolis.bench.operation.DurableCommits;
import io.propolis.bench.operation.Operation;
import io.propolis.bench.operation.Operation.EmptyPeer;
import io.propolis.bench.operation.SameBytes;
import io.propolis.bench.operation.Worker;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.thrift.TException;

/**
 * Measures one operation on all contenders. All are warmed up, then their rounds alternate, so that
 * a machine that is busy for a while disturbs all alike; what is compared is always of one round.
 */
public final class SideBySide {
  /** A round is as fast as the others when it takes at least so much of the fastest one's time. */
  public static final double STEADY = 0.97;

  public static final int STEADY_ROUNDS = 2;

  /** With other numbers of clients a server has less to learn. */
  private static final double AGAIN = 3;

  private final String database;
  private final List<Site> sites;
  private final Stock stock;
  private final Pace pace;

  /** What was measured before, with any number of clients, by operation and contender. */
  private final Set<String> warm = new HashSet<>();

  /**
   * @param database the label of what is under the catalogs
   * @param sites ours first
   */
  public SideBySide(String database, List<Site> sites, Stock stock, Pace pace) {
    this.database = database;
    this.sites = sites;
    this.stock = stock;
    this.pace = pace;
  }

  /** Outcomes of each step and contender. */
  public List<Outcome> measure(Operation operation, int threads)
      throws IOException, TException, SQLException, InterruptedException {
    var teams = new ArrayList<Team>();
    try {
      for (var site : sites) {
        if (site.contender() != Contender.EMPTY && operation.isKnownTo(site.contender())) {
          for (var fixture : operation.fixtures()) {
            stock.ensure(site, fixture, sites.get(0));
          }
          teams.add(
              Team.open(
                  site,
                  site.contender().label(),
                  operation,
                  threads,
                  number -> operation.open(site, number)));
        }
      }
      addEmptyPeers(operation, threads, teams);
      addCommits(operation, threads, teams);
      return rounds(operation, threads, teams);
    } finally {
      for (var team : teams) {
        team.close();
      }
    }
  }

  private void addEmptyPeers(Operation operation, int threads, List<Team> teams)
      throws IOException, TException, SQLException, InterruptedException {
    var empty = sites.stream().filter(site -> site.contender() == Contender.EMPTY).findFirst();
    if (empty.isEmpty() || operation.emptyPeers().isEmpty()) {
      return;
    }
    // One call of ours tells how many bytes there are to send.
    var ours = teams.get(0).run(0.0);
    for (var peer : operation.emptyPeers()) {
      teams.add(
          Team.open(
              empty.get(),
              peer.label(),
              operation,
              threads,
              number -> empty(empty.get(), peer, ours)));
    }
  }

  private void addCommits(Operation operation, int threads, List<Team> teams)
      throws IOException, TException, SQLException {
    var ours = sites.get(0);
    if (operation.isBesideCommits() && ours.sharedDatabase().isPresent()) {
      teams.add(
          Team.open(
              ours,
              DurableCommits.LABEL,
              operation,
              threads,
              number -> DurableCommits.open(ours, number)));
    }
  }

  private static Worker empty(Site site, EmptyPeer peer, Round ours)
      throws IOException, TException {
    return switch (peer) {
      case SMALLEST_CALL -> SameBytes.none(site);
      case SAME_BYTES ->
          SameBytes.of(
              site, (int) Math.round(ours.sentBytes()), (int) Math.round(ours.receivedBytes()));
    };
  }

  private List<Outcome> rounds(Operation operation, int threads, List<Team> teams)
      throws IOException, InterruptedException {
    var steps = operation.steps();
    for (var team : teams) {
      boolean isNew = warm.add(operation.key() + " " + team.label());
      warmUp(team, steps.size(), isNew ? pace.warmUpSeconds() : pace.warmUpSeconds() / AGAIN);
    }
    Map<Team, List<List<Round>>> measured = new LinkedHashMap<>();
    for (int round = 0; round < pace.rounds(); round++) {
      for (int i = 0; i < teams.size(); i++) {
        // Another one begins each round.
        var team = teams.get((round + i) % teams.size());
        var byStep = measured.computeIfAbsent(team, unused -> lists(steps.size()));
        byStep.get(0).add(team.run(pace.roundSeconds()));
        for (int step = 1; step < steps.size(); step++) {
          byStep.get(step).add(team.run(step));
        }
      }
    }
    var outcomes = new ArrayList<Outcome>();
    for (int step = 0; step < steps.size(); step++) {
      for (var team : teams) {
        outcomes.add(outcome(operation, step, threads, team, measured));
      }
    }
    return outcomes;
  }

  /**
   * Has a server do it until it does it no faster: calls that take a while are few in a round, and
   * a virtual machine compiles what it has run some thousand times.
   */
  private void warmUp(Team team, int steps, double mostSeconds)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    double fastest = Double.MAX_VALUE;
    int steady = 0;
    do {
      var round = team.run(pace.roundSeconds());
      for (int step = 1; step < steps; step++) {
        team.run(step);
      }
      steady = round.medianMicros() < fastest * STEADY ? 0 : steady + 1;
      fastest = Math.min(fastest, round.medianMicros());
    } while (steady < STEADY_ROUNDS && System.nanoTime() - began < mostSeconds * 1e9);
  }

  private Outcome outcome(
      Operation operation,
      int step,
      int threads,
      Team team,
      Map<Team, List<List<Round>>> measured) {
    var name = operation.steps().get(step);
    return new Outcome(
        name.isEmpty() ? operation.key() : operation.key() + "/" + name,
        name.isEmpty() ? operation.title() : name + " " + operation.title(),
        database,
        threads,
        team.label(),
        team.site().tree().residentMiB(),
        List.copyOf(measured.getOrDefault(team, List.of()).get(step)));
  }

  private static List<List<Round>> lists(int count) {
    var lists = new ArrayList<List<Round>>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }
}
