package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.catalog.rules.SketchRules;
import io.propolis.catalog.rules.StatisticsAggregation;
import io.propolis.catalog.rules.StatisticsAggregation.Part;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Column statistics. Every method throws NOT_FOUND (TABLE) for an unknown table. */
public final class StatisticsOperations {
  private final Context context;

  StatisticsOperations(Context context) {
    this.context = context;
  }

  /** Of the named columns; those without statistics are left out. */
  public List<ColumnStatistics> ofTable(TableName name, Collection<String> columns, String engine) {
    var table = new TableOperations(context).require(name);
    return context.store().read(tx -> tx.statistics().ofTable(table, fold(columns), engine));
  }

  /** Replaces statistics of the given columns. INVALID for a column the table has not. */
  public void putTable(TableName name, Collection<ColumnStatistics> statistics) {
    writeLocked(
        name,
        (tx, table) -> {
          var checked = withSketches(tx, table, checked(table, statistics));
          tx.statistics().putTable(table, checked);
          tx.changes()
              .append(
                  context.tableChange(
                      ChangeKind.UPDATE_TABLE_COLUMN_STAT,
                      table,
                      Map.of(Change.COLUMNS, columns(checked))),
                  new OfStatistics(table, List.of(), checked));
        });
  }

  /** Removes; null means all columns. NOT_FOUND (STATISTICS) when there are none. */
  public void deleteTable(TableName name, @Nullable String column, String engine) {
    writeLocked(
        name,
        (tx, table) -> {
          var folded = column == null ? null : Names.fold(column);
          if (tx.statistics().deleteTable(table, folded, engine) == 0) {
            throw notFound(Entity.STATISTICS, name + (column == null ? "" : "." + column));
          }
          tx.changes()
              .append(
                  context.tableChange(
                      ChangeKind.DELETE_TABLE_COLUMN_STAT,
                      table,
                      folded == null ? Map.of() : Map.of(Change.COLUMNS, folded)),
                  new OfStatistics(table, List.of(), List.of()));
        });
  }

  /** By partition values; partitions and columns without statistics are left out. */
  public Map<List<String>, List<ColumnStatistics>> ofPartitions(
      TableName name,
      Collection<List<String>> partitions,
      Collection<String> columns,
      String engine) {
    var table = new TableOperations(context).require(name);
    var folded = partitions.stream().map(v -> PartitionRules.values(table, v)).toList();
    return context
        .store()
        .read(tx -> tx.statistics().ofPartitions(table, folded, fold(columns), engine));
  }

  /** Replaces statistics of the given columns. NOT_FOUND for a partition that does not exist. */
  public void putPartitions(TableName name, Map<List<String>, List<ColumnStatistics>> statistics) {
    writeLocked(
        name,
        (tx, table) -> {
          var checked = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
          statistics.forEach(
              (values, ofPartition) ->
                  checked.put(PartitionRules.values(table, values), checked(table, ofPartition)));
          var whole = withSketches(tx, table, checked);
          tx.statistics().putPartitions(table, whole);
          whole.forEach((values, of) -> logPartition(tx, table, values, of));
        });
  }

  private void logPartition(
      Transaction tx, Table table, List<String> values, List<ColumnStatistics> statistics) {
    tx.changes()
        .append(
            context.partitionChange(
                ChangeKind.UPDATE_PARTITION_COLUMN_STAT,
                table,
                List.of(values),
                Map.of(Change.COLUMNS, columns(statistics))),
            new OfStatistics(table, values, statistics));
  }

  /** Removes; null means all columns. NOT_FOUND (STATISTICS) when there are none. */
  public void deletePartition(
      TableName name, List<String> partition, @Nullable String column, String engine) {
    writeLocked(
        name,
        (tx, table) -> {
          var values = PartitionRules.values(table, partition);
          var folded = column == null ? null : Names.fold(column);
          if (tx.statistics().deletePartition(table, values, folded, engine) == 0) {
            throw notFound(
                Entity.STATISTICS, name + values.toString() + (column == null ? "" : column));
          }
          tx.changes()
              .append(
                  context.partitionChange(
                      ChangeKind.DELETE_PARTITION_COLUMN_STAT,
                      table,
                      List.of(values),
                      folded == null ? Map.of() : Map.of(Change.COLUMNS, folded)),
                  new OfStatistics(table, values, List.of()));
        });
  }

