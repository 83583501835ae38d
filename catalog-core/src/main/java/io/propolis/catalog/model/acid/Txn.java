package io.propolis.catalog.model.acid;

import org.jspecify.annotations.Nullable;

/**
 * A transaction of an engine over transactional tables, not one of the catalog's own database.
 *
 * @param id 1, 2, 3 … in the order of opening
 * @param startedAt epoch milliseconds
 * @param heartbeatAt epoch milliseconds of the last sign of life
 * @param cause why it was aborted, absent when nobody said
 */
public record Txn(
    long id,
    State state,
    Kind kind,
    String user,
    String host,
    @Nullable String agentInfo,
    long startedAt,
    long heartbeatAt,
    @Nullable String cause) {
  public enum State {
    OPEN,
    COMMITTED,
    ABORTED
  }

  /** Hive's {@code TxnType}. */
  public enum Kind {
    DEFAULT,
    REPL_CREATED,
    READ_ONLY,
    COMPACTION,
    MATER_VIEW_REBUILD,
    SOFT_DELETE,
    REBALANCE_COMPACTION;

    /** Whether its commit publishes a compaction: such a one writes nothing of its own. */
    public boolean compacts() {
      return this == COMPACTION || this == REBALANCE_COMPACTION;
    }
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }
}
