package io.propolis.iceberg.upkeep;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.DeleteFileSet;

/**
 * Rewrites data files of a table: small ones of a partition into files of the table's target size,
 * those with many deletes without the rows that were deleted, and, where the strategy says so, all
 * in an order. Rows keep their partition; a commit that meets another one conflicts with it or
 * follows it, and loses nothing.
 *
 * @param strategy how the rows of new files lie
 * @param leastFiles files to be rewritten that a partition must have
 * @param leastDeletes files of deletes with which a data file is rewritten whatever the others are
 * @param memory for sorting, in bytes; what is more lies on the local disk meanwhile
 */
public record Compaction(
    CompactionStrategy strategy, int leastFiles, int leastDeletes, long memory) {
  /** New files of one commit, at most: one that fails loses no more work than this. */
  private static final int FILES_OF_COMMIT = 64;

  /** Rows between two looks whether to go on. */
  private static final int ROWS = 10_000;

  /** What is not known of later ones would be lost. */
  private static final int LAST_VERSION = 3;

  /** Of version 3: rows of these are not shown to come through all formats and sorting unharmed. */
  private static final Set<TypeID> TYPES_LEFT =
      Set.of(
          TypeID.VARIANT, TypeID.UNKNOWN, TypeID.TIMESTAMP_NANO, TypeID.GEOMETRY, TypeID.GEOGRAPHY);

  private static final String ENCRYPTION = "encryption.key-id";

  /**
   * What was done.
   *
   * @param files that were rewritten, and their {@code bytes}
   * @param written new files
   * @param left files that were to be rewritten and are not, as their deletes are too many
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
   * @throws io.propolis.catalog.CatalogException INVALID for tables that cannot be compacted, or
   *     not so
   * @throws org.apache.iceberg.exceptions.ValidationException when others changed the same files
   */
  public Joined apply(Table table, Runnable goOn) {
    check(table);
    var order = RowOrder.of(strategy, table);
    var snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return new Joined(0, 0, 0, 0);
    }
    var plan =
        CompactionPlan.of(
            this, table, snapshot, file -> order.map(o -> o.isOrderOf(file)).orElse(true));
    var done = new Joined(0, 0, 0, plan.left());
    long target = CompactionPlan.target(table);
    var turn = new ArrayList<FileGroup>();
    long files = 0;
    for (var group : plan.groups()) {
      if (!turn.isEmpty() && files + group.filesOf(target) > FILES_OF_COMMIT) {
        done = done.plus(new Rewrite(table, snapshot, order, goOn).apply(turn, plan));
        turn.clear();
        files = 0;
      }
      turn.add(group);
      files += group.filesOf(target);
    }
    return turn.isEmpty()
        ? done
        : done.plus(new Rewrite(table, snapshot, order, goOn).apply(turn, plan));
  }

  private static void check(Table table) {
    int version = ((HasTableOperations) table).operations().current().formatVersion();
    if (version > LAST_VERSION) {
      throw invalid(
          Entity.TABLE,
          "Table %s has format version %d: tables up to version 3 are compacted"
              .formatted(table.name(), version));
    }
    if (table.properties().containsKey(ENCRYPTION)) {
      throw invalid(
          Entity.TABLE, "Table %s is encrypted: it is not compacted".formatted(table.name()));
    }
    var schema = table.schema();
    for (var field : TypeUtil.indexById(schema.asStruct()).values()) {
      if (TYPES_LEFT.contains(field.type().typeId())) {
        throw invalid(
            Entity.TABLE,
            "Table %s has column %s of type %s: it is not compacted"
                .formatted(table.name(), schema.findColumnName(field.fieldId()), field.type()));
      }
    }
  }

  /** Groups that are rewritten in one commit. */
  private final class Rewrite {
    private final Table table;
    private final Snapshot snapshot;
    private final Optional<RowOrder> order;
    private final Runnable goOn;
    private final NewFiles files;
    private long rows;

    Rewrite(Table table, Snapshot snapshot, Optional<RowOrder> order, Runnable goOn) {
      this.table = table;
      this.snapshot = snapshot;
      this.order = order;
      this.goOn = goOn;
      this.files =
          new NewFiles(
              table,
              order.map(RowOrder::declared).orElse(SortOrder.unsorted()),
              order.map(RowOrder::mark).orElse(strategy.text()));
    }

    Joined apply(List<FileGroup> groups, CompactionPlan plan) {
      var made = new HashSet<DataFile>();
      var old = new HashSet<DataFile>();
      var applied = DeleteFileSet.create();
      boolean mayBeCommitted = false;
      boolean isCommitted = false;
      try {
        for (var group : groups) {
          made.addAll(write(group));
          group.files().forEach(file -> old.add(file.file()));
          applied.addAll(plan.applied(group));
        }
        goOn.run();
        // The sequence of the snapshot that was read: deletes that come meanwhile count for the
        // new files, too.
        table
            .newRewrite()
            .validateFromSnapshot(snapshot.snapshotId())
            .dataSequenceNumber(snapshot.sequenceNumber())
            .rewriteFiles(old, applied, made, new HashSet<>())
            .commit();
        isCommitted = true;
      } catch (CommitStateUnknownException e) {
        mayBeCommitted = true;
        throw e;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        if (!isCommitted && !mayBeCommitted) {
          files.discard();
        }
      }
      return new Joined(
          old.size(), old.stream().mapToLong(DataFile::fileSizeInBytes).sum(), made.size(), 0);
    }

    private List<DataFile> write(FileGroup group) throws IOException {
      var writer = files.of(group);
      try (writer) {
        if (order.isPresent()) {
          writeSorted(group, order.get(), writer);
        } else {
          each(group, writer::write);
        }
      }
      return writer.files();
    }

    private void writeSorted(FileGroup group, RowOrder by, NewFiles.Rows writer)
        throws IOException {
      var bytes = new RowBytes(RowLineage.plainSchema(table));
      var values = new InternalRecordWrapper(table.schema().asStruct());
      try (var sorter = new RowSorter(memory)) {
        each(group, row -> sorter.add(by.key(values.wrap(row)), bytes.of(row)));
        for (var sorted = sorter.sorted(); sorted.hasNext(); ) {
          look();
          writer.write(bytes.read(sorted.next()));
        }
      }
    }

    private void each(FileGroup group, RowTarget target) throws IOException {
      for (var file : group.files()) {
        try (CloseableIterable<Record> read = TableRows.of(table, file)) {
          for (var row : read) {
            look();
            target.take(row);
          }
        }
      }
    }

    private void look() {
      if (rows++ % ROWS == 0) {
        goOn.run();
      }
    }
  }

  @FunctionalInterface
  private interface RowTarget {
    void take(Record row) throws IOException;
  }
}
