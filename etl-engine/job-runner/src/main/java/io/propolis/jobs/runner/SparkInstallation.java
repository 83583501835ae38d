package io.propolis.jobs.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Spark on this machine with the Java and the Python it runs on.
 *
 * @param home SPARK_HOME: has bin/spark-submit and jars/
 * @param version as its jars say ("4.1.1")
 * @param javaHome home of a Java 17
 * @param python command or path of the Python for driver and workers
 */
public record SparkInstallation(Path home, String version, Path javaHome, String python) {
  /** The PySpark that scripts/setup/pyspark.sh installs. */
  static final String PYSPARK_VERSION = "4.1.1";

  private static final Pattern CORE_JAR = Pattern.compile("spark-core_[0-9.]+-(.+)\\.jar");

  /**
   * SPARK_HOME when the environment has it, otherwise the PySpark in the cache (PROPOLIS_CACHE,
   * XDG_CACHE_HOME). Throws {@link SparkNotFoundException}.
   */
  public static SparkInstallation find(Map<String, String> environment) {
    var home = sparkHome(environment);
    if (!Files.isExecutable(home.resolve("bin/spark-submit"))) {
      throw new SparkNotFoundException(
          "not a Spark: %s has no bin/spark-submit; correct SPARK_HOME or unset it"
              .formatted(home));
    }
    var version =
        version(home)
            .orElseThrow(
                () -> new SparkNotFoundException("not a Spark: no spark-core jar in " + home));
    if (!version.startsWith("4.")) {
      throw new SparkNotFoundException(
          "Spark %s in %s is too old: jobs need Spark 4 (%s is the tested one)"
              .formatted(version, home, PYSPARK_VERSION));
    }
    var java =
        Java17.find(environment)
            .orElseThrow(
                () ->
                    new SparkNotFoundException(
                        "no Java 17 found for Spark: install one (Debian: apt install"
                            + " openjdk-17-jre-headless) or set JAVA17_HOME"));
    return new SparkInstallation(home, version, java, python(environment, home));
  }

  Path submit() {
    return home.resolve("bin/spark-submit");
  }

  private static Path sparkHome(Map<String, String> environment) {
    var chosen = environment.get("SPARK_HOME");
    if (chosen != null && !chosen.isBlank()) {
      return Path.of(chosen);
    }
    var venv = cache(environment).resolve("venv-pyspark-" + PYSPARK_VERSION);
    // The set-up script writes .complete last: a folder without it is half-made.
    return pysparkIn(venv)
        .filter(home -> Files.exists(venv.resolve(".complete")))
        .orElseThrow(
            () ->
                new SparkNotFoundException(
                    "no Spark found: SPARK_HOME is not set and %s is not there; run scripts/setup/pyspark.sh, which installs it"
                        .formatted(venv)));
  }

  private static Path cache(Map<String, String> environment) {
    var own = environment.get("PROPOLIS_CACHE");
    if (own != null && !own.isBlank()) {
      return Path.of(own);
    }
    var shared = environment.get("XDG_CACHE_HOME");
    return shared != null && !shared.isBlank()
        ? Path.of(shared, "propolis")
        : Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache", "propolis");
  }

  private static Optional<Path> pysparkIn(Path venv) {
    var lib = venv.resolve("lib");
    if (!Files.isDirectory(lib)) {
      return Optional.empty();
    }
    try (var pythons = Files.list(lib)) {
      return pythons
          .map(python -> python.resolve("site-packages/pyspark"))
          .filter(Files::isDirectory)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> version(Path home) {
    var jars = home.resolve("jars");
    if (!Files.isDirectory(jars)) {
      return Optional.empty();
    }
    try (var files = Files.list(jars)) {
      return files
          .map(jar -> CORE_JAR.matcher(jar.getFileName().toString()))
          .filter(match -> match.matches())
          .map(match -> match.group(1))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String python(Map<String, String> environment, Path home) {
    var chosen = environment.get("PYSPARK_PYTHON");
    if (chosen != null && !chosen.isBlank()) {
      return chosen;
    }
    // PySpark from a virtual environment lies in VENV/lib/python3.x/site-packages/pyspark.
    var own = home.resolve("../../../../bin/python").normalize();
    return home.endsWith("site-packages/pyspark") && Files.isExecutable(own)
        ? own.toString()
        : "python3";
  }
}
