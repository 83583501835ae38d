package io.propolis.catalog.store;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Column statistics of tables and partitions, by engine. */
public interface Statistics {
  /** Of the named columns; absent ones are left out. */
  List<ColumnStatistics> ofTable(Table table, Collection<String> columns, String engine);

  /** Replaces what stands for the same column and engine. */
  void putTable(Table table, Collection<ColumnStatistics> statistics);

  /** Removes; {@code column} null means all columns. Returns how many went. */
  long deleteTable(Table table, @Nullable String column, String engine);

  /** By partition values; partitions and columns without statistics are left out. */
  Map<List<String>, List<ColumnStatistics>> ofPartitions(
      Table table, Collection<List<String>> partitions, Collection<String> columns, String engine);

  /** Replaces what stands for the same partition, column and engine. Throws NOT_FOUND. */
  void putPartitions(Table table, Map<List<String>, List<ColumnStatistics>> statistics);

  /** Removes; {@code column} null means all columns. Returns how many went. */
  long deletePartition(Table table, List<String> partition, @Nullable String column, String engine);

  /** Removes those of all columns and engines; partitions without any are passed over. */
  void deletePartitions(Table table, Collection<List<String>> partitions);

  /** Moves table and partition statistics of a column to its new name. */
  void renameColumn(Table table, String from, String to);
}
