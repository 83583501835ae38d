package io.propolis.catalog.store;

import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.TxnSnapshot;
import io.propolis.catalog.model.acid.WriteId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Write ids of tables, by name: a table may get some before it exists. */
public interface WriteIds {
  /** The highest ever allocated, empty when nobody has begun; nobody else allocates meanwhile. */
  Optional<Long> lockHighest(TableName table);

  /** The highest ever allocated; tables without one are left out. */
  Map<TableName, Long> highest(Collection<TableName> tables);

  /** Sets the highest to 0 unless somebody has begun, also just now. */
  void prepare(TableName table);

  /** Sets the highest; throws ALREADY_EXISTS when somebody has begun meanwhile. */
  void begin(TableName table, long highest);

  /** Sets the highest of a table that has one. */
  void raise(TableName table, long highest);

  void insert(TableName table, Collection<WriteId> writeIds);

  /** The write ids of these transactions, by transaction. */
  List<WriteId> of(TableName table, Collection<Long> txns);

  /** The write ids of a transaction in all tables. */
  Map<TableName, Long> of(long txn);

  /** The transaction a write id belongs to. */
  Optional<Long> txn(TableName table, long writeId);

  /** The highest of transactions up to a mark; tables without one are left out. */
  Map<TableName, Long> highestUpTo(Collection<TableName> tables, long highWaterMark);

  /** Those of transactions that the snapshot does not see, ascending. */
  Map<TableName, List<WriteId>> invisible(Collection<TableName> tables, TxnSnapshot snapshot);

  /** Forgets which transactions these belong to. */
  void delete(TableName table, Collection<Long> txns);

  /** Forgets the write ids of a table but not the highest. */
  void deleteAll(TableName table);

  /** Forgets those of transactions below {@code txn}: whoever reads sees them all. */
  void forgetBelow(long txn);

  /** Notes the oldest write ids that an open transaction may still read. */
  void hold(long txn, Map<TableName, Long> oldest);

  /** These transactions read nothing any more. */
  void release(Collection<Long> txns);
}
