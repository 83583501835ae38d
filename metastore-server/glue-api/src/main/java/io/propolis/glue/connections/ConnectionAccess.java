package io.propolis.glue.connections;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseAccess.Transport;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How to reach what a connection leads to. Throws InvalidInputException where it does not say. */
final class ConnectionAccess {
  private ConnectionAccess() {}

  /**
   * Of a connection of type JDBC, MYSQL or POSTGRESQL.
   *
   * @param connection with its secrets
   */
  static DatabaseAccess database(ObjectNode connection) {
    var type = Documents.required(connection, "ConnectionType");
    var properties = connection.path("ConnectionProperties");
    return switch (type) {
      case "JDBC" -> access(connection, jdbcUrl(properties));
      case "MYSQL", "POSTGRESQL" ->
          access(connection, url(properties, type.toLowerCase(Locale.ROOT)));
      default ->
          throw GlueException.invalidInput(
              "Connection %s leads to no database: its type is %s"
                  .formatted(Documents.textOf(connection, "Name"), type));
    };
  }

  /**
   * Of a connection of type MONGODB.
   *
   * @param connection with its secrets
   */
  static DatabaseAccess documents(ObjectNode connection) {
    var type = Documents.required(connection, "ConnectionType");
    if (!type.equals("MONGODB")) {
      throw GlueException.invalidInput(
          "Connection %s leads to no MongoDB: its type is %s"
              .formatted(Documents.textOf(connection, "Name"), type));
    }
    return access(connection, required(connection.path("ConnectionProperties"), "CONNECTION_URL"));
  }

  private static String jdbcUrl(JsonNode properties) {
    var url = Documents.textOf(properties, "JDBC_CONNECTION_URL");
    return url == null ? url(properties, required(properties, "JDBC_ENGINE")) : url;
  }

  private static String url(JsonNode properties, String engine) {
    var database = Documents.textOf(properties, "DATABASE");
    return "jdbc:%s://%s:%d/%s"
        .formatted(
            engine.toLowerCase(Locale.ROOT),
            required(properties, "HOST"),
            port(required(properties, "PORT")),
            database == null ? "" : database);
  }

  private static DatabaseAccess access(ObjectNode connection, String url) {
    var properties = connection.path("ConnectionProperties");
    var authentication = connection.path("AuthenticationConfiguration");
    var basic = authentication.path("BasicAuthenticationCredentials");
    var user = first(Documents.textOf(basic, "Username"), Documents.textOf(properties, "USERNAME"));
    var password =
        first(Documents.textOf(basic, "Password"), Documents.textOf(properties, "PASSWORD"));
    if (password == null && (properties.has("SECRET_ID") || authentication.has("SecretArn"))) {
      throw GlueException.invalidInput(
          "The password is in AWS Secrets Manager, which this server cannot ask");
    }
    boolean encrypted = properties.path("JDBC_ENFORCE_SSL").asText().equalsIgnoreCase("true");
    return new DatabaseAccess(url, user, password, encrypted ? Transport.ENCRYPTED : Transport.ANY);
  }

  static int port(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port > 0 && port < 1 << 16) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new GlueException(GlueError.INVALID_INPUT, "Not a port: '" + text + "'", e);
    }
    throw GlueException.invalidInput("Not a port: " + text);
  }

  static String required(JsonNode properties, String name) {
    var value = Documents.textOf(properties, name);
    if (value == null) {
      throw GlueException.invalidInput(
          "There is nothing to connect to without the property " + name);
    }
    return value;
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }
}
