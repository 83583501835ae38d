package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.StatisticsOperations.Existing;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.catalog.rules.StatisticsAggregation;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.catalog.store.MarkedPartition;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts column statistics of one locked table, and says in the parameters that they are right. A
 * constant number of statements per 1,000 rows.
 */
final class StatisticsWriting {
  private final Context context;
  private final Transaction tx;
  private final Table table;
  private final Existing existing;
  private final Writer writer;
  private final Map<List<String>, Writer> writersOfPartitions;
  private final boolean isTransactional;
  private final Set<String> known;
  private final Marks marks = new Marks();
  private List<String> latest = List.of();

  StatisticsWriting(
      Context context, Transaction tx, Table table, Existing existing, Writer writer) {
    this(context, tx, table, existing, writer, Map.of());
  }

  private StatisticsWriting(
      Context context,
      Transaction tx,
      Table table,
      Existing existing,
      Writer writer,
      Map<List<String>, Writer> writersOfPartitions) {
    this.context = context;
    this.tx = tx;
    this.table = table;
    this.existing = existing;
    this.writer = writer;
    this.writersOfPartitions = writersOfPartitions;
    this.isTransactional = WriteStamps.isTransactional(table);
    this.known =
        Stream.concat(table.layout().columns().stream(), table.partitionKeys().stream())
            .map(column -> Names.fold(column.name()))
            .collect(Collectors.toSet());
  }

  /** Of a table that is new in the transaction, as its own writer. */
  static StatisticsWriting withNew(Context context, Transaction tx, Table table) {
    return new StatisticsWriting(
        context, tx, table, Existing.REPLACE, WriteStamps.ownWriter(table, table.extras()));
  }

  /** Of partitions that came with them, each as its own writer. */
  static StatisticsWriting withNew(
      Context context, Transaction tx, Table table, Collection<Partition> partitions) {
    var writers = new HashMap<List<String>, Writer>();
    partitions.forEach(p -> writers.put(p.values(), WriteStamps.ownWriter(table, p.extras())));
    return new StatisticsWriting(context, tx, table, Existing.REPLACE, Writer.NONE, writers);
  }

  /** Marks parameters: those of one partition are often marked as those of the one before. */
  private static final class Marks {
    private @Nullable String before;
    private @Nullable List<String> columns;
    private String after = "";

    Map<String, String> of(Map<String, String> parameters, List<String> added) {
      var state = parameters.get(StatisticsState.KEY);
      if (!added.equals(columns) || !Objects.equals(state, before)) {
        var marked = StatisticsState.withColumns(parameters, added);
        before = state;
        columns = added;
        after = marked.getOrDefault(StatisticsState.KEY, "");
        return marked;
      }
      if (after.equals(state)) {
        return parameters;
      }
      var marked = new LinkedHashMap<>(parameters);
      marked.put(StatisticsState.KEY, after);
      return marked;
    }
  }

  /** The parameters and extras of what statistics are of, and whether they were put. */
  private record Marked(
      Map<String, String> parameters, Map<String, String> extras, List<ColumnStatistics> put) {}

  /** False when another transaction is in the way, whose statistics are right no more then. */
  boolean ofTable(Collection<ColumnStatistics> statistics) {
    var sent = checked(statistics);
    var checked =
        existing == Existing.REPLACE ? new SketchUpkeep(tx, table).withSketches(sent) : sent;
    boolean trusted = trusts(table.parameters(), table.extras(), writer);
    var stored =
        existing == Existing.REPLACE || !trusted || checked.isEmpty()
            ? List.<ColumnStatistics>of()
            : tx.statistics().ofTable(table, columns(checked), checked.get(0).engine());
    var marked = marked(table.parameters(), table.extras(), checked, stored, trusted, writer);
    boolean isSame =
        marked.parameters().equals(table.parameters()) && marked.extras().equals(table.extras());
    var after = isSame ? table : tx.tables().annotate(table, marked.parameters(), marked.extras());
    if (!marked.put().isEmpty()) {
      tx.statistics().putTable(after, marked.put());
      tx.changes()
          .append(
              context.tableChange(
                  ChangeKind.UPDATE_TABLE_COLUMN_STAT,
                  after,
                  Map.of(Change.COLUMNS, names(columns(marked.put())))),
              new OfStatistics(after, List.of(), marked.put()));
    } else if (after != table) {
      tx.changes()
          .append(
              context.tableChange(ChangeKind.ALTER_TABLE, after, Map.of()),
              new io.propolis.catalog.model.change.ChangedObjects.OfTable(table, after));
    }
    return existing == Existing.REPLACE || trusted;
  }

