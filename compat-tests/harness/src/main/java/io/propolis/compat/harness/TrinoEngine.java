package io.propolis.compat.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A real Trino server in a Java 25 process of its own, with the catalogs {@code hive}, {@code
 * iceberg}, {@code hudi} and, without Hive's locks, {@code iceberg_cas} over the given metastore,
 * spoken to through Trino's own JDBC driver.
 */
public final class TrinoEngine implements SqlEngine {

  private static final String VERSION = "483";
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Pattern READY = Pattern.compile("======== SERVER STARTED ========");

  private final ChildProcess child;
  private final String url;
  private final SqlEngine session;

  private TrinoEngine(ChildProcess child, String url) {
    this.child = child;
    this.url = url;
    this.session = connect();
  }

  /**
   * Starts Trino with its configuration, plugins and log under {@code folder}.
   *
   * @throws UnavailableException when there is no Java 25 here and none can be installed
   */
  public static TrinoEngine start(Path folder, URI metastore) {
    var checkout = Checkout.current();
    var javaHome = checkout.tool("JAVA25_HOME", "jdk25.sh");
    var port = Ports.free();
    try {
      installPlugin(checkout, folder, "hive");
      installPlugin(checkout, folder, "iceberg");
      installPlugin(checkout, folder, "hudi");
      configure(folder, port, metastore);
      var builder =
          new ProcessBuilder(command(checkout, javaHome, folder)).directory(folder.toFile());
      var child = ChildProcess.start("Trino", builder, folder.resolve("trino.log"), READY);
      child.awaitReady(START_LIMIT);
      var url = "jdbc:trino://127.0.0.1:" + port + "?user=compat&timezone=UTC";
      return new TrinoEngine(child, url);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot set up Trino in " + folder, e);
    }
  }

  /** A further connection, for statements that run at the same time. */
  public SqlEngine connect() {
    return JdbcSession.open(url);
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
    }
  }

  private static List<String> command(Checkout checkout, Path javaHome, Path folder) {
    var command =
        Checkout.java(
            javaHome,
            "-Xmx1g",
            "-XX:+UseG1GC",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC",
            "-Dconfig=" + folder.resolve("etc/config.properties"));
    command.add("-cp");
    command.add(
        checkout.clientClasses("trino-server")
            + File.pathSeparator
            + checkout.clientClassPath("trino-server"));
    command.add("io.propolis.compat.trino.TrinoLauncher");
    command.add(VERSION);
    return command;
  }

  /**
   * Trino loads a plugin from a folder of jars, and the file system of {@code file:} locations from
   * a folder {@code hdfs} in it; links save the copy of some 300 MB.
   */
  private static void installPlugin(Checkout checkout, Path folder, String name)
      throws IOException {
    var client = "trino-" + name;
    var plugin = Files.createDirectories(folder.resolve("plugin").resolve(name));
    Files.createSymbolicLink(plugin.resolve("classes"), checkout.clientClasses(client));
    checkout.linkClientJars(client, plugin);
    checkout.linkClientJars("trino-hdfs", Files.createDirectories(plugin.resolve("hdfs")));
  }

  /** Trino finds etc/catalog in its working folder; tests may add catalogs by CREATE CATALOG. */
  private static void configure(Path folder, int port, URI metastore) throws IOException {
    var catalogs = Files.createDirectories(folder.resolve("etc/catalog"));
    Files.writeString(
        folder.resolve("etc/config.properties"),
        """
        coordinator=true
        node-scheduler.include-coordinator=true
        node.environment=compat
        node.bind-ip=127.0.0.1
        node.internal-address=127.0.0.1
        http-server.http.port=%d
        discovery.uri=http://127.0.0.1:%d
        plugin.dir=%s
        catalog.management=dynamic
        query.max-memory=400MB
        query.max-memory-per-node=300MB
        """
            .formatted(port, port, folder.resolve("plugin")));
    Files.writeString(
        catalogs.resolve("hive.properties"),
        """
        connector.name=hive
        hive.metastore.uri=%s
        fs.hadoop.enabled=true
        hive.non-managed-table-writes-enabled=true
        hive.non-managed-table-creates-enabled=true
        hive.iceberg-catalog-name=iceberg
        hive.hudi-catalog-name=hudi
        """
            .formatted(metastore));
    Files.writeString(
        catalogs.resolve("hudi.properties"),
        """
        connector.name=hudi
        hive.metastore.uri=%s
        fs.hadoop.enabled=true
        """
            .formatted(metastore));
    var iceberg =
        """
        connector.name=iceberg
        iceberg.catalog.type=hive_metastore
        hive.metastore.uri=%s
        fs.hadoop.enabled=true
        iceberg.hive-catalog-name=hive
        """
            .formatted(metastore);
    Files.writeString(catalogs.resolve("iceberg.properties"), iceberg);
    Files.writeString(
        catalogs.resolve("iceberg_cas.properties"),
        iceberg + "iceberg.hive-catalog.locking-enabled=false\n");
  }
}
