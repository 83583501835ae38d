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
  HIVE_2_3("hms-2.3", "hms-2.3"),
  HIVE_3_1("hms-3.1", "hms-3.1"),
  HIVE_4_0("hms-4.0", "hms-4.0"),
  HIVE_4_1("hms-4.1", "hms-4.1"),
  /** Its jars need Java 21; what was compiled for 4.1 runs on them. */
  HIVE_4_2("hms-4.2", "hms-4.1");

  private static final String LEFT = "@left ";
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final String jars;
  private final String classes;

  HiveClient(String jars, String classes) {
    this.jars = jars;
    this.classes = classes;
  }

  /**
   * Runs all scenarios against {@code metastore}; what they keep on disk goes below {@code folder}.
   *
   * @throws UnavailableException when there is no Java here that it runs on
   */
  public List<ScenarioReport> runScenarios(URI metastore, Path folder) {
    return runScenarios(metastore, "", folder);
  }

  /** The same of one group: those of the classes whose names begin so. */
  public List<ScenarioReport> runScenarios(URI metastore, String group, Path folder) {
    var command = command("ScenarioRunner", metastore.toString(), folder.toUri().toString(), group);
    return ScenarioProcess.run(toString(), command, folder, jars + ".log", LIMIT);
  }

  /**
   * The locks in a database and the open transactions of a user that are still there when {@code
   * patience} is over, in Hive's words; returns as soon as there are none.
   */
  public List<String> leftovers(
      URI metastore, String database, String user, Duration patience, Path folder) {
    var command =
        command(
            "Leftovers", metastore.toString(), database, user, Long.toString(patience.toMillis()));
    return ScenarioProcess.lines(toString(), command, folder, jars + "-leftovers.log", LIMIT)
        .stream()
        .filter(line -> line.startsWith(LEFT))
        .map(line -> line.substring(LEFT.length()))
        .toList();
  }

  List<String> command(String program, String... arguments) {
    var checkout = Checkout.current();
    var java =
        this == HIVE_4_2
            ? checkout.tool("JAVA25_HOME", "jdk25.sh")
            : Path.of(System.getProperty("java.home"));
    var command =
        Checkout.java(
            java,
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            checkout.clientClasses(classes) + File.pathSeparator + checkout.clientClassPath(jars),
            "io.propolis.compat.hms." + program);
    command.addAll(List.of(arguments));
    return command;
  }
}