  /** The same; false when one of the partitions could not be put. */
  boolean ofPartitions(Map<List<String>, List<ColumnStatistics>> statistics) {
    var sent = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    statistics.forEach((values, of) -> sent.put(PartitionRules.values(table, values), checked(of)));
    var partitions = new HashMap<List<String>, MarkedPartition>();
    tx.statistics().hold(table, sent.keySet()).forEach(p -> partitions.put(p.values(), p));
    var checked =
        existing == Existing.REPLACE ? new SketchUpkeep(tx, table).withSketches(sent) : sent;
    var stored = stored(checked);
    var put = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    var changed = new LinkedHashMap<List<String>, Marked>();
    boolean all = true;
    for (var entry : checked.entrySet()) {
      var partition = partitions.get(entry.getKey());
      if (partition == null) {
        throw notFound(
            Entity.PARTITION,
            "%s(%s)"
                .formatted(table.name(), PartitionNames.of(table.partitionKeys(), entry.getKey())));
      }
      var by = writersOfPartitions.getOrDefault(entry.getKey(), writer);
      boolean trusted = trusts(partition.parameters(), partition.extras(), by);
      all &= existing == Existing.REPLACE || trusted;
      var marked =
          marked(
              partition.parameters(),
              partition.extras(),
              entry.getValue(),
              stored.getOrDefault(entry.getKey(), List.of()),
              trusted,
              by);
      if (!marked.parameters().equals(partition.parameters())
          || !marked.extras().equals(partition.extras())) {
        changed.put(entry.getKey(), marked);
      }
      if (!marked.put().isEmpty()) {
        put.put(entry.getKey(), marked.put());
      }
    }
    mark(changed);
    tx.statistics().putPartitions(table, put);
    log(put);
    return all;
  }

  private void mark(Map<List<String>, Marked> changed) {
    if (changed.isEmpty()) {
      return;
    }
    var after = new ArrayList<Partition>();
    for (var partition : tx.partitions().findAll(table, changed.keySet())) {
      var marked = Objects.requireNonNull(changed.get(partition.values()));
      var now = partition.withParameters(marked.parameters()).withExtras(marked.extras());
      after.add(now);
      if (marked.put().isEmpty()) {
        new PartitionChanges(context, tx, table).altered(partition, now, Map.of());
      }
    }
    tx.partitions().update(table, after);
  }

  private Map<List<String>, List<ColumnStatistics>> stored(
      Map<List<String>, List<ColumnStatistics>> checked) {
    if (existing == Existing.REPLACE) {
      return Map.of();
    }
    var columns = new LinkedHashSet<String>();
    checked.values().forEach(of -> columns.addAll(columns(of)));
    return checked.values().stream()
        .flatMap(List::stream)
        .findFirst()
        .map(
            first -> tx.statistics().ofPartitions(table, checked.keySet(), columns, first.engine()))
        .orElse(Map.of());
  }

  /** One change for each partition, alike as far as they can be: the log keeps those as one. */
  private void log(Map<List<String>, List<ColumnStatistics>> put) {
    var byColumns = new HashMap<List<String>, Change>();
    put.forEach(
        (values, statistics) -> {
          var change =
              byColumns.computeIfAbsent(
                  columns(statistics),
                  columns ->
                      context.partitionChange(
                          ChangeKind.UPDATE_PARTITION_COLUMN_STAT,
                          table,
                          List.of(),
                          Map.of(Change.COLUMNS, names(columns))));
          tx.changes().append(change.of(0, values), new OfStatistics(table, values, statistics));
        });
  }

  /** Whether what stands may be merged with. */
  private boolean trusts(Map<String, String> parameters, Map<String, String> extras, Writer by) {
    return !isTransactional
        || by.visible() == null
        || WriteStamps.areCurrent(parameters, extras, by.visible());
  }

  private Marked marked(
      Map<String, String> parameters,
      Map<String, String> extras,
      List<ColumnStatistics> added,
      List<ColumnStatistics> stored,
      boolean trusted,
      Writer by) {
    if (existing == Existing.MERGE && !trusted) {
      var unmarked = StatisticsState.without(StatisticsState.withoutAllColumns(parameters));
      return new Marked(unmarked, WriteStamps.stamped(extras, by.writeId()), List.of());
    }
    var put = existing == Existing.REPLACE ? added : merged(parameters, stored, added);
    if (put.isEmpty()) {
      return new Marked(parameters, extras, put);
    }
    var marked = marks.of(parameters, columns(put));
    if (!isTransactional) {
      return new Marked(marked, extras, put);
    }
    WriteStamps.checkClaim(table, parameters, marked, by, true);
    return new Marked(
        WriteStamps.afterReplacing(extras, marked, by),
        WriteStamps.stamped(extras, by.writeId()),
        put);
  }

  /** Only those that are marked as right: what stands says nothing of the others. */
  private static List<ColumnStatistics> merged(
      Map<String, String> parameters, List<ColumnStatistics> stored, List<ColumnStatistics> added) {
    var state = StatisticsState.of(parameters);
    var byColumn =
        stored.stream().collect(Collectors.toMap(ColumnStatistics::column, Function.identity()));
    return added.stream()
        .filter(statistics -> state.isOf(statistics.column()))
        .map(
            statistics -> {
              var before = byColumn.get(statistics.column());
              return before == null
                  ? statistics
                  : StatisticsAggregation.merge(List.of(before, statistics));
            })
        .toList();
  }

  private List<ColumnStatistics> checked(Collection<ColumnStatistics> statistics) {
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

  /**
   * The columns that statistics are of: those of one partition are often those of the one before.
   */
  private List<String> columns(Collection<ColumnStatistics> statistics) {
    if (!areOf(statistics, latest)) {
      latest = statistics.stream().map(ColumnStatistics::column).toList();
    }
    return latest;
  }

  private static boolean areOf(Collection<ColumnStatistics> statistics, List<String> columns) {
    if (statistics.size() != columns.size()) {
      return false;
    }
    int index = 0;
    for (var each : statistics) {
      if (!each.column().equals(columns.get(index++))) {
        return false;
      }
    }
    return true;
  }

  private static String names(List<String> columns) {
    return String.join(",", columns);
  }
}
