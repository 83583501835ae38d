package io.propolis.catalog.store;

import io.propolis.catalog.model.TableName;
import java.util.Collection;
import java.util.Optional;

/** Who rebuilds which materialized view: one transaction at a time. */
public interface Rebuilds {
  /**
   * @param heartbeatAt epoch milliseconds of the last sign of life
   */
  record Rebuild(TableName view, long txn, long heartbeatAt) {}

  Optional<Rebuild> find(TableName view);

  /** Throws ALREADY_EXISTS when somebody else was first. */
  void insert(Rebuild rebuild);

  /** A sign of life; false when the transaction does not rebuild that view. */
  boolean heartbeat(Rebuild rebuild);

  void delete(TableName view);

  /** These transactions rebuild nothing any more. */
  void deleteOf(Collection<Long> txns);
}
