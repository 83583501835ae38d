package io.propolis.catalog.jdbc.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real MariaDB or PostgreSQL, started once per JVM on a free port in a temporary folder and gone
 * with the JVM, however that ends. Tests on a machine without the binaries are skipped, loudly.
 */
public final class DatabaseServer {
  private static final String SKIPPED =
      "SKIPPED: %s is not installed here, nothing was tested on it. To have it: apt-get install %s";

  private final String urlPrefix;
  private final String maintenance;
  private final String user;
  private final AtomicInteger databases = new AtomicInteger();

  private DatabaseServer(String urlPrefix, String maintenance, String user) {
    this.urlPrefix = urlPrefix;
    this.maintenance = maintenance;
    this.user = user;
  }

  /** The running MariaDB; skips the calling test where there is none. */
  public static DatabaseServer mariadb() {
    return Mariadb.SERVER.orElseGet(() -> skip("MariaDB", "mariadb-server"));
  }

  /** The running PostgreSQL; skips the calling test where there is none. */
  public static DatabaseServer postgresql() {
    return Postgresql.SERVER.orElseGet(() -> skip("PostgreSQL", "postgresql"));
  }

  private static DatabaseServer skip(String product, String debianPackage) {
    var message = SKIPPED.formatted(product, debianPackage);
    System.err.println(message);
    return abort(message);
  }

  /** Creates an empty database and returns its JDBC URL, which needs {@link #user} only. */
  public String newDatabase() {
    var name = "test_" + databases.incrementAndGet();
    try (var connection = DriverManager.getConnection(url(maintenance), user, "");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot create database " + name, e);
    }
    return url(name);
  }

  private String url(String database) {
    return urlPrefix + database;
  }

  /** May do everything and has no password. */
  public String user() {
    return user;
  }

  /** Started when first asked for. */
  private static final class Mariadb {
    static final Optional<DatabaseServer> SERVER =
        Binaries.find("mariadbd")
            .flatMap(server -> Binaries.find("mariadb-install-db").map(i -> start(server, i)));

    private static DatabaseServer start(Path server, Path install) {
      var account = System.getProperty("user.name");
      var folder = ServerProcess.folder("propolis-mariadb");
      var data = "--datadir=" + folder.resolve("data");
      ServerProcess.run(
          install.toString(),
          "--no-defaults",
          data,
          "--user=" + account,
          "--auth-root-authentication-method=normal",
          "--skip-test-db");
      int port = ServerProcess.freePort();
      ServerProcess.start(
          folder,
          "ready for connections",
          server.toString(),
          "--no-defaults",
          data,
          "--user=" + account,
          "--port=" + port,
          "--bind-address=127.0.0.1",
          "--socket=" + folder.resolve("s"),
          "--pid-file=" + folder.resolve("pid"),
          // Nobody may rely on the server's idea of the local time.
          "--default-time-zone=+05:45");
      return new DatabaseServer("jdbc:mysql://127.0.0.1:" + port + "/", "mysql", "root");
    }
  }

  /** Started when first asked for. */
  private static final class Postgresql {
    static final Optional<DatabaseServer> SERVER =
        Binaries.find("postgres")
            .flatMap(server -> Binaries.find("initdb").map(i -> start(server, i)));

    private static DatabaseServer start(Path server, Path init) {
      var folder = ServerProcess.folder("propolis-postgresql");
      var data = folder.resolve("data").toString();
      ServerProcess.run(
          Binaries.unprivileged(
              init.toString(),
              "--pgdata=" + data,
              "--username=propolis",
              "--auth=trust",
              "--encoding=UTF8",
              // A linguistic order: what must be sorted by bytes has to say so.
              "--locale=C.UTF-8",
              "--locale-provider=icu",
              "--icu-locale=en-US",
              "--no-sync"));
      int port = ServerProcess.freePort();
      ServerProcess.start(
          folder,
          "ready to accept connections",
          Binaries.unprivileged(
              server.toString(),
              "-D",
              data,
              "-p",
              String.valueOf(port),
              "-c",
              "listen_addresses=127.0.0.1",
              "-c",
              "unix_socket_directories=",
              "-c",
              "timezone=Asia/Kathmandu"));
      return new DatabaseServer(
          "jdbc:postgresql://127.0.0.1:" + port + "/", "postgres", "propolis");
    }
  }
}
