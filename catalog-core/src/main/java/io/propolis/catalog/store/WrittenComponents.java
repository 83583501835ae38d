package io.propolis.catalog.store;

import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.WrittenComponent;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What transactions write, and have written since the last compaction. */
public interface WrittenComponents {
  void insert(Collection<WrittenComponent> components);

  /** In the order of insertion. */
  List<WrittenComponent> of(Collection<Long> txns);

  /** Those of committed transactions with such a commit or a later one, on the given tables. */
  List<WrittenComponent> committedSince(long commit, Collection<TableName> tables);

  /** Marks what the transaction wrote as committed. */
  void commit(long txn, long commit);

  /**
   * Of every table that one of these has a write id for and says nothing of, notes that it may have
   * written there.
   */
  void insertFromWriteIds(Collection<Long> txns);

  /** Takes back what the transaction said of the table as a whole. */
  void deleteWhole(long txn, TableName table);

  /** Forgets what the transaction did of that kind. */
  void delete(long txn, WrittenComponent.Operation operation);

  /**
   * Forgets committed and aborted writes to the table, or to one of its partitions, that a
   * compaction has taken in.
   *
   * @param highestWriteId null for all
   */
  void deleteCompacted(TableName table, @Nullable String partition, @Nullable Long highestWriteId);
}
