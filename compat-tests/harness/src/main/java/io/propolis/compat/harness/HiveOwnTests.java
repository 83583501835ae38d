package io.propolis.compat.harness;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Apache Hive's own tests of its metastore client, run in a JVM of their own against a server. */
public final class HiveOwnTests {
  private static final String CLIENT = "hive-3.1-tests";
  private static final Duration LIMIT = Duration.ofMinutes(8);

  private HiveOwnTests() {}

  /**
   * The tests of Hive 3.1.3 against {@code server}.
   *
   * @param folder an empty one, for temporary files and the log
   * @param home home folder of the server's user, where its trash is
   */
  public static List<ScenarioReport> run(ServerProcess server, Path folder, Path home) {
    var checkout = Checkout.current();
    var command =
        Checkout.java(
            "-ea", // one test waits for an AssertionError of the client
            "-Xmx512m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-Djava.io.tmpdir=" + folder,
            "-Duser.home=" + home,
            "-Dpropolis.metastore=" + server.thriftUri(),
            "-Dpropolis.warehouse=" + server.warehouse().toUri(),
            "-cp",
            checkout.clientClasses(CLIENT) + File.pathSeparator + checkout.clientClassPath(CLIENT),
            "io.propolis.compat.hivetests.HiveTestRunner");
    return ScenarioProcess.run("Hive's tests", command, folder, "hive-tests.log", LIMIT);
  }
}
