package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.PartitionMarks.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What has happened to partitions. Each method takes the values by the names of the keys, of a
 * partition that need not exist, and throws NOT_FOUND for the table and INVALID when the keys are
 * not the table's.
 */
public final class PartitionMarkOperations {
  private final Context context;

  PartitionMarkOperations(Context context) {
    this.context = context;
  }

  /** Marking twice is marking once. */
  public void mark(TableName name, Map<String, String> partition, Event event) {
    context
        .store()
        .<Void>write(
            tx -> {
              var table =
                  tx.tables().lock(name).orElseThrow(() -> RemoteDatabases.tableNotFound(tx, name));
              tx.partitionMarks().mark(table, values(table, partition), event);
              return null;
            });
  }

  public boolean isMarked(TableName name, Map<String, String> partition, Event event) {
    var table = new TableOperations(context).require(name);
    var values = values(table, partition);
    return context.store().read(tx -> tx.partitionMarks().isMarked(table, values, event));
  }

  private static List<String> values(Table table, Map<String, String> partition) {
    var given =
        partition.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> Names.fold(entry.getKey()),
                    Map.Entry::getValue,
                    (first, second) -> second));
    var keys = table.partitionKeys();
    if (keys.size() != given.size()) {
      throw invalid(
          Entity.PARTITION,
          "Number of partition columns of table %s, %d, doesn't match the number of values: %s"
              .formatted(table.name(), keys.size(), partition));
    }
    var values = new ArrayList<String>(keys.size());
    for (var key : keys) {
      var value = given.get(Names.fold(key.name()));
      if (value == null) {
        throw invalid(
            Entity.PARTITION,
            "No value for partition column %s of table %s: %s"
                .formatted(key.name(), table.name(), partition));
      }
      values.add(value);
    }
    return values;
  }
}
