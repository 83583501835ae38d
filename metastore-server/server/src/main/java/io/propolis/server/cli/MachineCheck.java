package io.propolis.server.cli;

import io.propolis.jobs.runner.SparkInstallation;
import io.propolis.jobs.runner.SparkNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks for everything that Propolis, its demo and its tests can use. */
final class MachineCheck {
  /** What PySpark takes while it is installed; scripts/setup/pyspark.sh asks for the same. */
  private static final long SPARK_MIB = 2_500;

  private static final int OLDEST_PYTHON = 10;
  private static final int NEWEST_PYTHON = 14;

  private final Map<String, String> environment;
  private final Programs programs;

  MachineCheck(Map<String, String> environment) {
    this.environment = environment;
    this.programs = new Programs(environment);
  }

  List<Finding> findings() {
    var spark = spark();
    return List.of(
        jdk(),
        java17(),
        java25(),
        maven(),
        python(),
        spark,
        program(
            "MariaDB",
            List.of("mariadbd", "mysqld"),
            "only tests use it; ./propolis test installs it, or: apt install mariadb-server"),
        program(
            "PostgreSQL",
            List.of("postgres"),
            "only tests use it; ./propolis test installs it, or: apt install postgresql"),
        disk(spark),
        port("Thrift port", 9083),
        port("HTTP port", 9080));
  }

  private Finding jdk() {
    return programs
        .javaHome(version -> version >= 17, "bin/javac")
        .map(home -> Finding.ok("JDK 17+", home))
        .orElseGet(
            () ->
                Finding.missing(
                    "JDK 17+",
                    "none with a compiler; this program runs on " + System.getProperty("java.home"),
                    "apt install openjdk-17-jdk-headless, or set JAVA_HOME"));
  }

  private Finding java17() {
    return programs
        .javaHome(version -> version == 17, "bin/java")
        .map(home -> Finding.ok("Java 17", home + " (for Spark)"))
        .orElseGet(
            () ->
                Finding.missing(
                    "Java 17",
                    "none; Spark 4.1 runs on it",
                    "apt install openjdk-17-jre-headless, or set JAVA17_HOME"));
  }

  private Finding java25() {
    return programs
        .javaHome(version -> version == 25, "bin/java")
        .map(home -> Finding.ok("Java 25", home + " (for the tests with Trino)"))
        .orElseGet(
            () ->
                Finding.optional(
                    "Java 25",
                    "none in the usual folders",
                    "only the tests with Trino use it; ./propolis test installs it"));
  }

  private Finding maven() {
    return programs
        .find("mvn")
        .map(path -> Finding.ok("Maven", path))
        .orElseGet(
            () ->
                Finding.missing(
                    "Maven", "no mvn on the PATH", "apt install maven, or maven.apache.org"));
  }

  private Finding python() {
    var names =
        Stream.concat(
            IntStream.rangeClosed(OLDEST_PYTHON, NEWEST_PYTHON)
                .map(minor -> OLDEST_PYTHON + NEWEST_PYTHON - minor)
                .mapToObj(minor -> "python3." + minor),
            Stream.of("python3", "python"));
    return names
        .flatMap(name -> programs.find(name).stream())
        .filter(path -> programs.pythonMinor(path) >= OLDEST_PYTHON)
        .findFirst()
        .map(path -> Finding.ok("Python 3.10+", path))
        .orElseGet(
            () ->
                Finding.missing(
                    "Python 3.10+",
                    "none on the PATH",
                    "apt install python3 python3-venv, or set PYSPARK_PYTHON"));
  }

  private Finding spark() {
    try {
      var spark = SparkInstallation.find(environment);
      return Finding.ok("Spark", spark.version() + " in " + spark.home());
    } catch (SparkNotFoundException e) {
      return Finding.optional(
          "Spark",
          String.valueOf(e.getMessage()),
          "./propolis demo and ./propolis job run install PySpark by themselves");
    }
  }

  private Finding program(String subject, List<String> names, String remedy) {
    return names.stream()
        .flatMap(name -> programs.findServer(name).stream())
        .findFirst()
        .map(path -> Finding.ok(subject, path))
        .orElseGet(() -> Finding.optional(subject, "not here", remedy));
  }

  private Finding disk(Finding spark) {
    var cache = programs.cache();
    var standing = Stream.iterate(cache, Path::getParent).filter(Files::exists).findFirst();
    long needed = spark.verdict() == Finding.Verdict.OK ? 200 : SPARK_MIB;
    try {
      long free = Files.getFileStore(standing.orElse(cache)).getUsableSpace() >> 20;
      var found = "%,d MiB free for %s, %,d MiB needed".formatted(free, cache, needed);
      return free >= needed
          ? Finding.ok("disk", found)
          : Finding.missing(
              "disk", found, "free some, or set PROPOLIS_CACHE to a folder on another disk");
    } catch (IOException e) {
      return Finding.missing("disk", cache + ": " + e, "set PROPOLIS_CACHE to a usable folder");
    }
  }

  private static Finding port(String subject, int port) {
    return holder(port)
        .map(
            why ->
                Finding.optional(
                    subject, port + " is taken: " + why, "serve takes another, 0 for a free one"))
        .orElseGet(() -> Finding.ok(subject, port + " is free"));
  }

  private static Optional<String> holder(int port) {
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
