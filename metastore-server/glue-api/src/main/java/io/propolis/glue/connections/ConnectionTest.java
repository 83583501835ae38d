package io.propolis.glue.connections;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.connections.ConnectionProbes;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseProbe;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;

/**
 * Connects as a connection says: to databases and MongoDB with user and password, to Kafka and
 * other hosts as far as their port.
 */
public final class ConnectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Brokers of Kafka that are tried: the first one that answers tells of the others. */
  private static final int MOST_BROKERS = 3;

  private static final Set<String> TESTED =
      Set.of("JDBC", "MYSQL", "POSTGRESQL", "MONGODB", "KAFKA", "NETWORK");

  private final ConnectionProbes probes;

  public ConnectionTest(ConnectionProbes probes) {
    this.probes = probes;
  }

  /** Whether connections of a type can be tested. */
  public static boolean isFor(String type) {
    return TESTED.contains(type);
  }

  /**
   * Connects, and returns when that was done.
   *
   * @param connection with its secrets
   * @throws GlueException FederationSourceException when it fails; OperationTimeoutException when
   *     it takes too long; InvalidInputException for what cannot be tested
   */
  public void connect(ObjectNode connection) {
    var type = Documents.required(connection, "ConnectionType");
    var properties = connection.path("ConnectionProperties");
    switch (type) {
      case "JDBC", "MYSQL", "POSTGRESQL" ->
          connect(probes.databases(), ConnectionAccess.database(connection));
      case "MONGODB" -> connect(probes.documents(), ConnectionAccess.documents(connection));
      case "KAFKA" -> kafka(properties);
      case "NETWORK" ->
          socket(
              ConnectionAccess.required(properties, "HOST"),
              ConnectionAccess.port(ConnectionAccess.required(properties, "PORT")));
      default ->
          throw GlueException.invalidInput(
              "This server cannot test connections of type %s, only of %s"
                  .formatted(type, new java.util.TreeSet<>(TESTED)));
    }
  }

  private static void connect(DatabaseProbe probe, DatabaseAccess access) {
    try {
      probe.connect(access, PATIENCE);
    } catch (CatalogException e) {
      throw failure(e);
    }
  }

  private static GlueException failure(CatalogException e) {
    var message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case INVALID, UNSUPPORTED -> new GlueException(GlueError.INVALID_INPUT, message, e);
      default ->
          new GlueException(
              isTimeout(e) ? GlueError.OPERATION_TIMEOUT : GlueError.FEDERATION_SOURCE, message, e);
    };
  }

  private static boolean isTimeout(Throwable failure) {
    for (var each = failure; each != null; each = each.getCause()) {
      if (each instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static void kafka(JsonNode properties) {
    var failures = new ArrayList<String>();
    GlueException last = null;
    var brokers = ConnectionAccess.required(properties, "KAFKA_BOOTSTRAP_SERVERS").split(",");
    for (int i = 0; i < brokers.length && i < MOST_BROKERS; i++) {
      var broker = brokers[i].strip();
      int colon = broker.lastIndexOf(':');
      if (colon <= 0) {
        throw GlueException.invalidInput("A broker is HOST:PORT, not '" + broker + "'");
      }
      try {
        socket(broker.substring(0, colon), ConnectionAccess.port(broker.substring(colon + 1)));
        return;
      } catch (GlueException e) {
        failures.add(String.valueOf(e.getMessage()));
        last = e;
      }
    }
    throw new GlueException(
        last == null ? GlueError.INVALID_INPUT : last.error(),
        last == null ? "KAFKA_BOOTSTRAP_SERVERS names no broker" : String.join("; ", failures),
        last);
  }

  private static void socket(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
    } catch (SocketTimeoutException e) {
      throw failed(
          GlueError.OPERATION_TIMEOUT,
          host,
          port,
          "no answer within " + PATIENCE.toSeconds() + " s",
          e);
    } catch (UnknownHostException e) {
      throw failed(GlueError.FEDERATION_SOURCE, host, port, "no such host", e);
    } catch (IOException e) {
      throw failed(GlueError.FEDERATION_SOURCE, host, port, String.valueOf(e.getMessage()), e);
    }
  }

  private static GlueException failed(
      GlueError error, String host, int port, String why, IOException cause) {
    return new GlueException(
        error, "Cannot connect to %s:%d: %s".formatted(host, port, why), cause);
  }
}
