package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.TableRules;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Empties tables that own their data: statistics first, files after the commit, folders stay. A
 * failure of storage is reported; repeating the call then removes the rest.
 */
final class Truncation {
  private static final Map<String, String> TRUNCATED = Map.of(Change.TRUNCATED, "true");

  private record Emptied(@Nullable Database database, Table table, List<String> folders) {}

  private final Context context;
  private final TableName name;

  Truncation(Context context, TableName name) {
    this.context = context;
    this.name = name;
  }

  /** The table, with all its partitions. */
  void all(DropData data) {
    run(
        data,
        (tx, table) -> {
          if (!table.isPartitioned()) {
            return emptied(tx, table);
          }
          var all = new ArrayList<Partition>();
          tx.partitions().forEach(table, all::add);
          return emptied(tx, table, all);
        });
  }

  /** Some partitions. NOT_FOUND for one that does not exist. */
  void partitions(Collection<List<String>> values, DropData data) {
    run(
        data,
        (tx, table) -> {
          var found = tx.partitions().findAll(table, values);
          var present = new HashSet<List<String>>();
          found.forEach(partition -> present.add(partition.values()));
          for (var each : values) {
            if (!present.contains(each)) {
              throw notFound(
                  Entity.PARTITION, name + "/" + PartitionNames.of(table.partitionKeys(), each));
            }
          }
          return emptied(tx, table, found);
        });
  }

  private interface Work {
    List<String> on(Transaction tx, Table table);
  }

  private void run(DropData data, Work work) {
    var emptied =
        context
            .store()
            .write(
                tx -> {
                  var table =
                      tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name));
                  if (!DataRemoval.ownsData(table)) {
                    throw invalid(Entity.TABLE, "Cannot truncate non-managed table " + name);
                  }
                  return new Emptied(
                      tx.databases().find(name.database()).orElse(null), table, work.on(tx, table));
                });
    if (data.removes()) {
      var removal = DataRemoval.in(emptied.database(), data, context).of(emptied.table());
      emptied.folders().forEach(removal::empty);
    }
  }

  private List<String> emptied(Transaction tx, Table table) {
    var changed = table.toBuilder().parameters(zeroed(table.parameters())).build();
    var stored = context.update(tx, table, changed);
    tx.statistics().deleteTable(stored, List.of(), null);
    tx.changes()
        .append(
            context.tableChange(ChangeKind.ALTER_TABLE, stored, TRUNCATED),
            new OfTable(table, stored));
    return table.location() == null ? List.of() : List.of(table.location());
  }

  private List<String> emptied(Transaction tx, Table table, List<Partition> partitions) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    var values = partitions.stream().map(Partition::values).toList();
    tx.statistics().deletePartitions(table, values, List.of(), null);
    var changed = partitions.stream().map(p -> p.withParameters(zeroed(p.parameters()))).toList();
    tx.partitions().update(table, changed);
    var log = new PartitionChanges(context, tx, table);
    for (int i = 0; i < changed.size(); i++) {
      log.altered(partitions.get(i), changed.get(i), TRUNCATED);
    }
    return partitions.stream().map(Partition::location).filter(Objects::nonNull).toList();
  }

  private Map<String, String> zeroed(Map<String, String> parameters) {
    var changed = new LinkedHashMap<>(FileStatistics.ofNothing(parameters));
    changed.put(TableRules.LAST_DDL_TIME, Long.toString(context.clock().millis() / 1000));
    return changed;
  }
}
