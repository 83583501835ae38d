package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseAccess.Transport;
import io.propolis.catalog.connections.DatabaseProbe;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Connects to MySQL, MariaDB and PostgreSQL. Nothing but host, port and database is taken from a
 * client's URL: drivers load classes and read files where their other parameters say so.
 */
public final class JdbcDatabaseProbe implements DatabaseProbe {
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:(?<product>[a-z0-9]+)://(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])"
              + "(:(?<port>\\d{1,5}))?(/(?<database>[^/?#]*))?([?].*)?",
          Pattern.DOTALL);

  private record Target(String product, String host, String port, String database) {
    static Target of(String url) {
      var matcher = URL.matcher(url);
      if (!matcher.matches()) {
        throw invalid(
            Entity.REQUEST,
            "Not a URL of the form jdbc:mysql://HOST:PORT/DATABASE or"
                + " jdbc:postgresql://HOST:PORT/DATABASE: "
                + url.replaceFirst("\\?.*", ""));
      }
      return new Target(
          matcher.group("product"),
          matcher.group("host"),
          Objects.requireNonNullElse(matcher.group("port"), ""),
          Objects.requireNonNullElse(matcher.group("database"), ""));
    }

    String url(String driversProduct) {
      return "jdbc:%s://%s%s/%s"
          .formatted(driversProduct, host, port.isEmpty() ? "" : ":" + port, database);
    }

    @Override
    public String toString() {
      return url(product);
    }
  }

  @Override
  public void connect(DatabaseAccess access, Duration patience) {
    var target = Target.of(access.url());
    switch (target.product()) {
      case "mysql", "mariadb" -> connect("mysql", target, mysql(access, patience), patience);
      case "postgresql" -> connect("postgresql", target, postgresql(access, patience), patience);
      default ->
          throw invalid(
              Entity.REQUEST,
              "No driver for %s: this server connects to MySQL, MariaDB and PostgreSQL"
                  .formatted(target));
    }
  }

  private static Properties credentials(DatabaseAccess access) {
    var properties = new Properties();
    set(properties, "user", access.user());
    set(properties, "password", access.password());
    return properties;
  }

  private static void set(Properties properties, String key, @Nullable String value) {
    if (value != null) {
      properties.setProperty(key, value);
    }
  }

  private static Properties mysql(DatabaseAccess access, Duration patience) {
    var properties = credentials(access);
    properties.setProperty("connectTimeout", Long.toString(patience.toMillis()));
    properties.setProperty("socketTimeout", Long.toString(patience.toMillis()));
    properties.setProperty(
        "sslMode", access.transport() == Transport.ENCRYPTED ? "REQUIRED" : "PREFERRED");
    properties.setProperty("allowLoadLocalInfile", "false");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    return properties;
  }

  private static Properties postgresql(DatabaseAccess access, Duration patience) {
    var seconds = Long.toString(Math.max(1, patience.toSeconds()));
    var properties = credentials(access);
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    properties.setProperty(
        "sslmode", access.transport() == Transport.ENCRYPTED ? "require" : "prefer");
    return properties;
  }

  private static void connect(
      String product, Target target, Properties properties, Duration patience) {
    try (var connection = DriverManager.getConnection(target.url(product), properties)) {
      if (!connection.isValid((int) Math.max(1, patience.toSeconds()))) {
        throw new CatalogException(
            Kind.UNAVAILABLE, Entity.REQUEST, target + " does not answer within " + patience);
      }
    } catch (SQLException e) {
      throw new CatalogException(
          kind(e), Entity.REQUEST, "Cannot connect to %s: %s".formatted(target, inOneLine(e)), e);
    }
  }

  /** State 28 is that of refused credentials, 3D and 42 those of a database that is not there. */
  private static Kind kind(SQLException e) {
    var state = Objects.requireNonNullElse(e.getSQLState(), "");
    if (state.startsWith("28")) {
      return Kind.FORBIDDEN;
    }
    return state.startsWith("3D") || state.startsWith("42") ? Kind.INVALID : Kind.UNAVAILABLE;
  }

  private static String inOneLine(SQLException e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    var said = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
    var reason = String.valueOf(root.getMessage()).strip().replaceAll("\\s+", " ");
    return root == e || said.contains(reason) ? said : said + " (" + reason + ")";
  }
}
