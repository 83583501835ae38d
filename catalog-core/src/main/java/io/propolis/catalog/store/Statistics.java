package io.propolis.catalog.store;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Column statistics of tables and partitions, by engine. A batch costs a constant number of
 * statements per 1,000 rows.
 */
public interface Statistics {
  /** Of the named columns; absent ones are left out. */
  List<ColumnStatistics> ofTable(Table table, Collection<String> columns, String engine);

  /** Replaces what stands for the same column and engine. */
  void putTable(Table table, Collection<ColumnStatistics> statistics);

  /** Removes; no columns means all, a null engine means all. Returns how many went. */
  long deleteTable(Table table, Collection<String> columns, @Nullable String engine);

  /** By partition values; partitions and columns without statistics are left out. */
  Map<List<String>, List<ColumnStatistics>> ofPartitions(
      Table table, Collection<List<String>> partitions, Collection<String> columns, String engine);

  /** The same for statistics that have sketches, and for no others. */
  Map<List<String>, List<ColumnStatistics>> ofPartitionsWithSketches(
      Table table, Collection<List<String>> partitions, Collection<String> columns, String engine);

  /** Takes statistics of a partition. */
  interface Visitor {
    /** {@code index} is the place of the partition in the request, from 0. */
    void take(int index, ColumnStatistics statistics);
  }

  /**
   * Hands over the same in the order of the partitions, which are distinct. Some thousand rows are
   * held at a time.
   */
  void forEach(
      Table table,
      List<List<String>> partitions,
      Collection<String> columns,
      String engine,
      Visitor visitor);

  /**
   * Those of the partitions that exist, in any order. In a transaction that holds the table their
   * statistics are read with them, so that what is asked of these or put afterwards needs no
   * further look.
   */
  List<MarkedPartition> hold(Table table, Collection<List<String>> partitions);

  /** Replaces what stands for the same partition, column and engine. Throws NOT_FOUND. */
  void putPartitions(Table table, Map<List<String>, List<ColumnStatistics>> statistics);

  /**
   * Removes those of partitions; no columns means all, a null engine means all. Partitions without
   * any are passed over. Returns how many went.
   */
  long deletePartitions(
      Table table,
      Collection<List<String>> partitions,
      Collection<String> columns,
      @Nullable String engine);

  /**
   * The same of all partitions, in as many statements whatever their number. Whether there may have
   * been any.
   */
  boolean deleteOfAllPartitions(Table table, Collection<String> columns, @Nullable String engine);

  /**
   * Values of those of the partitions that have statistics of one of the columns; no partitions or
   * columns means all, a null engine means all.
   */
  List<List<String>> partitionsWith(
      Table table,
      Collection<List<String>> partitions,
      Collection<String> columns,
      @Nullable String engine);

  /** Moves table and partition statistics of a column to its new name. */
  void renameColumn(Table table, String from, String to);
}
