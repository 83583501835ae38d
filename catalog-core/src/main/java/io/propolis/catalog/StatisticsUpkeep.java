package io.propolis.catalog;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What changes of tables and partitions do to the statistics that stand: those of a column that
 * went or changed its type say nothing any more, whichever engine wrote them.
 */
final class StatisticsUpkeep {
  /** Partitions that are read and written at a time. */
  private static final int BATCH = 1_000;

  private final Transaction tx;

  StatisticsUpkeep(Transaction tx) {
    this.tx = tx;
  }

  /** The changed table, saying of its statistics what still holds. Throws INVALID. */
  Table judged(Table current, Table changed, Writer writer) {
    var parameters = changed.parameters();
    if (WriteStamps.isTransactional(current) != WriteStamps.isTransactional(changed)) {
      return changed;
    }
    parameters = StatisticsState.withoutColumns(parameters, stale(current, changed));
    if (!WriteStamps.isTransactional(changed)) {
      return changed.toBuilder().parameters(parameters).build();
    }
    WriteStamps.checkClaim(current, current.parameters(), parameters, writer, false);
    boolean stamps = writer.visible() != null && writer.writeId() > 0;
    return changed.toBuilder()
        .parameters(
            stamps ? WriteStamps.afterReplacing(current.extras(), parameters, writer) : parameters)
        .extras(
            WriteStamps.stamped(
                changed.extras(), stamps ? writer.writeId() : WriteStamps.of(current.extras())))
        .build();
  }

  /**
   * The changed partition, saying of its statistics what still holds. Its own stamp is that of the
   * transaction. Throws INVALID.
   */
  Partition judged(Table table, Partition current, Partition changed, Writer writer) {
    var parameters =
        StatisticsState.withoutColumns(
            changed.parameters(), stale(current.layout(), changed.layout()));
    if (!WriteStamps.isTransactional(table)) {
      return changed.withParameters(parameters);
    }
    long stamp = writer.writeId() > 0 ? writer.writeId() : WriteStamps.of(changed.extras());
    var own = new Writer(stamp, writer.visible());
    WriteStamps.checkClaim(table, current.parameters(), parameters, own, false);
    boolean stamps = own.visible() != null && own.writeId() > 0;
    return changed
        .withParameters(
            stamps ? WriteStamps.afterReplacing(current.extras(), parameters, own) : parameters)
        .withExtras(
            WriteStamps.stamped(
                changed.extras(), stamps ? stamp : WriteStamps.of(current.extras())));
  }

  /**
   * Removes what a change of a table's columns has made wrong, of its partitions, too, in as many
   * statements whatever their number. Whether partitions may have had any.
   */
  boolean dropStale(Table before, Table after) {
    var stale = stale(before, after);
    if (stale.isEmpty()
        || WriteStamps.isTransactional(before) != WriteStamps.isTransactional(after)) {
      return false;
    }
    tx.statistics().deleteTable(after, stale, null);
    if (!after.isPartitioned()) {
      return false;
    }
    boolean hadAny = tx.statistics().deleteOfAllPartitions(after, stale, null);
    if (hadAny) {
      tx.partitions().endMarks(after, stale);
    }
    return hadAny;
  }

  /** Marks statistics of partitions as right no longer. */
  void unmark(Table table, List<List<String>> partitions, Collection<String> columns) {
    for (int from = 0; from < partitions.size(); from += BATCH) {
      var batch = partitions.subList(from, Math.min(from + BATCH, partitions.size()));
      var changed = new ArrayList<Partition>();
      for (var partition : tx.partitions().findAll(table, batch)) {
        var unmarked =
            columns.isEmpty()
                ? StatisticsState.withoutAllColumns(partition.parameters())
                : StatisticsState.withoutColumns(partition.parameters(), columns);
        if (!unmarked.equals(partition.parameters())) {
          changed.add(partition.withParameters(unmarked));
        }
      }
      if (!changed.isEmpty()) {
        tx.partitions().update(table, changed);
      }
    }
  }

  /** Removes what changes of partitions' columns have made wrong. */
  void dropStale(Table table, Map<List<String>, Partition> before, List<Partition> after) {
    var byColumns = new LinkedHashMap<List<String>, List<List<String>>>();
    for (var partition : after) {
      var current = before.get(partition.values());
      var stale = current == null ? List.<String>of() : stale(current.layout(), partition.layout());
      if (!stale.isEmpty()) {
        byColumns.computeIfAbsent(stale, s -> new ArrayList<>()).add(partition.values());
      }
    }
    byColumns.forEach(
        (columns, partitions) ->
            tx.statistics().deletePartitions(table, partitions, columns, null));
  }

  private static List<String> stale(Table before, Table after) {
    return stale(before.layout(), after.layout());
  }

  private static List<String> stale(StorageLayout before, StorageLayout after) {
    if (before.columns().equals(after.columns())) {
      return List.of();
    }
    var kept =
        after.columns().stream()
            .collect(
                Collectors.toMap(
                    c -> Names.fold(c.name()), Column::type, (first, second) -> first));
    return before.columns().stream()
        .filter(column -> !column.type().equals(kept.get(Names.fold(column.name()))))
        .map(column -> Names.fold(column.name()))
        .toList();
  }
}
