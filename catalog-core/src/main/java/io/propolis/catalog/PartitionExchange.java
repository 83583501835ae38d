package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.conflict;
import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Moves partitions and their folders from one table to another like it, all or none. */
final class PartitionExchange {
  private record Move(String from, String to) {}

  private final Context context;
  private final Table source;
  private final Table target;

  PartitionExchange(Context context, Table source, Table target) {
    this.context = context;
    this.source = source;
    this.target = target;
    if (!sameTypes(source.layout().columns(), target.layout().columns())
        || !sameTypes(source.partitionKeys(), target.partitionKeys())) {
      throw invalid(
          Entity.TABLE,
          "Tables %s and %s have different columns: their partitions cannot be exchanged"
              .formatted(source.name(), target.name()));
    }
  }

  private static boolean sameTypes(List<Column> one, List<Column> other) {
    return described(one).equals(described(other));
  }

  private static List<List<String>> described(List<Column> columns) {
    return columns.stream().map(c -> List.of(Names.fold(c.name()), c.type())).toList();
  }

  /**
   * The values a partition must have, by the source's keys; "" stands for any. Their folder is
   * moved as one in Hive, so the first keys are given; what is no key is passed over.
   */
  List<String> pattern(Map<String, String> specification) {
    var wanted = new HashMap<String, String>();
    specification.forEach((key, value) -> wanted.put(Names.fold(key), value));
    var pattern = new ArrayList<String>();
    boolean ended = false;
    boolean gap = false;
    for (var key : source.partitionKeys()) {
      var value = wanted.getOrDefault(Names.fold(key.name()), "");
      gap |= ended && !value.isEmpty();
      ended |= value.isEmpty();
      pattern.add(value);
    }
    if (gap || pattern.stream().allMatch(String::isEmpty)) {
      throw invalid(
          Entity.PARTITION,
          "%s does not give values of the first keys of %s"
              .formatted(specification, source.name()));
    }
    return pattern;
  }

  /** Returns the partitions as they stand in the target. */
  List<Partition> move(List<Partition> chosen) {
    requireFree(chosen);
    var done = new ArrayDeque<Move>();
    try {
      var arriving = new ArrayList<Partition>(chosen.size());
      for (var partition : chosen) {
        arriving.add(moveFolder(partition, done));
      }
      return context.store().write(tx -> store(tx, chosen, arriving));
    } catch (RuntimeException e) {
      undo(done, e);
      throw e;
    }
  }

  /** Refuses before any folder moves; the transaction that follows does so once more. */
  private void requireFree(List<Partition> chosen) {
    var values = chosen.stream().map(Partition::values).toList();
    var standing = context.store().read(tx -> tx.partitions().findAll(target, values));
    if (!standing.isEmpty()) {
      throw alreadyExists(Entity.PARTITION, label(target, standing.get(0).values()));
    }
  }

  private Partition moveFolder(Partition partition, Deque<Move> done) {
    var from = partition.location();
    var to = PartitionRules.defaultLocation(target, partition.values());
    if (from == null || to == null) {
      return partition.withLocation(to);
    }
    var place = PartitionRules.defaultLocation(source, partition.values());
    if (place == null || !Locations.isSame(from, place)) {
      throw invalid(
          Entity.PARTITION,
          "Partition %s lies in %s, not in %s, and cannot be exchanged"
              .formatted(label(source, partition.values()), from, place));
    }
    if (!context.files().exists(from)) {
      throw notFound(
          Entity.LOCATION, from + ", the folder of " + label(source, partition.values()));
    }
    context.files().move(from, to);
    done.push(new Move(from, to));
    return partition.withLocation(to);
  }

  private List<Partition> store(Transaction tx, List<Partition> leaving, List<Partition> arriving) {
    // Always in the same order, so that two exchanges in opposite directions do not block.
    boolean sourceFirst = source.name().compareTo(target.name()) < 0;
    var first = lock(tx, sourceFirst ? source : target);
    var second = lock(tx, sourceFirst ? target : source);
    var from = sourceFirst ? first : second;
    var to = sourceFirst ? second : first;
    var values = leaving.stream().map(Partition::values).toList();
    if (!tx.partitions().findAll(from, values).equals(leaving)) {
      throw conflict(
          Entity.PARTITION, "Partitions of %s have changed meanwhile".formatted(source.name()));
    }
    tx.partitions().delete(from, values);
    tx.partitions().insert(to, arriving);
    new GrantOperations(context).copyToPartitions(tx, to, arriving);
    new PartitionChanges(context, tx, to).added(arriving);
    new PartitionChanges(context, tx, from).dropped(leaving);
    return arriving;
  }

  private static Table lock(Transaction tx, Table table) {
    TableName name = table.name();
    return tx.tables()
        .lock(name)
        .filter(current -> current.id() == table.id())
        .orElseThrow(() -> notFound(Entity.TABLE, name));
  }

  private void undo(Deque<Move> done, RuntimeException cause) {
    for (var move : done) {
      try {
        context.files().move(move.to(), move.from());
      } catch (RuntimeException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private static String label(Table table, List<String> values) {
    return table.name() + "/" + PartitionNames.of(table.partitionKeys(), values);
  }
}
