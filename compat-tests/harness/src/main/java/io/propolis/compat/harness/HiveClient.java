package io.propolis.compat.harness;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A generation of Apache Hive's own HiveMetaStoreClient, run in a JVM with nothing but its jars.
 */
public enum HiveClient {
  HIVE_2_3("hms-2.3"),
  HIVE_3_1("hms-3.1"),
  HIVE_4_0("hms-4.0");

  private static final Duration LIMIT = Duration.ofMinutes(3);

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
    return ScenarioProcess.run(toString(), command, folder, client + ".log", LIMIT);
  }
}
