package io.propolis.compat.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Clients of the AWS Glue API: boto3, the AWS CLI and PyIceberg from PyPI; AWS's SDK and Iceberg
 * for Java.
 */
public final class GlueClients {
  private static final String SCRIPT = "glue_scenarios.py";
  private static final String JAVA_CLIENT = "iceberg-glue";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private GlueClients() {}

  /**
   * The folder of the Python environment: the one that {@code GLUE_CLIENTS_HOME} names, or the one
   * in the cache.
   *
   * @throws UnavailableException when there is none here and none can be installed
   */
  public static Path python() {
    return Checkout.current().tool("GLUE_CLIENTS_HOME", "glueclients.sh");
  }

  /** Runs all scenarios in Python; what they keep on disk goes below {@code folder}. */
  public static List<ScenarioReport> runPython(URI endpoint, Path folder) {
    var copy = folder.resolve(SCRIPT);
    try (var source =
        Objects.requireNonNull(GlueClients.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.copy(source, copy);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + copy, e);
    }
    var program = python().resolve("bin/python").toString();
    return ScenarioProcess.run(
        "boto3",
        List.of(program, copy.toString(), endpoint.toString(), folder.toString()),
        folder,
        "boto3.log",
        LIMIT);
  }

  /** Runs all scenarios in Java; what they keep on disk goes below {@code folder}. */
  public static List<ScenarioReport> runJava(URI endpoint, Path folder) {
    var checkout = Checkout.current();
    var command =
        Checkout.java(
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            checkout.clientClasses(JAVA_CLIENT)
                + File.pathSeparator
                + checkout.clientClassPath(JAVA_CLIENT),
            "io.propolis.compat.glue.GlueScenarios",
            endpoint.toString(),
            folder.toString());
    return ScenarioProcess.run("Iceberg's GlueCatalog", command, folder, "glue-java.log", LIMIT);
  }
}
