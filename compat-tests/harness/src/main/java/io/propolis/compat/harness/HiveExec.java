package io.propolis.compat.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A generation of Apache Hive's own hive-exec, run in a JVM with nothing but its jars. */
public enum HiveExec {
  HIVE_2_3("2.3"),
  HIVE_3_1("3.1"),
  HIVE_4_0("4.0"),
  HIVE_4_1("4.1");

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String PACKAGE = "io.propolis.compat.expression.";

  private final String generation;

  HiveExec(String generation) {
    this.generation = generation;
  }

  public String generation() {
    return generation;
  }

  /**
   * Prunes and drops partitions by Hive's own expressions, in a database of its own.
   *
   * @throws IllegalStateException with the trace when something is not as expected
   */
  public void pruneAndDrop(URI metastore, Path folder) {
    var database = "expressions_" + generation.replace('.', '_');
    var log = run(folder, "PruneAndDrop", metastore.toString(), database);
    if (!log.contains("@done")) {
      throw new IllegalStateException(this + " found something else:\n" + String.join("\n", log));
    }
  }

  /** Expressions as this generation serialises them: name, tab, bytes in base64. */
  public List<String> corpus(Path folder) {
    var file = folder.resolve("corpus-" + generation);
    run(folder, "WriteCorpus", file.toString());
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("No corpus of " + this, e);
    }
  }

  private List<String> run(Path folder, String program, String... arguments) {
    var checkout = Checkout.current();
    var client = "hive-exec-" + generation;
    var command =
        new ArrayList<>(
            Checkout.java(
                "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                // Kryo of those days reads fields of the JDK.
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED",
                "-Duser.timezone=UTC",
                "-cp",
                checkout.clientClasses(client)
                    + File.pathSeparator
                    + checkout.clientClassPath(client),
                PACKAGE + program));
    command.addAll(Arrays.asList(arguments));
    try {
      var log = folder.resolve(client + "-" + program + ".log");
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(this + " hangs:\n" + ChildProcess.tail(log));
      }
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + this, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + this + " ran", e);
    }
  }
}
