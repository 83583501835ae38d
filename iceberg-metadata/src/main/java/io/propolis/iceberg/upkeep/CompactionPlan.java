package io.propolis.iceberg.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.BinPacking;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.StructLikeWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What a compaction rewrites: files that are small, that have many deletes, or that do not lie in
 * the order that is wanted.
 */
final class CompactionPlan {
  /** What is smaller than this part of the target size is small. */
  private static final double SMALL = 0.75;

  /** Files of the target size whose rows are sorted in one turn, at most. */
  private static final int SORTED_AT_ONCE = 64;

  /** In bytes. Rows that delete by their values are held in memory while a file is read. */
  private static final long MOST_DELETES = 32 << 20;

  private final Compaction compaction;
  private final long target;
  private final Predicate<DataFile> isOrdered;
  private final List<FileGroup> groups = new ArrayList<>();

  /** Files of deletes, with the number of data files that they are for. */
  private final Map<Deletes, Integer> uses = new HashMap<>();

  private long left;

  private CompactionPlan(Compaction compaction, long target, Predicate<DataFile> isOrdered) {
    this.compaction = compaction;
    this.target = target;
    this.isOrdered = isOrdered;
  }

  /**
   * Of a snapshot.
   *
   * @param isOrdered whether a file's rows lie as they are to
   */
  static CompactionPlan of(
      Compaction compaction, Table table, Snapshot snapshot, Predicate<DataFile> isOrdered) {
    var plan = new CompactionPlan(compaction, target(table), isOrdered);
    var partitions = new HashMap<Partition, List<FileScanTask>>();
    try (var files = table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
      for (var file : files) {
        plan.add(file, partitions);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    partitions.values().forEach(plan::group);
    return plan;
  }

  /** The size in bytes that new files are to have. */
  static long target(Table table) {
    return PropertyUtil.propertyAsLong(
        table.properties(),
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
  }

  List<FileGroup> groups() {
    return groups;
  }

  /** Files that stay as they are, as their deletes are too many to be applied. */
  long left() {
    return left;
  }

  /** Deletion vectors of many data files lie in one file, each at its own offset. */
  private record Deletes(String location, @Nullable Long offset) {
    static Deletes of(DeleteFile file) {
      return new Deletes(file.location(), file.contentOffset());
    }
  }

  private record Partition(int spec, StructLikeWrapper values) {
    static Partition of(FileScanTask file) {
      var wrapper = StructLikeWrapper.forType(file.spec().partitionType());
      return new Partition(file.spec().specId(), wrapper.copyFor(file.file().partition()));
    }
  }

  private void add(FileScanTask file, Map<Partition, List<FileScanTask>> partitions) {
    file.deletes().forEach(delete -> uses.merge(Deletes.of(delete), 1, Integer::sum));
    boolean isSmall = file.file().fileSizeInBytes() < SMALL * target;
    if (!isSmall && !hasManyDeletes(file) && isOrdered.test(file.file())) {
      return;
    }
    if (heldInMemory(file) > MOST_DELETES) {
      left++;
    } else {
      partitions.computeIfAbsent(Partition.of(file), partition -> new ArrayList<>()).add(file);
    }
  }

  private boolean hasManyDeletes(FileScanTask file) {
    return file.deletes().size() >= compaction.leastDeletes();
  }

  private static long heldInMemory(FileScanTask file) {
    return file.deletes().stream()
        .filter(delete -> delete.content() == FileContent.EQUALITY_DELETES)
        .mapToLong(DeleteFile::fileSizeInBytes)
        .sum();
  }

  private void group(List<FileScanTask> files) {
    boolean isEnough = files.size() >= compaction.leastFiles();
    long most = compaction.strategy() == CompactionStrategy.BINPACK ? target : sortedAtOnce();
    new BinPacking.ListPacker<FileScanTask>(most, 1, false)
        .pack(files, file -> file.file().fileSizeInBytes()).stream()
            .map(FileGroup::new)
            .filter(
                group ->
                    group.files().stream().anyMatch(this::hasManyDeletes)
                        || (isEnough && isWorthIt(group)))
            .forEach(groups::add);
  }

  private long sortedAtOnce() {
    return target > Long.MAX_VALUE / SORTED_AT_ONCE ? Long.MAX_VALUE : target * SORTED_AT_ONCE;
  }

  /** What leaves as many files in the same order would be done again and again. */
  private boolean isWorthIt(FileGroup group) {
    return group.filesOf(target) < group.files().size()
        || !group.files().stream().allMatch(file -> isOrdered.test(file.file()));
  }

  /**
   * Deletes that are for none but files that were rewritten. To be asked once for each group that
   * is, in one commit with it.
   */
  List<DeleteFile> applied(FileGroup group) {
    var applied = new ArrayList<DeleteFile>();
    for (var file : group.files()) {
      for (var delete : file.deletes()) {
        if (uses.merge(Deletes.of(delete), -1, Integer::sum) == 0) {
          applied.add(delete);
        }
      }
    }
    return applied;
  }
}
