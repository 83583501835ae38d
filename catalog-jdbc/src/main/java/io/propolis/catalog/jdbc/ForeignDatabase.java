package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseAccess.Transport;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's MySQL, MariaDB or PostgreSQL. Nothing but host, port and database is taken from a
 * client's URL: drivers load classes and read files where their other parameters say so.
 */
final class ForeignDatabase {
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:(?<product>[a-z0-9]+)://(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])"
              + "(:(?<port>\\d{1,5}))?(/(?<database>[^/?#]*))?([?].*)?",
          Pattern.DOTALL);

  /** Where a database is. */
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

    Target withDatabase(String other) {
      return new Target(product, host, port, other);
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

  /** Which of the products it is. */
  enum Product {
    MYSQL,
    POSTGRESQL
  }

  private final Target target;
  private final Product product;
  private final Properties properties;

  private ForeignDatabase(Target target, Product product, Properties properties) {
    this.target = target;
    this.product = product;
    this.properties = properties;
  }

  /**
   * A database that is not connected to yet. Throws INVALID for a URL that there is no driver for.
   *
   * @param database another one than the URL names; absent for that
   * @param patience how long each step may take
   */
  static ForeignDatabase of(DatabaseAccess access, @Nullable String database, Duration patience) {
    var named = Target.of(access.url());
    var target = database == null ? named : named.withDatabase(database);
    return switch (target.product()) {
      case "mysql", "mariadb" ->
          new ForeignDatabase(target, Product.MYSQL, mysql(access, patience));
      case "postgresql" ->
          new ForeignDatabase(target, Product.POSTGRESQL, postgresql(access, patience));
      default ->
          throw invalid(
              Entity.REQUEST,
              "No driver for %s: this server connects to MySQL, MariaDB and PostgreSQL"
                  .formatted(target));
    };
  }

  Product product() {
    return product;
  }

  /** What is done over a connection. */
  interface Work<T> {
    T over(Connection connection) throws SQLException;
  }

  /** Connects, works and leaves. Failures are CatalogExceptions that name the database. */
  <T> T with(Work<T> work) {
    var url = target.url(product == Product.MYSQL ? "mysql" : "postgresql");
    try (var connection = DriverManager.getConnection(url, properties)) {
      return work.over(connection);
    } catch (SQLException e) {
      throw new CatalogException(
          kind(e), Entity.REQUEST, "Cannot connect to %s: %s".formatted(target, inOneLine(e)), e);
    }
  }

  /** For messages. */
  @Override
  public String toString() {
    return target.toString();
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
    // One query for the columns of all tables, where the driver would ask for each table.
    properties.setProperty("useInformationSchema", "true");
    properties.setProperty("databaseTerm", "CATALOG");
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
