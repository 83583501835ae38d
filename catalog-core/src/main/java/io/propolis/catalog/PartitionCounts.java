package io.propolis.catalog;

import io.propolis.catalog.files.LakeFiles.FolderSize;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.PartitionRules;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts files of partitions of one request where their statistics are to be updated. */
final class PartitionCounts {
  private final Context context;

  /** By location: partitions of one request may share a folder. */
  private final Map<String, FolderSize> sizes = new HashMap<>();

  PartitionCounts(Context context) {
    this.context = context;
  }

  /** As in Hive, a folder made a moment ago says nothing, and what the client counted stands. */
  Partition ofNew(Partition partition, MadeFolder folder, Mode mode) {
    return folder.isNew() || FileStatistics.areIn(partition.parameters())
        ? partition
        : refreshed(partition, partition.location(), mode);
  }

  /** As in Hive, nobody looks at files where the client repeats what was counted before. */
  List<Partition> ofChanged(Table table, Collection<Partition> requested, Mode mode) {
    var folded = requested.stream().map(p -> PartitionRules.values(table, p.values())).toList();
    var current = new HashMap<List<String>, Map<String, String>>();
    context.store().read(tx -> tx.partitions().findAll(table, folded)).stream()
        .forEach(partition -> current.put(partition.values(), partition.parameters()));
    return requested.stream()
        .map(
            partition -> {
              var values = PartitionRules.values(table, partition.values());
              return ofChanged(
                  table, values, partition, current.getOrDefault(values, Map.of()), mode);
            })
        .toList();
  }

  private Partition ofChanged(
      Table table,
      List<String> values,
      Partition partition,
      Map<String, String> before,
      Mode mode) {
    if (!FileStatistics.areWanted(before, partition.parameters(), mode)) {
      return partition;
    } else if (FileStatistics.areSame(before, partition.parameters())) {
      return partition.withParameters(FileStatistics.judged(partition.parameters(), mode));
    }
    var location =
        partition.location() == null
            ? PartitionRules.defaultLocation(table, values)
            : partition.location();
    return refreshed(partition, location, mode);
  }

  private Partition refreshed(
      Partition partition, @org.jspecify.annotations.Nullable String location, Mode mode) {
    return partition.withParameters(
        FileStatistics.refreshed(this::size, location, partition.parameters(), mode));
  }

  private FolderSize size(String location) {
    return sizes.computeIfAbsent(location, context.files()::size);
  }
}
