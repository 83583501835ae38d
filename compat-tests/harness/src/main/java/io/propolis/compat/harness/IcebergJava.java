package io.propolis.compat.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Iceberg's HiveCatalog for Java without an engine, in a JVM with nothing but its jars. */
public final class IcebergJava {
  private static final String CLIENT = "iceberg-hive-tests";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private IcebergJava() {}

  /** A writer that commits under Hive's locks, or by compare-and-swap. */
  public static AppenderProcess appender(
      String writer, SharedTable table, int appends, int rows, boolean locks, Path folder) {
    var command =
        command(
            "IcebergAppender",
            table.metastore().toString(),
            table.database(),
            table.name(),
            writer,
            Integer.toString(appends),
            Integer.toString(rows),
            Boolean.toString(locks));
    return AppenderProcess.start(writer, command, folder);
  }

  /**
   * What the catalog, the notification log and the metadata files say of a table: lines that begin
   * with @moved, @metadata, @snapshot, @lock or @pointer.
   */
  public static List<List<String>> audit(SharedTable table, Path folder) {
    var log = folder.resolve("audit.log");
    var command =
        command("IcebergAudit", table.metastore().toString(), table.database(), table.name());
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("The audit hangs:\n" + ChildProcess.tail(log));
      }
      var lines = Files.readAllLines(log);
      if (!lines.contains("@done")) {
        throw new IllegalStateException("The audit ended early:\n" + ChildProcess.tail(log));
      }
      return lines.stream()
          .filter(line -> line.startsWith("@"))
          .map(line -> List.of(line.split(" ")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run the audit", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted during the audit", e);
    }
  }

  private static List<String> command(String main, String... arguments) {
    var checkout = Checkout.current();
    var command =
        new ArrayList<>(
            Checkout.java(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                checkout.clientClasses(CLIENT)
                    + File.pathSeparator
                    + checkout.clientClassPath(CLIENT),
                "io.propolis.compat.iceberg." + main));
    command.addAll(List.of(arguments));
    return command;
  }
}
