package io.propolis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.propolis.compat.harness.UnavailableException;
import io.propolis.faults.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;

/** Runs on one database, for as long as asked. */
final class FaultScenario {
  private static final Duration PERIOD = Duration.ofSeconds(20);
  private static final int CLIENTS = 10;

  private final FaultSettings settings;

  private FaultScenario(FaultSettings settings) {
    this.settings = settings;
  }

  /**
   * Named as the test is.
   *
   * @param seconds how long the build lets it run
   */
  static FaultScenario on(String database, int seconds) {
    long seed =
        Long.getLong("propolis.faults.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    var duration = Duration.ofSeconds(Integer.getInteger("propolis.faults.seconds", seconds));
    var period = Duration.ofSeconds(Integer.getInteger("propolis.faults.period", 0));
    var folder = Path.of("target", "faults", database.toLowerCase(java.util.Locale.ROOT));
    return new FaultScenario(
        new FaultSettings(
            database,
            seed,
            duration,
            period.isZero() ? PERIOD : period,
            Integer.getInteger("propolis.faults.clients", CLIENTS),
            folder.toAbsolutePath()));
  }

  /** Starts what is to be tested, with its files in the folder. */
  interface Start {
    Cluster in(Path folder);
  }

  void run(Start start) throws IOException {
    System.out.printf(
        "Faults on %s for %s with -Dpropolis.faults.seed=%d%n",
        settings.name(), settings.duration(), settings.seed());
    empty(settings.folder());
    try (var cluster = start.in(settings.folder())) {
      var tally = new FaultRun(settings, cluster).run();
      System.out.printf("Faults on %s: %s%n", settings.name(), tally);
      assertThat(tally.faults()).isPositive();
      assertThat(tally.reads()).isGreaterThan(50);
      assertThat(tally.writes()).isGreaterThan(50);
      assertThat(tally.undecided()).isZero();
    } catch (UnavailableException e) {
      abort("SKIPPED: " + e.getMessage());
    }
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    Files.createDirectories(folder);
  }
}
