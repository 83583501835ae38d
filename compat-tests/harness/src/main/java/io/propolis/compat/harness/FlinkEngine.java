package io.propolis.compat.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One Flink cluster in a process of its own, with Hive 3.1.3's client, and in each of its sessions
 * the catalogs {@code hive}, which is Flink's HiveCatalog and the current one, and over the same
 * metastore Iceberg's {@code ice}, which commits under Hive locks, and {@code cas}, which commits
 * by compare-and-swap. Statements that insert return when the job has ended.
 */
public final class FlinkEngine implements SqlEngine {

  /** The packages that Flink's own start scripts open on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.net",
          "java.io",
          "java.nio",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "sun.net.util",
          "sun.nio.ch");

  private final StatementProcess process;

  private FlinkEngine(StatementProcess process) {
    this.process = process;
  }

  /** How a session runs what it is given. */
  public enum Session {
    /** Jobs over what is there, Flink's own SQL. */
    BATCH,
    /** Jobs with checkpoints, whose sinks commit partitions; Flink's own SQL. */
    STREAMING,
    /** Batch jobs in Hive's SQL, by Flink's Hive dialect. */
    HIVE_DIALECT
  }

  /** Starts Flink with its configuration and its log under {@code folder}. */
  public static FlinkEngine start(Path folder, URI metastore) {
    try {
      var hiveConf = siteFile(folder.resolve("hive-conf"), metastore, true);
      var casConf = siteFile(folder.resolve("cas-conf"), metastore, false);
      var checkout = Checkout.current();
      var command =
          Checkout.java(
              "-Xmx1g",
              "-XX:+UseSerialGC",
              // Most of the time of a run so short would go to the second compiler.
              "-XX:TieredStopAtLevel=1",
              "-Djava.system.class.loader=io.propolis.compat.flink.Java8ClassLoader",
              "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
              "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
              "-Duser.timezone=UTC");
      for (var opened : OPENED) {
        command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
      }
      command.add("-cp");
      command.add(
          checkout.clientClasses("flink") + File.pathSeparator + checkout.clientClassPath("flink"));
      command.add("io.propolis.compat.flink.FlinkStatements");
      command.add(hiveConf.toString());
      command.add(casConf.toString());
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      return new FlinkEngine(StatementProcess.start("Flink", builder, folder.resolve("flink.log")));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot set up Flink in " + folder, e);
    }
  }

  @Override
  public List<String> query(String sql) {
    return query(Session.BATCH, sql);
  }

  /**
   * The same in a session of another kind; sessions know nothing of each other but what is in the
   * catalogs.
   */
  public List<String> query(Session session, String sql) {
    return process.run(sql, session.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Runs all statements at the same time, each in a batch session of its own, and waits for all.
   *
   * @throws SqlFailedException when one of them fails
   */
  public void runConcurrently(List<String> statements) {
    process.runConcurrently(statements);
  }

  @Override
  public void close() {
    process.close();
  }

  private static Path siteFile(Path folder, URI metastore, boolean icebergLocks)
      throws IOException {
    Files.writeString(
        Files.createDirectories(folder).resolve("hive-site.xml"),
        """
        <configuration>
          <property>
            <name>hive.metastore.uris</name>
            <value>%s</value>
          </property>
          <property>
            <name>iceberg.engine.hive.lock-enabled</name>
            <value>%s</value>
          </property>
        </configuration>
        """
            .formatted(metastore, icebergLocks));
    return folder;
  }
}
