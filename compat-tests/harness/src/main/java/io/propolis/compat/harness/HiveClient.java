package io.propolis.compat.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A generation of Apache Hive's own HiveMetaStoreClient, run in a JVM with nothing but its jars.
 */
public enum HiveClient {
  HIVE_2_3("hms-2.3"),
  HIVE_3_1("hms-3.1"),
  HIVE_4_0("hms-4.0");

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String PASSED = "@passed ";
  private static final String FAILED = "@failed ";
  private static final String DETAIL = "@detail ";
  private static final String DONE = "@done";

  private final String client;

  HiveClient(String client) {
    this.client = client;
  }

  /**
   * Runs all scenarios against {@code metastore}; what they keep on disk goes below {@code folder}.
   */
  public List<ScenarioReport> runScenarios(URI metastore, Path folder) {
    var checkout = Checkout.current();
    var command =
        Checkout.java(
            "-Xmx256m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            checkout.clientClasses(client) + File.pathSeparator + checkout.clientClassPath(client),
            "io.propolis.compat.hms.ScenarioRunner",
            metastore.toString(),
            folder.toUri().toString());
    try {
      var log = folder.resolve(client + ".log");
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(this + " hangs:\n" + ChildProcess.tail(log));
      }
      return reports(log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + this, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + this + " ran", e);
    }
  }

  private List<ScenarioReport> reports(Path log) throws IOException {
    var reports = new ArrayList<ScenarioReport>();
    var lines = Files.readAllLines(log);
    for (var line : lines) {
      if (line.startsWith(PASSED)) {
        reports.add(new ScenarioReport(line.substring(PASSED.length()), ""));
      } else if (line.startsWith(FAILED)) {
        reports.add(new ScenarioReport(line.substring(FAILED.length()), "failed:\n"));
      } else if (line.startsWith(DETAIL)) {
        int last = reports.size() - 1;
        var report = reports.get(last);
        var failure = report.failure() + line.substring(DETAIL.length()) + "\n";
        reports.set(last, new ScenarioReport(report.name(), failure));
      }
    }
    if (!lines.contains(DONE)) {
      throw new IllegalStateException(this + " ended early:\n" + ChildProcess.tail(log));
    }
    return reports;
  }
}
