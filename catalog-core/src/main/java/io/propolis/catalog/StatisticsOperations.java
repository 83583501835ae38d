package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.catalog.rules.StatisticsAggregation;
import io.propolis.catalog.rules.StatisticsAggregation.Part;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Column statistics. Every method throws NOT_FOUND (TABLE) for an unknown table. */
public final class StatisticsOperations {
  /** What is done with statistics that stand for the same column. */
  public enum Existing {
    REPLACE,
    /** Merged, where they are right; where nothing says so, the new ones are not kept either. */
    MERGE
  }

  private final Context context;

  StatisticsOperations(Context context) {
    this.context = context;
  }

  /** Of the named columns; those without statistics are left out. */
  public List<ColumnStatistics> ofTable(TableName name, Collection<String> columns, String engine) {
    var table = require(name);
    return context
        .store()
        .read(
            tx -> {
              var found = tx.statistics().ofTable(table, fold(columns), engine);
              requireStill(tx, table, found.isEmpty());
              return found;
            });
  }

  /**
   * Whether a reader may trust the statistics of a table: not those of a transactional one that
   * somebody wrote whom it does not see, or that nothing says are right.
   *
   * @param reader what it sees of the table; null when it trusts all
   */
  public static boolean areCompliant(Table table, @Nullable WriteIdSnapshot reader) {
    return reader == null
        || table.isPartitioned()
        || !WriteStamps.isTransactional(table)
        || WriteStamps.areCurrent(table.parameters(), table.extras(), reader);
  }

  /** Replaces statistics of the given columns. INVALID for a column the table has not. */
  public void putTable(TableName name, Collection<ColumnStatistics> statistics) {
    putTable(name, statistics, Existing.REPLACE, Writer.NONE);
  }

  /**
   * Puts statistics of the given columns and notes that they are right. INVALID for a column the
   * table has not, or when a transactional table is written outside of a transaction. Returns
   * whether they could be put: not onto those of another transaction that this one does not see.
   */
  public boolean putTable(
      TableName name, Collection<ColumnStatistics> statistics, Existing existing, Writer writer) {
    return writeLocked(
        name,
        (tx, table) ->
            new StatisticsWriting(context, tx, table, existing, writer).ofTable(statistics));
  }

  /**
   * Removes; null means all columns, of which there may be none. NOT_FOUND (STATISTICS) when the
   * column has none.
   */
  public void deleteTable(TableName name, @Nullable String column, String engine) {
    boolean found = deleteTable(name, column == null ? List.of() : List.of(column), engine);
    if (column != null && !found) {
      throw notFound(Entity.STATISTICS, name + "." + column);
    }
  }

  /** Removes; no columns means all. Whether there were any. */
  public boolean deleteTable(TableName name, Collection<String> columns, String engine) {
    return writeLocked(
        name,
        (tx, table) -> new StatisticsRemoval(context, tx, table, fold(columns), engine).ofTable());
  }

  /** By partition values; partitions and columns without statistics are left out. */
  public Map<List<String>, List<ColumnStatistics>> ofPartitions(
      TableName name,
      Collection<List<String>> partitions,
      Collection<String> columns,
      String engine) {
    return ofPartitions(name, partitions, columns, engine, null);
  }

  /**
   * The same, without partitions of a transactional table whose statistics the reader may not
   * trust.
   *
   * @param reader what it sees of the table; null when it trusts all
   */
  public Map<List<String>, List<ColumnStatistics>> ofPartitions(
      TableName name,
      Collection<List<String>> partitions,
      Collection<String> columns,
      String engine,
      @Nullable WriteIdSnapshot reader) {
    var table = require(name);
    var folded = distinct(table, partitions);
    var wanted = fold(columns);
    if (reader != null && WriteStamps.isTransactional(table)) {
      return context
          .store()
          .read(tx -> ofPartitions(tx, table, trusted(tx, table, folded, reader), wanted, engine));
    }
    return context
        .statistics()
        .ofPartitions()
        .get(
            context,
            StatisticsAnswers.Request.of(name, folded, wanted, engine),
            tx -> ofPartitions(tx, table, folded, wanted, engine));
  }

  private static Map<List<String>, List<ColumnStatistics>> ofPartitions(
      Transaction tx,
      Table table,
      Collection<List<String>> partitions,
      Collection<String> columns,
      String engine) {
    var found = tx.statistics().ofPartitions(table, partitions, columns, engine);
    requireStill(tx, table, found.isEmpty());
    return found;
  }

  /**
   * A table that was dropped since it was found has no statistics any more, which says nothing of
   * the one that the reader asks for: NOT_FOUND.
   */
  private static void requireStill(Transaction tx, Table table, boolean saysNothing) {
    if (saysNothing
        && tx.tables().find(table.name()).filter(now -> now.id() == table.id()).isEmpty()) {
      throw notFound(Entity.TABLE, table.name());
    }
  }

  private static List<List<String>> trusted(
      Transaction tx, Table table, Collection<List<String>> partitions, WriteIdSnapshot reader) {
    return tx.partitions().findAll(table, partitions).stream()
        .filter(p -> WriteStamps.areCurrent(p.parameters(), p.extras(), reader))
        .map(partition -> partition.values())
        .toList();
  }