  /**
   * Statistics over several partitions.
   *
   * @param partitionsFound how many of the partitions had statistics of every column asked for
   */
  public record Aggregate(List<ColumnStatistics> columns, long partitionsFound) {}

  /**
   * Merges the statistics of partitions, column by column. Where some have none, the others are
   * extended along the order of {@code partitions}, as Hive does.
   */
  public Aggregate aggregate(
      TableName name,
      Collection<List<String>> partitions,
      Collection<String> columns,
      String engine) {
    var byPartition = ofPartitions(name, partitions, columns, engine);
    var wanted = fold(columns);
    var byColumn = new LinkedHashMap<String, List<Part>>();
    long complete = 0;
    var table = new TableOperations(context).require(name);
    var asked = new LinkedHashSet<List<String>>();
    partitions.forEach(values -> asked.add(PartitionRules.values(table, values)));
    int index = 0;
    for (var values : asked) {
      var ofPartition = byPartition.getOrDefault(values, List.of());
      for (var each : ofPartition) {
        byColumn.computeIfAbsent(each.column(), c -> new ArrayList<>()).add(new Part(index, each));
      }
      complete += ofPartition.size() == wanted.size() ? 1 : 0;
      index++;
    }
    var merged = new ArrayList<ColumnStatistics>(wanted.size());
    for (var column : wanted) {
      var parts = byColumn.get(column);
      if (parts != null) {
        merged.add(StatisticsAggregation.aggregate(parts, asked.size()));
      }
    }
    return new Aggregate(merged, complete);
  }

  private interface Work {
    void on(Transaction tx, Table table);
  }

  private void writeLocked(TableName name, Work work) {
    context
        .store()
        .<Void>write(
            tx -> {
              work.on(tx, tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name)));
              return null;
            });
  }

  private List<ColumnStatistics> checked(Table table, Collection<ColumnStatistics> statistics) {
    var known =
        java.util.stream.Stream.concat(
                table.layout().columns().stream(), table.partitionKeys().stream())
            .map(column -> Names.fold(column.name()))
            .collect(Collectors.toSet());
    return statistics.stream()
        .map(
            s -> {
              if (!known.contains(s.column())) {
                throw invalid(
                    Entity.COLUMN,
                    "Column %s is not in table %s".formatted(s.column(), table.name()));
              }
              return s.analyzedAt() == 0 ? s.withAnalyzedAt(context.clock().millis()) : s;
            })
        .toList();
  }

  /** Adds the sketches that the current statistics have and that the writer does not know. */
  private static List<ColumnStatistics> withSketches(
      Transaction tx, Table table, List<ColumnStatistics> statistics) {
    var current = new ArrayList<ColumnStatistics>();
    openColumns(statistics)
        .forEach(
            (engine, columns) -> current.addAll(tx.statistics().ofTable(table, columns, engine)));
    return SketchRules.kept(current, statistics);
  }

  /** The same for many partitions, by one question for each engine. */
  private static Map<List<String>, List<ColumnStatistics>> withSketches(
      Transaction tx, Table table, Map<List<String>, List<ColumnStatistics>> statistics) {
    var current = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    openColumns(statistics.values().stream().flatMap(List::stream).toList())
        .forEach(
            (engine, columns) ->
                tx.statistics()
                    .ofPartitions(table, statistics.keySet(), columns, engine)
                    .forEach(
                        (values, found) ->
                            current
                                .computeIfAbsent(values, each -> new ArrayList<>())
                                .addAll(found)));
    if (current.isEmpty()) {
      return statistics;
    }
    var whole = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    statistics.forEach(
        (values, requested) ->
            whole.put(
                values, SketchRules.kept(current.getOrDefault(values, List.of()), requested)));
    return whole;
  }

  /** By engine, the columns whose sketches depend on what is there. */
  private static Map<String, List<String>> openColumns(Collection<ColumnStatistics> statistics) {
    return statistics.stream()
        .filter(SketchRules::isOpen)
        .collect(
            Collectors.groupingBy(
                ColumnStatistics::engine,
                Collectors.mapping(
                    ColumnStatistics::column,
                    Collectors.collectingAndThen(Collectors.toSet(), List::copyOf))));
  }

  private static List<String> fold(Collection<String> columns) {
    return columns.stream().map(Names::fold).distinct().toList();
  }

  private static String columns(Collection<ColumnStatistics> statistics) {
    return statistics.stream().map(ColumnStatistics::column).collect(Collectors.joining(","));
  }
}
