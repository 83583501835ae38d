package io.propolis.catalog;

import io.propolis.catalog.model.Node;
import io.propolis.catalog.store.SoleRight;
import java.time.Duration;
import java.util.List;

/**
 * The servers over one database: they find each other there only. Their clocks may differ by less
 * than {@link #SILENCE}.
 */
public final class NodeOperations {
  /** The time between two signs of life. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** A node that was not heard of for so long is dead, or cut off. */
  public static final Duration SILENCE = Duration.ofMinutes(1);

  private final Context context;

  NodeOperations(Context context) {
    this.context = context;
  }

  /**
   * A sign of life, the first of which makes the node known; forgets the dead. All that live. A
   * node that is alone takes the {@linkplain SoleRight right to change the catalog alone}; of
   * several none has it.
   */
  public List<Node> heartbeat(Node node) {
    long now = context.clock().millis();
    var living =
        context
            .store()
            .write(
                tx -> {
                  tx.nodes().deleteSilent(now - SILENCE.toMillis());
                  tx.nodes().put(node.withHeartbeatAt(now));
                  return tx.nodes().all();
                });
    boolean isAlone = living.stream().allMatch(each -> each.id().equals(node.id()));
    context
        .store()
        .soleRight()
        .ifPresent(
            right -> {
              if (isAlone) {
                right.take(node.id());
              } else {
                right.end();
              }
            });
    return living;
  }

  /**
   * Forgets all others, so that a node that has the database to itself need not wait until those
   * that had it before count as dead.
   */
  public void forgetOthers(Node node) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.nodes().all().stream()
                  .map(Node::id)
                  .filter(id -> !id.equals(node.id()))
                  .forEach(tx.nodes()::delete);
              return null;
            });
  }

  /** Those heard of lately, by their start. */
  public List<Node> living() {
    long silent = context.clock().millis() - SILENCE.toMillis();
    return context.store().read(tx -> tx.nodes().all()).stream()
        .filter(node -> node.heartbeatAt() > silent)
        .toList();
  }

  /** Forgets a node that stops, so that others take over at once. */
  public void leave(Node node) {
    context.store().soleRight().ifPresent(SoleRight::giveBack);
    context
        .store()
        .<Void>write(
            tx -> {
              tx.nodes().delete(node.id());
              return null;
            });
  }

  /** Whether the node is to do a chore now, and nobody else for that long. */
  public boolean lease(String chore, Node node, Duration length) {
    long now = context.clock().millis();
    return context
        .store()
        .write(tx -> tx.nodes().lease(chore, node.id(), now, now + length.toMillis()));
  }
}
