package io.propolis.jobs.runner;

import static org.awaitility.Awaitility.await;

import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.jobs.model.GlueVersion;
import io.propolis.jobs.model.JobDefinition;
import io.propolis.jobs.model.JobLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real Spark, a catalog on SQLite and a folder of scripts for one test. */
final class RunnerFixture implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(3);
  static final Duration GRACE = Duration.ofSeconds(1);

  /** Long enough for any machine; no test waits for it. */
  static final Duration PLENTY = Duration.ofMinutes(2);

  private final Path folder;
  private @Nullable CatalogStore store;
  private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
  final List<String> states = new CopyOnWriteArrayList<>();

  RunnerFixture(Path folder) {
    this.folder = folder;
  }

  static SparkInstallation spark() {
    try {
      return SparkInstallation.find(System.getenv());
    } catch (SparkNotFoundException e) {
      Assumptions.abort("SKIPPED, " + e.getMessage());
      throw e;
    }
  }

  static RunnerSettings settings(Path folder) {
    return RunnerSettings.of(folder.resolve("data"), spark())
        .withMaster("local[1]")
        .withTimes(LEASE, GRACE);
  }

  static CatalogStore open(Path folder) {
    var url = "jdbc:sqlite:" + folder.resolve("catalog.db");
    return JdbcCatalogStore.open(StoreSettings.of(url, null, null));
  }

  CatalogStore store() {
    var store = open(folder);
    opened.add(0, store);
    this.store = store;
    return store;
  }

  /** The store that {@link #store} opened last. */
  CatalogStore openStore() {
    return Objects.requireNonNull(store, "no store is open");
  }

  JobRunner runner() {
    return runner(store(), settings(folder));
  }

  JobRunner runner(CatalogStore store, RunnerSettings settings) {
    var runner = JobRunner.open(store, settings);
    opened.add(0, runner);
    return runner;
  }

  /** A job named "job" with this script, which runs once and is not tried again. */
  JobDefinition job(String script) {
    return job(folder, script);
  }

  static JobDefinition job(Path folder, String script) {
    try {
      Files.writeString(folder.resolve("script.py"), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new JobDefinition(
        "job",
        "",
        folder,
        "script.py",
        GlueVersion.V6_0,
        Map.of(),
        Map.of(),
        new JobLimits(1, 0, PLENTY),
        null,
        Map.of(),
        Map.of(),
        List.of());
  }

  void listen(Run run) {
    states.add(run.state().name());
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** The lines of a file that a script writes at one go, when it is there. */
  List<String> awaitFile(String name) {
    await()
        .atMost(PLENTY)
        .until(() -> Files.exists(file(name)) && Files.readString(file(name)).endsWith("\n"));
    return lines(file(name));
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True while a process of the run lives anywhere on this machine. */
  static boolean hasProcesses(String runId) {
    return !ProcessTree.leftBehind(runId, new ProcessIdentity(-1, -1)).isEmpty();
  }

  static Optional<Run> find(CatalogStore store, String runId) {
    return store.read(tx -> tx.runs().find(runId));
  }

  @Override
  public void close() throws Exception {
    for (var resource : opened) {
      resource.close();
    }
  }
}
