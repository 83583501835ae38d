package io.propolis.catalog;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.catalog.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Removes column statistics of one locked table. A constant number of statements per 1,000
 * partitions.
 */
final class StatisticsRemoval {
  private final Context context;
  private final Transaction tx;
  private final Table table;
  private final List<String> columns;
  private final String engine;

  /** Of the columns, of all when there are none. */
  StatisticsRemoval(
      Context context, Transaction tx, Table table, List<String> columns, String engine) {
    this.context = context;
    this.tx = tx;
    this.table = table;
    this.columns = columns;
    this.engine = engine;
  }

  /** Whether there were any. */
  boolean ofTable() {
    if (tx.statistics().deleteTable(table, columns, engine) == 0) {
      return false;
    }
    var parameters =
        columns.isEmpty()
            ? StatisticsState.withoutAllColumns(table.parameters())
            : StatisticsState.withoutColumns(table.parameters(), columns);
    var after =
        parameters.equals(table.parameters())
            ? table
            : tx.tables().annotate(table, parameters, table.extras());
    for (var details : details()) {
      tx.changes()
          .append(
              context.tableChange(ChangeKind.DELETE_TABLE_COLUMN_STAT, after, details),
              new OfStatistics(after, List.of(), List.of()));
    }
    return true;
  }

  /** One change for each column, as readers of Hive's log know no other. */
  private List<Map<String, String>> details() {
    return columns.isEmpty()
        ? List.of(Map.of())
        : columns.stream().map(column -> Map.of(Change.COLUMNS, column)).toList();
  }

  /** Of these partitions, of all when there are none. Whether there were any. */
  boolean ofPartitions(Collection<List<String>> partitions) {
    var affected = tx.statistics().partitionsWith(table, partitions, columns, engine);
    if (affected.isEmpty()) {
      return false;
    }
    if (partitions.isEmpty()) {
      tx.statistics().deleteOfAllPartitions(table, columns, engine);
    } else {
      tx.statistics().deletePartitions(table, affected, columns, engine);
    }
    new StatisticsUpkeep(tx).unmark(table, affected, columns);
    // Those of one column stand one behind the other, alike but for the partition: the log keeps
    // them as one.
    for (var details : details()) {
      var change =
          context.partitionChange(
              ChangeKind.DELETE_PARTITION_COLUMN_STAT, table, List.of(), details);
      for (var values : affected) {
        tx.changes().append(change.of(0, values), new OfStatistics(table, values, List.of()));
      }
    }
    return true;
  }
}
