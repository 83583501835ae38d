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
import java.util.Map;
import java.util.Objects;

/**
 * Clients of the AWS Glue API: boto3, the AWS CLI, aws-sdk-pandas, Airflow and PyIceberg from PyPI,
 * AWS's SDK for JavaScript from npm, that for Java and Iceberg from Maven.
 *
 * <p>Each runs all its scenarios in a process of its own; what they keep on disk goes below a
 * folder. Where a client cannot be had on this machine, an UnavailableException says why.
 */
public final class GlueClients {
  private static final String JAVA_CLIENT = "iceberg-glue";
  private static final String COMMON_SCRIPT = "scenarios.py";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final URI endpoint;
  private final Path folder;

  /** Clients of the Glue API at {@code endpoint}. */
  public GlueClients(URI endpoint, Path folder) {
    this.endpoint = endpoint;
    this.folder = folder;
  }

  /** The folder of the Python environment that has boto3 and the AWS CLI. */
  public static Path python() {
    return Checkout.current().tool("PYTHON_CLIENTS_HOME", "python.sh", "clients");
  }

  /** boto3 and PyIceberg's GlueCatalog. */
  public List<ScenarioReport> boto3() {
    return python("boto3", python(), "glue_scenarios.py", Map.of());
  }

  /** The AWS CLI. */
  public List<ScenarioReport> awsCli() {
    return python("the AWS CLI", python(), "aws_cli_scenarios.py", Map.of());
  }

  /** aws-sdk-pandas, whose data sets are at an S3. */
  public List<ScenarioReport> awsSdkPandas(URI s3) {
    return python("aws-sdk-pandas", python(), "awswrangler_scenarios.py", Map.of(), s3.toString());
  }

  /** Airflow's hooks, operators and sensors for Glue, without a scheduler. */
  public List<ScenarioReport> airflow() {
    var home = Checkout.current().tool("AIRFLOW_CLIENT_HOME", "python.sh", "airflow");
    var settings = Map.of("AIRFLOW_HOME", folder.resolve("airflow").toString());
    return python("Airflow", home, "airflow_scenarios.py", settings);
  }

  /** AWS's SDK for JavaScript. */
  public List<ScenarioReport> javaScript() {
    var home = Checkout.current().tool("JAVASCRIPT_CLIENT_HOME", "javascript.sh");
    var script = copied("javascript_scenarios.mjs");
    var modules = folder.resolve("node_modules");
    try {
      Files.createSymbolicLink(modules, home.resolve("node_modules"));
      var command = List.of("node", script.toString(), endpoint.toString());
      var reports = run("AWS's SDK for JavaScript", command, script, Map.of());
      Files.delete(modules); // or JUnit would warn of a link that leads out of its folder
      return reports;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot link the packages in " + home, e);
    }
  }

  /** AWS's SDK for Java and Iceberg's GlueCatalog. */
  public List<ScenarioReport> java() {
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

  private List<ScenarioReport> python(
      String name, Path home, String script, Map<String, String> settings, String... more) {
    copied(COMMON_SCRIPT);
    var copy = copied(script);
    var command =
        new ArrayList<>(
            List.of(
                home.resolve("bin/python").toString(),
                copy.toString(),
                endpoint.toString(),
                folder.toString()));
    command.addAll(List.of(more));
    return run(name, command, copy, settings);
  }

  private List<ScenarioReport> run(
      String name, List<String> command, Path script, Map<String, String> settings) {
    var log = script.getFileName() + ".log";
    return ScenarioProcess.run(name, command, settings, folder, log, LIMIT);
  }

  private Path copied(String script) {
    var copy = folder.resolve(script);
    try (var source =
        Objects.requireNonNull(GlueClients.class.getResourceAsStream(script), script)) {
      if (!Files.exists(copy)) {
        Files.copy(source, copy);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + copy, e);
    }
  }
}
