package io.propolis.server.process;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.NodeOperations;
import io.propolis.catalog.model.Node;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server among those over the same database. */
final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final NodeOperations nodes;
  private final Node self;
  private List<Node> known = List.of();

  private Membership(NodeOperations nodes, Node self) {
    this.nodes = nodes;
    this.self = self;
  }

  static Membership of(Catalog catalog, String address, String version) {
    long now = catalog.clock().millis();
    var self = new Node(UUID.randomUUID().toString(), address, version, now, now);
    return new Membership(catalog.as(Caller.SYSTEM).nodes(), self);
  }

  /** Of a database that one process owns: who was in it before is gone. */
  void isAlone() {
    nodes.forgetOthers(self);
  }

  /** Names this server among the others. */
  String id() {
    return self.id();
  }

  /** A sign of life; says in the log who has come or gone. */
  synchronized void heartbeat() {
    var living = nodes.heartbeat(self);
    if (!ids(living).equals(ids(known))) {
      LOG.info(
          "Servers over this catalog: {}",
          living.stream()
              .map(node -> node.address() + (node.id().equals(self.id()) ? " (this one)" : ""))
              .collect(Collectors.joining(", ")));
    }
    known = living;
  }

  private static List<String> ids(List<Node> nodes) {
    return nodes.stream().map(Node::id).toList();
  }

  /** Whether this server does the chore now, and nobody else for that long. */
  boolean leases(String chore, Duration length) {
    return nodes.lease(chore, self, length);
  }

  @Override
  public void close() {
    try {
      nodes.leave(self);
    } catch (RuntimeException e) {
      LOG.debug("The others will miss this server", e);
    }
  }
}
