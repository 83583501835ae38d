package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A real PrestoDB server, coordinator and worker in one process of its own, spoken to through
 * Presto's own JDBC driver.
 */
public final class PrestoEngine implements SqlEngine {

  /** What its Hadoop and Guice reach into by reflection, on Java 8 without asking. */
  private static final String[] OPENED = {"java.lang", "java.lang.reflect", "java.net"};

  private static final List<String> PLUGINS = List.of("hive", "iceberg");
  private static final int JAVA = 17;
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration NODE_LIMIT = Duration.ofMinutes(1);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
  private static final Pattern READY = Pattern.compile("======== SERVER STARTED ========");

  /** What a query ends with before it begins, while the node is not known to have the catalog. */
  private static final Pattern NO_NODES =
      Pattern.compile("sortedCandidates is null or empty|No (worker )?nodes available");

  private final ChildProcess child;
  private final Path plugins;
  private final String url;
  private final SqlEngine session;

  private PrestoEngine(ChildProcess child, Path plugins, String url) {
    this.child = child;
    this.plugins = plugins;
    this.url = url;
    this.session = connect("compat", "system");
  }

  /**
   * Starts Presto with the catalogs {@code hive} and {@code iceberg} over the given metastore, and
   * {@code secured}, which is {@code hive} held to the roles and privileges of the metastore.
   *
   * @throws UnavailableException when there is no Java 17 here
   */
  public static PrestoEngine start(Path folder, URI metastore) {
    var hive =
        """
        connector.name=hive-hadoop2
        hive.metastore.uri=%s
        hive.non-managed-table-writes-enabled=true
        hive.non-managed-table-creates-enabled=true
        """
            .formatted(metastore);
    var allowed =
        """
        hive.allow-add-column=true
        hive.allow-drop-column=true
        hive.allow-drop-table=true
        hive.allow-rename-column=true
        hive.allow-rename-table=true
        """;
    var iceberg =
        """
        connector.name=iceberg
        iceberg.catalog.type=hive
        hive.metastore.uri=%s
        """
            .formatted(metastore);
    return start(
        folder,
        Map.of(
            "hive", hive + allowed,
            "secured", hive + "hive.security=sql-standard\n",
            "iceberg", iceberg));
  }

  /**
   * Starts Presto with its configuration, plugins and log under {@code folder}.
   *
   * @param catalogs by name, what is in the properties file of each
   * @throws UnavailableException when there is no Java 17 here
   */
  public static PrestoEngine start(Path folder, Map<String, String> catalogs) {
    var javaHome = java17();
    var checkout = Checkout.current();
    var plugins = folder.resolve("plugin");
    var port = Ports.free();
    try {
      for (var plugin : PLUGINS) {
        checkout.linkClientJars(
            "presto-" + plugin, Files.createDirectories(plugins.resolve(plugin)));
      }
      configure(folder, port, catalogs);
      var builder =
          new ProcessBuilder(command(checkout, javaHome, folder)).directory(folder.toFile());
      var child = ChildProcess.start("Presto", builder, folder.resolve("presto.log"), READY);
      child.awaitReady(START_LIMIT);
      return new PrestoEngine(child, plugins, "jdbc:presto://127.0.0.1:" + port);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot set up Presto in " + folder, e);
    }
  }

  /** A further connection, as that user and with that catalog as the one of its statements. */
  public SqlEngine connect(String user, String catalog) {
    return new Patient(JdbcSession.open("%s/%s?user=%s".formatted(url, catalog, user)));
  }

  /**
   * A server says that it has started up to five seconds before it has told itself, as the
   * coordinator, which catalogs it serves as the worker.
   */
  private record Patient(SqlEngine session) implements SqlEngine {
    @Override
    public List<String> query(String sql) {
      long deadline = System.nanoTime() + NODE_LIMIT.toNanos();
      while (true) {
        try {
          return session.query(sql);
        } catch (SqlFailedException e) {
          if (!NO_NODES.matcher(String.valueOf(e.getMessage())).find()
              || System.nanoTime() > deadline) {
            throw e;
          }
          LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }

  @Override
  public List<String> query(String sql) {
    return session.query(sql);
  }

  @Override
  public void close() {
    try {
      session.close();
    } finally {
      child.close();
      unlinkPlugins();
    }
  }

  /** JUnit warns of every link out of a temporary folder that it has to delete itself. */
  private void unlinkPlugins() {
    for (var plugin : PLUGINS) {
      try (var links = Files.newDirectoryStream(plugins.resolve(plugin))) {
        for (var link : links) {
          Files.delete(link);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot empty " + plugins.resolve(plugin), e);
      }
    }
  }

  /** Newer Java no longer lets its Hadoop replace its cache of file systems. */
  private static Path java17() {
    if (Runtime.version().feature() == JAVA) {
      return Path.of(System.getProperty("java.home"));
    }
    var named = System.getenv("JAVA17_HOME");
    if (named == null || named.isBlank()) {
      throw new UnavailableException("Presto runs on Java 17 here; set JAVA17_HOME");
    }
    return Path.of(named);
  }

  private static List<String> command(Checkout checkout, Path javaHome, Path folder)
      throws IOException {
    var command =
        Checkout.java(
            javaHome,
            "-Xmx768m",
            // Started for seconds of work: the optimizing compiler would cost more than it saves.
            "-XX:TieredStopAtLevel=1",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC",
            "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
            "-Djdk.attach.allowAttachSelf=true",
            "-Dconfig=" + folder.resolve("etc/config.properties"));
    for (var opened : OPENED) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "-cp",
            checkout.clientClassPath("presto-server"),
            "com.facebook.presto.server.PrestoServer"));
    return command;
  }

  /** Presto finds etc/catalog in its working folder. */
  private static void configure(Path folder, int port, Map<String, String> catalogs)
      throws IOException {
    Files.createDirectories(folder.resolve("etc/catalog"));
    Files.writeString(
        folder.resolve("etc/config.properties"),
        """
        coordinator=true
        node-scheduler.include-coordinator=true
        node.environment=compat
        node.bind-ip=127.0.0.1
        node.internal-address=127.0.0.1
        http-server.http.port=%d
        discovery-server.enabled=true
        discovery.uri=http://127.0.0.1:%d
        plugin.dir=%s
        query.max-memory=300MB
        query.max-memory-per-node=200MB
        query.max-total-memory-per-node=250MB
        """
            .formatted(port, port, folder.resolve("plugin")));
    for (var catalog : catalogs.entrySet()) {
      Files.writeString(
          folder.resolve("etc/catalog").resolve(catalog.getKey() + ".properties"),
          catalog.getValue());
    }
  }
}