  /** Replaces statistics of the given columns. NOT_FOUND for a partition that does not exist. */
  public void putPartitions(TableName name, Map<List<String>, List<ColumnStatistics>> statistics) {
    putPartitions(name, statistics, Existing.REPLACE, Writer.NONE);
  }

  /** As of a table; NOT_FOUND for a partition that does not exist. All are put, or none. */
  public boolean putPartitions(
      TableName name,
      Map<List<String>, List<ColumnStatistics>> statistics,
      Existing existing,
      Writer writer) {
    return writeLocked(
        name,
        (tx, table) ->
            new StatisticsWriting(context, tx, table, existing, writer).ofPartitions(statistics));
  }

  /**
   * Removes; null means all columns, of which there may be none. NOT_FOUND when there is no such
   * partition, or (STATISTICS) when the column has none.
   */
  public void deletePartition(
      TableName name, List<String> partition, @Nullable String column, String engine) {
    var columns = column == null ? List.<String>of() : List.of(column);
    if (deletePartitions(name, List.of(partition), columns, engine)) {
      return;
    }
    if (new PartitionOperations(context).find(name, partition).isEmpty()) {
      throw notFound(Entity.PARTITION, name + partition.toString());
    } else if (column != null) {
      throw notFound(Entity.STATISTICS, name + partition.toString() + "." + column);
    }
  }

  /** Removes; no partitions or columns means all. Whether there were any. */
  public boolean deletePartitions(
      TableName name,
      Collection<List<String>> partitions,
      Collection<String> columns,
      String engine) {
    return writeLocked(
        name,
        (tx, table) ->
            new StatisticsRemoval(context, tx, table, fold(columns), engine)
                .ofPartitions(distinct(table, partitions)));
  }

  /**
   * Statistics over several partitions.
   *
   * @param partitionsFound how many of the partitions had statistics of every column asked for
   * @param isCompliant false, with nothing else, when the reader may not trust those of one of them
   */
  public record Aggregate(
      List<ColumnStatistics> columns, long partitionsFound, boolean isCompliant) {
    static final Aggregate NOT_COMPLIANT = new Aggregate(List.of(), 0, false);

    public Aggregate {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Merges the statistics of partitions, column by column. Where some have none, the others are
   * extended along the order of {@code partitions}, as Hive does. Memory does not grow with the
   * number of partitions; the answer is kept until the table changes.
   */
  public Aggregate aggregate(
      TableName name,
      Collection<List<String>> partitions,
      Collection<String> columns,
      String engine) {
    return aggregate(name, partitions, columns, engine, null);
  }

  /**
   * The same for a reader of a transactional table.
   *
   * @param reader what it sees of the table; null when it trusts all
   */
  public Aggregate aggregate(
      TableName name,
      Collection<List<String>> partitions,
      Collection<String> columns,
      String engine,
      @Nullable WriteIdSnapshot reader) {
    var table = require(name);
    var asked = List.copyOf(distinct(table, partitions));
    var wanted = fold(columns);
    if (reader != null && WriteStamps.isTransactional(table)) {
      return context
          .store()
          .read(
              tx -> {
                int trusted = trusted(tx, table, asked, reader).size();
                return trusted < tx.partitions().findAll(table, asked).size()
                    ? Aggregate.NOT_COMPLIANT
                    : aggregate(tx, table, asked, wanted, engine);
              });
    }
    return context
        .statistics()
        .aggregates()
        .get(
            context,
            StatisticsAnswers.Request.of(name, asked, wanted, engine),
            tx -> aggregate(tx, table, asked, wanted, engine));
  }

  private static Aggregate aggregate(
      Transaction tx, Table table, List<List<String>> asked, List<String> wanted, String engine) {
    var byColumn = new java.util.HashMap<String, StatisticsAggregation>();
    var found = new int[asked.size()];
    tx.statistics()
        .forEach(
            table,
            asked,
            wanted,
            engine,
            (index, statistics) -> {
              byColumn
                  .computeIfAbsent(statistics.column(), c -> new StatisticsAggregation())
                  .add(new Part(index, statistics));
              found[index]++;
            });
    var merged = new ArrayList<ColumnStatistics>(wanted.size());
    for (var column : wanted) {
      var aggregation = byColumn.get(column);
      if (aggregation != null) {
        merged.add(aggregation.result(asked.size()));
      }
    }
    long complete = 0;
    for (int columns : found) {
      complete += columns == wanted.size() ? 1 : 0;
    }
    requireStill(tx, table, merged.isEmpty());
    return new Aggregate(merged, complete, true);
  }

  private interface Work {
    boolean on(Transaction tx, Table table);
  }

  private boolean writeLocked(TableName name, Work work) {
    return context
        .store()
        .write(
            tx ->
                work.on(
                    tx, context.lock(tx, name).orElseThrow(() -> notFound(Entity.TABLE, name))));
  }

  private Table require(TableName name) {
    return new TableOperations(context).require(name);
  }

  private static LinkedHashSet<List<String>> distinct(
      Table table, Collection<List<String>> partitions) {
    var folded = new LinkedHashSet<List<String>>();
    partitions.forEach(values -> folded.add(PartitionRules.values(table, values)));
    return folded;
  }

  private static List<String> fold(Collection<String> columns) {
    return columns.stream().map(Names::fold).distinct().toList();
  }
}
