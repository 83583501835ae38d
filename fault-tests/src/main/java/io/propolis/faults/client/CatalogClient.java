package io.propolis.faults.client;

import io.propolis.faults.cluster.Node;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Unknown;
import io.propolis.faults.history.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;

/**
 * One client, which makes one call at a time, to the node it likes: every other client stays with
 * one node, so that a node that hangs does not stop them all.
 */
public final class CatalogClient implements AutoCloseable {
  /** Values that no other write gives. */
  private static final AtomicLong TOKENS = new AtomicLong();

  /** Before somebody else is asked when a node is not there. */
  private static final int PAUSE_NANOS = 20_000_000;

  private final int number;
  private final List<Node> nodes;
  private final Random random;
  private final int timeoutMillis;
  private final Findings findings;
  private final Progress progress;
  private final Map<Node, Connection> connections = new HashMap<>();

  /**
   * A client.
   *
   * @param timeout after which it gives up a call
   * @param findings where it reports answers that no server should give
   * @param progress where it counts its calls
   */
  public CatalogClient(
      int number,
      List<Node> nodes,
      Random random,
      Duration timeout,
      Findings findings,
      Progress progress) {
    this.number = number;
    this.nodes = nodes;
    this.random = random;
    this.timeoutMillis = (int) timeout.toMillis();
    this.findings = findings;
    this.progress = progress;
  }

  /** A call, and what its answer says. */
  public interface Body {
    Outcome call(ThriftHiveMetastore.Iface metastore) throws TException;
  }

  public int number() {
    return number;
  }

  public Random random() {
    return random;
  }

  public Findings findings() {
    return findings;
  }

  /** A value that nobody else has written or will write. */
  public String token() {
    return String.valueOf(TOKENS.incrementAndGet());
  }

  private Node node() {
    boolean stays = number % 2 == 0;
    return nodes.get(stays ? number / 2 % nodes.size() : random.nextInt(nodes.size()));
  }

  /** Calls a node; empty when it could not even be connected to. */
  public <C> Optional<Operation<C>> call(C call, Body body) {
    return call(node(), call, body);
  }

  /** Calls this node; empty when it could not even be connected to. */
  public <C> Optional<Operation<C>> call(Node node, C call, Body body) {
    Connection connection;
    try {
      connection = connection(node);
    } catch (TException e) {
      LockSupport.parkNanos(PAUSE_NANOS);
      return Optional.empty();
    }
    long begin = System.nanoTime();
    var outcome = outcome(node, call, body, connection);
    var operation = new Operation<>(number, node.name(), begin, System.nanoTime(), call, outcome);
    if (operation.isKnown()) {
      progress.answered();
    }
    return Optional.of(operation);
  }

  private Outcome outcome(Node node, Object call, Body body, Connection connection) {
    try {
      return body.call(connection.metastore());
    } catch (TException e) {
      if (e instanceof TTransportException) {
        connections.remove(node);
        connection.close();
      }
      return Answers.outcome(e).orElseGet(() -> unexpected(node, call, e));
    }
  }

  private Outcome unexpected(Node node, Object call, TException e) {
    findings.add("Unexpected answer of %s to %s: %s".formatted(node.name(), call, e));
    return new Unknown(e.toString());
  }

  private Connection connection(Node node) throws TException {
    var connection = connections.get(node);
    if (connection == null) {
      connection = Connection.open(node.clientPort(), timeoutMillis);
      connections.put(node, connection);
    }
    return connection;
  }

  @Override
  public void close() {
    connections.values().forEach(Connection::close);
    connections.clear();
  }
}
