package io.propolis.catalog.store;

import io.propolis.catalog.model.Node;
import java.util.List;

/** The servers over one database, and what is leased to one of them. */
public interface Nodes {
  /** Adds the node, or notes its sign of life. */
  void put(Node node);

  /** By their start. */
  List<Node> all();

  /** Forgets the node and gives up what it has leased; one that is gone is passed over. */
  void delete(String id);

  /** Forgets nodes that were last heard of at that time or before. */
  void deleteSilent(long silentSince);

  /**
   * Leases a chore to the node until a time, unless another has it leased beyond {@code now}.
   * Whether it is leased to the node.
   */
  boolean lease(String chore, String node, long now, long until);
}
