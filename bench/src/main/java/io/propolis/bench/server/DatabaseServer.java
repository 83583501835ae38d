package io.propolis.bench.server;

import io.propolis.bench.machine.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A MariaDB or PostgreSQL that all contenders share, each in a database of its own. Its folder
 * stays from run to run, so that what the peers hold need not be loaded again. Every commit is
 * durable before it is acknowledged, as these databases are by default; what else is set is memory
 * and room for connections.
 */
public final class DatabaseServer implements AutoCloseable {
  public static final String USER = "bench";

  /** Apache Hive takes an empty password for its default one. */
  public static final String PASSWORD = "bench";

  private static final int CONNECTIONS = 600;
  private static final Duration RECOVERY = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 50;

  private final DatabaseKind kind;
  private final ServerProcess process;
  private final int port;

  private DatabaseServer(DatabaseKind kind, ServerProcess process, int port) {
    this.kind = kind;
    this.process = process;
    this.port = port;
  }

  /** Starts the one whose data is in the folder, made if need be. Not for SQLite. */
  public static DatabaseServer start(DatabaseKind kind, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = ServerProcess.freePort();
    var process =
        switch (kind) {
          case MARIADB -> mariadb(folder, port);
          case POSTGRESQL -> postgresql(folder, port);
          case SQLITE -> throw new IllegalArgumentException("SQLite is no server");
        };
    var server = new DatabaseServer(kind, process, port);
    try {
      server.awaitRecovery();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** It listens before it has replayed what a run that was killed left in its log. */
  private void awaitRecovery() throws IOException, InterruptedException {
    long started = System.nanoTime();
    while (true) {
      try {
        version();
        return;
      } catch (SQLException e) {
        if (System.nanoTime() - started > RECOVERY.toNanos()) {
          throw new IOException(
              "%s takes no connection after %d s".formatted(kind, RECOVERY.toSeconds()), e);
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static ServerProcess mariadb(Path folder, int port)
      throws IOException, InterruptedException {
    var data = folder.resolve("data");
    var user = "--user=" + System.getProperty("user.name");
    if (!Files.exists(data.resolve("mysql"))) {
      Programs.run(
          Programs.find("mariadb-install-db", "mariadb-server").toString(),
          "--no-defaults",
          "--datadir=" + data,
          user,
          "--auth-root-authentication-method=normal",
          "--skip-test-db");
    }
    var first =
        Files.writeString(
            folder.resolve("first.sql"),
            """
            CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
            GRANT ALL ON *.* TO '%1$s'@'%%';
            """
                .formatted(USER, PASSWORD));
    return ServerProcess.start(
        List.of(
            Programs.find("mariadbd", "mariadb-server").toString(),
            "--no-defaults",
            "--datadir=" + data,
            user,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--socket=" + folder.resolve("s"),
            "--pid-file=" + folder.resolve("pid"),
            "--init-file=" + first,
            "--max-connections=" + CONNECTIONS,
            "--innodb-buffer-pool-size=2G",
            "--innodb-log-file-size=1G",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-doublewrite=1"),
        Map.of(),
        port,
        folder.resolve("log"));
  }

  private static ServerProcess postgresql(Path folder, int port)
      throws IOException, InterruptedException {
    var data = folder.resolve("data");
    Programs.giveToUnprivileged(folder);
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      Programs.run(
          Programs.unprivileged(
              Programs.find("initdb", "postgresql").toString(),
              "--pgdata=" + data,
              "--username=" + USER,
              "--auth=trust",
              "--encoding=UTF8",
              "--locale=C.UTF-8"));
    }
    var server = Programs.find("postgres", "postgresql").toString();
    return ServerProcess.start(
        List.of(
            Programs.unprivileged(
                server,
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=" + CONNECTIONS,
                "-c",
                "shared_buffers=2GB",
                "-c",
                "max_wal_size=2GB",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on")),
        Map.of(),
        port,
        folder.resolve("log"));
  }

  public DatabaseKind kind() {
    return kind;
  }

  public ProcessTree tree() {
    return process.tree();
  }

  /** JDBC URL of one of its databases, with what is set for the driver. */
  public String url(String database) {
    return kind == DatabaseKind.MARIADB
        ? "jdbc:mysql://127.0.0.1:" + port + "/" + database
        : "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, PASSWORD);
  }

  /** Makes the database if it is not there, and says whether it has done so. */
  public boolean create(String database) throws SQLException {
    try (var connection = connect(kind == DatabaseKind.MARIADB ? "mysql" : "postgres");
        var statement = connection.createStatement()) {
      if (exists(connection, database)) {
        return false;
      }
      statement.execute("CREATE DATABASE " + database);
      return true;
    }
  }

  private boolean exists(Connection connection, String database) throws SQLException {
    var query =
        kind == DatabaseKind.MARIADB
            ? "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?"
            : "SELECT 1 FROM pg_database WHERE datname = ?";
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, database);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  public void drop(String database) throws SQLException {
    try (var connection = connect(kind == DatabaseKind.MARIADB ? "mysql" : "postgres");
        var statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + database);
    }
  }

  /** "10.11.19-MariaDB", "15.15". */
  public String version() throws SQLException {
    try (var connection = connect(kind == DatabaseKind.MARIADB ? "mysql" : "postgres")) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
