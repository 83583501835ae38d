package io.propolis.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Apache Hive Metastore as published, configured as somebody would who wants it fast: HikariCP with
 * a connection for every thread, batched inserts in the driver and in DataNucleus, direct SQL (its
 * default), 4 GB of heap. Everything else is its default, but for what its distribution's own
 * metastore-site.xml changes, and for Hive 4's rewriting of tables by the client's capabilities,
 * which is off: it is work that other servers are not asked to do.
 */
final class HiveMetastore {
  /** More than the threads of any operation, so that nobody waits for a connection. */
  private static final int POOL_SIZE = 40;

  private static final String HEAP = "-Xmx4g";

  /** The distributions are made for Java 8; on 17 they reach into the JDK by reflection. */
  private static final List<String> OPENED =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED");

  private final Contender contender;
  private final Path home;
  private final Path conf;
  private final DatabaseServer database;

  /**
   * @param home the distribution as scripts/setup/hive-metastore.sh lays it out
   * @param conf a folder for its configuration
   */
  HiveMetastore(Contender contender, Path home, Path conf, DatabaseServer database) {
    this.contender = contender;
    this.home = home;
    this.conf = conf;
    this.database = database;
  }

  String databaseName() {
    return "hive_" + contender.hiveVersion().replace('.', '_');
  }

  /** Starts it on a free port, with its schema made by its own tool if need be. */
  Started start(Path warehouse, Path log) throws IOException, InterruptedException, SQLException {
    int port = ServerProcess.freePort();
    configure(warehouse, port);
    if (database.create(databaseName())) {
      try {
        initialiseSchema();
      } catch (IOException e) {
        database.drop(databaseName());
        throw e;
      }
    }
    var command = java("org.apache.hadoop.hive.metastore.HiveMetaStore");
    command.addAll(List.of("-p", String.valueOf(port)));
    return new Started(ServerProcess.start(command, environment(), port, log), port);
  }

  record Started(ServerProcess process, int port) {}

  private void initialiseSchema() throws IOException, InterruptedException {
    var tool =
        contender == Contender.HIVE_4
            ? "org.apache.hadoop.hive.metastore.tools.schematool.MetastoreSchemaTool"
            : "org.apache.hadoop.hive.metastore.tools.MetastoreSchemaTool";
    var command = java(tool);
    var type = database.kind() == DatabaseKind.MARIADB ? "mysql" : "postgres";
    command.addAll(List.of("-dbType", type, "-initSchema"));
    Programs.run(command, environment());
  }

  private Map<String, String> environment() {
    return Map.of("METASTORE_HOME", home.toString());
  }

  private List<String> java(String mainClass) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.addAll(OPENED);
    command.add("-cp");
    // Our drivers come before those that Hive 4 brings, so that all use the same ones.
    command.add(conf + ":" + home.resolve("surroundings") + "/*:" + home.resolve("lib") + "/*");
    command.add(mainClass);
    return command;
  }

  private void configure(Path warehouse, int port) throws IOException {
    Files.createDirectories(conf);
    Files.writeString(
        conf.resolve("metastore-site.xml"),
        properties(warehouse, port).entrySet().stream()
            .map(
                property ->
                    "  <property><name>%s</name><value>%s</value></property>\n"
                        .formatted(property.getKey(), property.getValue().replace("&", "&amp;")))
            .collect(Collectors.joining("", "<configuration>\n", "</configuration>\n")));
    Files.writeString(
        conf.resolve("log4j2.properties"),
        """
        status = ERROR
        rootLogger.level = WARN
        rootLogger.appenderRefs = console
        rootLogger.appenderRef.console.ref = console
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d %p %c: %m%n
        """);
  }

  private Map<String, String> properties(Path warehouse, int port) {
    var all = new LinkedHashMap<String, String>();
    all.put("javax.jdo.option.ConnectionURL", url());
    all.put(
        "javax.jdo.option.ConnectionDriverName",
        database.kind() == DatabaseKind.MARIADB
            ? "com.mysql.cj.jdbc.Driver"
            : "org.postgresql.Driver");
    all.put("javax.jdo.option.ConnectionUserName", DatabaseServer.USER);
    all.put("javax.jdo.option.ConnectionPassword", DatabaseServer.PASSWORD);
    all.put("datanucleus.connectionPoolingType", "HikariCP");
    all.put("datanucleus.connectionPool.maxPoolSize", String.valueOf(POOL_SIZE));
    all.put("datanucleus.rdbms.statementBatchLimit", "1000");
    all.put("metastore.thrift.port", String.valueOf(port));
    all.put("metastore.warehouse.dir", warehouse.toUri().toString());
    all.put("metastore.server.max.message.size", String.valueOf(1 << 30));
    // What the distribution's own site file says: the default classes are in hive-exec.
    all.put(
        "metastore.task.threads.always",
        "org.apache.hadoop.hive.metastore.events.EventCleanerTask");
    all.put(
        "metastore.expression.proxy",
        "org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy");
    // A blank turns it off.
    all.put("metastore.metadata.transformer.class", " ");
    // Who reads notifications need not be a proxy user; they stay for the next run.
    all.put("metastore.metastore.event.db.notification.api.auth", "false");
    all.put("metastore.event.db.listener.timetolive", "365d");
    return all;
  }

  private String url() {
    return database.url(databaseName())
        + (database.kind() == DatabaseKind.MARIADB
            ? "?rewriteBatchedStatements=true&useSSL=false"
            : "?reWriteBatchedInserts=true");
  }
}
