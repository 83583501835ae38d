package io.propolis.catalog.store;

import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.CompactionMetric;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The compaction queue, its history, and what is measured of tables that need compaction. */
public interface Compactions {
  /** Nobody else enqueues, takes or moves an entry before this transaction ends. */
  void serialise();

  /** Stores an entry and returns it with its id; {@link #serialise} was called before. */
  Compaction insert(Compaction compaction);

  List<Compaction> findAll(Collection<Long> ids);

  /** Entries of one transaction. */
  List<Compaction> of(long txn);

  /**
   * What a listing is narrowed to; an absent part narrows nothing.
   *
   * @param states empty for all
   */
  record Filter(
      @Nullable Long id,
      @Nullable String pool,
      @Nullable String database,
      @Nullable String table,
      @Nullable String partition,
      Compaction.@Nullable Kind kind,
      Collection<Compaction.State> states) {
    /** All entries of a table. */
    public static Filter of(TableName table, Collection<Compaction.State> states) {
      return new Filter(null, null, table.database().name(), table.name(), null, null, states);
    }

    /** All entries in these states. */
    public static Filter in(Collection<Compaction.State> states) {
      return new Filter(null, null, null, null, null, null, states);
    }
  }

  /** By id. */
  List<Compaction> all(Filter filter);

  /** Replaces state and work of the entry with that id. */
  void update(Compaction compaction);

  /** Absent ids are passed over. */
  void delete(Collection<Long> ids);

  Optional<CompactionMetric> metric(
      TableName table, @Nullable String partition, CompactionMetric.Kind kind);

  /** Replaces the metric of that place and kind. */
  void put(CompactionMetric metric);

  /** True when there was one. */
  boolean delete(TableName table, @Nullable String partition, CompactionMetric.Kind kind);
}
