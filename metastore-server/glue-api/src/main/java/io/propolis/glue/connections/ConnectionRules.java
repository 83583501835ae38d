package io.propolis.glue.connections;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.wire.GlueException;
import java.util.List;
import java.util.Set;

/** What a connection has to say, by its type. */
public final class ConnectionRules {
  /** Types that there were before connections got an authentication of their own. */
  private static final Set<String> OF_SCHEMA_1 =
      Set.of(
          "JDBC",
          "SFTP",
          "MONGODB",
          "KAFKA",
          "NETWORK",
          "MARKETPLACE",
          "CUSTOM",
          "VIEW_VALIDATION_REDSHIFT",
          "VIEW_VALIDATION_ATHENA");

  private static final List<String> OF_SCHEMA_2 =
      List.of(
          "AuthenticationConfiguration", "SparkProperties", "AthenaProperties", "PythonProperties");

  private ConnectionRules() {}

  /** InvalidInputException for a connection that lacks what its type needs. */
  public static void check(ObjectNode connection) {
    var properties = connection.path("ConnectionProperties");
    switch (Documents.required(connection, "ConnectionType")) {
      case "JDBC" -> {
        if (!hasAll(properties, "HOST", "PORT", "JDBC_ENGINE")) {
          requireProperty(connection, "JDBC_CONNECTION_URL");
        }
        requireCredentials(connection);
      }
      case "MONGODB" -> {
        requireProperty(connection, "CONNECTION_URL");
        // Unlike Glue: a server may know no users, and a URL may name one.
        if (properties.has("USERNAME")
            || properties.has("PASSWORD")
            || properties.has("ENCRYPTED_PASSWORD")) {
          requireCredentials(connection);
        }
      }
      case "KAFKA" -> requireProperty(connection, "KAFKA_BOOTSTRAP_SERVERS");
      default -> {
        // The others are described by what a connector wants, or by the network alone.
      }
    }
  }

  private static void requireCredentials(ObjectNode connection) {
    var properties = connection.path("ConnectionProperties");
    boolean has =
        hasAll(properties, "USERNAME", "PASSWORD")
            || hasAll(properties, "USERNAME", "ENCRYPTED_PASSWORD")
            || properties.has("SECRET_ID")
            || connection.has("AuthenticationConfiguration");
    if (!has) {
      throw GlueException.invalidInput(
          "Connection %s of type %s needs USERNAME and PASSWORD, or SECRET_ID"
              .formatted(
                  Documents.required(connection, "Name"),
                  Documents.required(connection, "ConnectionType")));
    }
  }

  private static void requireProperty(ObjectNode connection, String property) {
    if (!connection.path("ConnectionProperties").has(property)) {
      throw GlueException.invalidInput(
          "Connection %s of type %s needs the property %s"
              .formatted(
                  Documents.required(connection, "Name"),
                  Documents.required(connection, "ConnectionType"),
                  property));
    }
  }

  private static boolean hasAll(JsonNode properties, String... names) {
    return List.of(names).stream().allMatch(properties::has);
  }

  /** 2 for connections with an authentication of their own, 1 for all before. */
  public static int schemaVersion(ObjectNode connection) {
    boolean isNew =
        !OF_SCHEMA_1.contains(Documents.required(connection, "ConnectionType"))
            || OF_SCHEMA_2.stream().anyMatch(connection::has);
    return isNew ? 2 : 1;
  }
}
