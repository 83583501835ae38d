package io.propolis.iceberg.upkeep;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.BinPacking;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.StructLikeWrapper;

/**
 * Joins small data files of a partition to files of the table's target size (binpack). Rows keep
 * their partition; a commit that meets another one conflicts with it or follows it, and loses
 * nothing. Files that have deletes, and files that are not Parquet, stay as they are and are
 * counted.
 *
 * @param leastFiles small files that a partition must have to be compacted
 */
public record Compaction(int leastFiles) {
  /** What is smaller than this part of the target size is small. */
  private static final double SMALL = 0.75;

  /** New files of one commit, at most: one that fails loses no more work than this. */
  private static final int FILES_OF_COMMIT = 64;

  /** Tables of this version tell each row's history, which a rewrite would have to keep. */
  private static final int VERSION_WITH_ROW_LINEAGE = 3;

  private static final String ENCRYPTION = "encryption.key-id";

  /**
   * What was done.
   *
   * @param files that were joined, and their {@code bytes}
   * @param written new files
   * @param left small files that stay as they are: with deletes, or not Parquet
   */
  public record Joined(long files, long bytes, long written, long left) {
    private Joined plus(Joined more) {
      return new Joined(
          files + more.files, bytes + more.bytes, written + more.written, left + more.left);
    }
  }

  /**
   * Compacts the current snapshot of the main branch.
   *
   * @param goOn asked often; ends the work by what it throws
   * @throws io.propolis.catalog.CatalogException INVALID for tables that cannot be compacted
   * @throws org.apache.iceberg.exceptions.ValidationException when others changed the same files
   */
  public Joined apply(Table table, Runnable goOn) {
    var snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return new Joined(0, 0, 0, 0);
    }
    check(table);
    var plan = plan(table, snapshot);
    var done = new Joined(0, 0, 0, plan.left());
    for (int i = 0; i < plan.groups().size(); i += FILES_OF_COMMIT) {
      var part = plan.groups().subList(i, Math.min(plan.groups().size(), i + FILES_OF_COMMIT));
      done = done.plus(rewrite(table, snapshot, part, goOn));
    }
    return done;
  }

  private static void check(Table table) {
    int version = ((HasTableOperations) table).operations().current().formatVersion();
    if (version >= VERSION_WITH_ROW_LINEAGE) {
      throw invalid(
          Entity.TABLE,
          "Table %s has format version %d: tables with row lineage are not compacted"
              .formatted(table.name(), version));
    }
    if (table.properties().containsKey(ENCRYPTION)) {
      throw invalid(
          Entity.TABLE, "Table %s is encrypted: it is not compacted".formatted(table.name()));
    }
  }

  /** What is to be joined. */
  private record Plan(List<List<FileScanTask>> groups, long left) {}

  /** Small files of one partition, of the spec that they were written with. */
  private record Partition(int spec, StructLikeWrapper values) {}

  private Plan plan(Table table, Snapshot snapshot) {
    long target =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
    var small = new HashMap<Partition, List<FileScanTask>>();
    long left = 0;
    try (var tasks = table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
      for (var task : tasks) {
        if (task.file().fileSizeInBytes() >= SMALL * target) {
          continue;
        }
        if (task.file().format() == FileFormat.PARQUET && task.deletes().isEmpty()) {
          small.computeIfAbsent(partition(task), partition -> new ArrayList<>()).add(task);
        } else {
          left++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var groups = new ArrayList<List<FileScanTask>>();
    for (var files : small.values()) {
      if (files.size() >= leastFiles) {
        new BinPacking.ListPacker<FileScanTask>(target, 1, false)
            .pack(files, task -> task.file().fileSizeInBytes()).stream()
                .filter(group -> group.size() > 1)
                .forEach(groups::add);
      }
    }
    return new Plan(groups, left);
  }

  private static Partition partition(FileScanTask task) {
    var wrapper = StructLikeWrapper.forType(task.spec().partitionType());
    StructLike values = task.file().partition();
    return new Partition(task.spec().specId(), wrapper.copyFor(values));
  }

  private static Joined rewrite(
      Table table, Snapshot snapshot, List<List<FileScanTask>> groups, Runnable goOn) {
    var made = new ArrayList<DataFile>();
    var joined = new HashSet<DataFile>();
    var writer = new JoinedFiles(table, goOn);
    boolean mayBeCommitted = false;
    boolean isCommitted = false;
    try {
      for (var group : groups) {
        made.addAll(writer.join(group));
        group.forEach(task -> joined.add(task.file()));
      }
      goOn.run();
      // The sequence of the snapshot that was read: deletes that come meanwhile count for the new
      // files, too.
      table
          .newRewrite()
          .validateFromSnapshot(snapshot.snapshotId())
          .rewriteFiles(joined, new HashSet<>(made), snapshot.sequenceNumber())
          .commit();
      isCommitted = true;
    } catch (CommitStateUnknownException e) {
      mayBeCommitted = true;
      throw e;
    } finally {
      if (!isCommitted && !mayBeCommitted) {
        writer.discard();
      }
    }
    return new Joined(
        joined.size(), joined.stream().mapToLong(DataFile::fileSizeInBytes).sum(), made.size(), 0);
  }
}
