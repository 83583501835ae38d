package io.propolis.catalog;

import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangedObjects.OfPartitions;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.Map;

/** Logs what happened to partitions of one table. */
final class PartitionChanges {
  /**
   * Most partitions of one change. A reader of the log gets a change whole: those of a request for
   * a million partitions would fit into no message.
   */
  static final int MAX_PARTITIONS = 1_000;

  private final Context context;
  private final Transaction tx;
  private final Table table;

  PartitionChanges(Context context, Transaction tx, Table table) {
    this.context = context;
    this.tx = tx;
    this.table = table;
  }

  void added(List<Partition> partitions) {
    inBatches(
        ChangeKind.ADD_PARTITION, partitions, batch -> new OfPartitions(table, List.of(), batch));
  }

  void dropped(List<Partition> partitions) {
    inBatches(
        ChangeKind.DROP_PARTITION, partitions, batch -> new OfPartitions(table, batch, List.of()));
  }

  private interface Objects {
    OfPartitions of(List<Partition> batch);
  }

  private void inBatches(ChangeKind kind, List<Partition> partitions, Objects objects) {
    for (int from = 0; from < partitions.size(); from += MAX_PARTITIONS) {
      var batch = partitions.subList(from, Math.min(from + MAX_PARTITIONS, partitions.size()));
      tx.changes()
          .append(
              context.partitionChange(kind, table, batch.stream().map(Partition::values).toList()),
              objects.of(batch));
    }
  }

  /** One change of one partition: readers of Hive's log know no other. */
  void altered(Partition before, Partition after, Map<String, String> details) {
    var values =
        before.values().equals(after.values())
            ? List.of(after.values())
            : List.of(before.values(), after.values());
    tx.changes()
        .append(
            context.partitionChange(ChangeKind.ALTER_PARTITION, table, values, details),
            new OfPartitions(table, List.of(before), List.of(after)));
  }
}
