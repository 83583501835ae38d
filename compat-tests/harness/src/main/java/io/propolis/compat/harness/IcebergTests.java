package io.propolis.compat.harness;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Iceberg's own tests of its Hive catalog, from its published test jars, in a JVM of their own. */
public final class IcebergTests {
  private static final String CLIENT = "iceberg-hive-tests";
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final List<String> CLASSES =
      List.of(
          "TestHiveCatalog",
          "TestHiveViewCatalog",
          "TestHiveTable",
          "TestHiveCreateReplaceTable",
          "TestHiveCommits",
          "TestHiveViewCommits",
          "TestHiveCommitLocks",
          "TestHiveTableConcurrency",
          "TestHiveClientPool",
          "TestCachedClientPool",
          "TestLoadHiveCatalog");

  private IcebergTests() {}

  /**
   * Runs them against {@code metastore}, whose warehouse is {@code warehouse}. They drop every
   * database they find.
   */
  public static List<ScenarioReport> run(URI metastore, Path warehouse, Path folder) {
    var checkout = Checkout.current();
    var command =
        Checkout.java(
            "-Xmx512m",
            "-Dpropolis.metastore=" + metastore,
            "-Dpropolis.folder=" + warehouse,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            checkout.clientClasses(CLIENT) + File.pathSeparator + checkout.clientClassPath(CLIENT),
            "io.propolis.compat.iceberg.IcebergTestRunner");
    CLASSES.forEach(name -> command.add("org.apache.iceberg.hive." + name));
    return ScenarioProcess.run("Iceberg's own tests", command, folder, "iceberg.log", LIMIT);
  }
}
