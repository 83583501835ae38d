package io.propolis.catalog.cache;

import io.propolis.catalog.index.IndexWriter;
import io.propolis.catalog.index.PartitionIndex;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.store.StoredPartition;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The index of one table's partitions, which follows the changes of that table. */
final class FollowedPartitions extends Followed<FollowedPartitions.State> {
  /** Partitions read between two looks at how much memory they take. */
  private static final int PAGE = 1_000;

  /** More touched partitions are not collected: reading all is as fast. */
  private static final int MOST_TOUCHED = 200_000;

  /** Look-ups before anybody counts, and partitions that are read in the time of one look-up. */
  private static final int FIRST_LOOK_UPS = 8;

  private static final int ROWS_PER_LOOK_UP = 250;
  private static final long UNKNOWN = -1;

  private final long table;
  private final ConcurrentHashMap<Long, FollowedPartitions> place;
  private final long most;

  /** The table by which the next reading is done: its newest state that a reader came with. */
  private volatile Table known;

  /** Partitions that were looked up without the index, and how many have to be for it to pay. */
  private long lookUps;

  private long paying = UNKNOWN;

  /**
   * A state of the index.
   *
   * @param index absent while the table is too large for it
   * @param rows read until it was clear that it is
   * @param dropped partitions that went since
   */
  record State(
      @Nullable PartitionIndex index, @Nullable IndexWriter writer, long rows, long dropped) {
    static State of(PartitionIndex index, IndexWriter writer) {
      return new State(index, writer, index.size(), 0);
    }

    static State tooLarge(long rows) {
      return new State(null, null, rows, 0);
    }
  }

  FollowedPartitions(
      FollowedLog log,
      Budget budget,
      Table known,
      ConcurrentHashMap<Long, FollowedPartitions> place,
      long most) {
    super(log, budget);
    this.table = known.id();
    this.known = known;
    this.place = place;
    this.most = most;
  }

  @Override
  void drop() {
    place.remove(table, this);
  }

  void reader(Table newKnown) {
    if (newKnown.version() > known.version()) {
      known = newKnown;
    }
  }

  /**
   * Whether so many partitions have been looked up one by one that the index would have paid.
   *
   * @param count counts the table's partitions; asked once
   */
  boolean pays(int partitions, LongSupplier count) {
    synchronized (this) {
      lookUps += partitions;
      if (paying != UNKNOWN || lookUps < FIRST_LOOK_UPS) {
        return paying != UNKNOWN && lookUps >= paying;
      }
    }
    long counted = count.getAsLong();
    synchronized (this) {
      paying = Math.max(FIRST_LOOK_UPS, counted / ROWS_PER_LOOK_UP);
      return lookUps >= paying;
    }
  }

  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("too many partitions", null, false, false);
    }
  }

  @Override
  State load(Transaction tx) {
    var by = known;
    var writer = new IndexWriter(by, by.createdAt());
    var rows = new long[1];
    try {
      tx.partitions()
          .forEachStored(
              by,
              partition -> {
                writer.add(by, partition);
                // The sum walks over the dictionaries: not for every row.
                if (++rows[0] % PAGE == 0 && writer.memoryOfAdded() > most) {
                  throw new TooLarge();
                }
              });
    } catch (TooLarge e) {
      return State.tooLarge(rows[0]);
    }
    return bounded(writer.first(by), writer);
  }

  private State bounded(PartitionIndex index, IndexWriter writer) {
    return index.memory() > most ? State.tooLarge(index.size()) : State.of(index, writer);
  }

  @Override
  Touching touching(Change change) {
    var id = change.tableId();
    return id != null && id == table ? new Touching.These(List.of(change)) : NOTHING;
  }

  @Override
  @Nullable State refreshed(Transaction tx, State current, List<Object> touched) {
    var changes = new ArrayList<Change>(touched.size());
    touched.forEach(change -> changes.add((Change) change));
    if (current.index() == null || current.writer() == null) {
      return stillTooLarge(current, changes);
    }
    var values = new HashSet<List<String>>();
    var columns = new ArrayList<Long>();
    for (var change : changes) {
      values.addAll(change.partitions());
      var reach = change.details().get(Change.PARTITIONS);
      if (Change.COLUMNS.equals(reach)) {
        columns.add(change.position());
      } else if (reach != null) {
        return null;
      }
    }
    if (values.size() > MOST_TOUCHED || current.writer().isWorn(current.index())) {
      return null;
    }
    var index = withColumns(tx, current.index(), current.writer(), columns);
    return index == null
        ? null
        : bounded(read(tx, index, current.writer(), values), current.writer());
  }

  private static @Nullable State stillTooLarge(State current, List<Change> changes) {
    long dropped = current.dropped();
    for (var change : changes) {
      dropped += change.kind() == ChangeKind.DROP_PARTITION ? change.partitions().size() : 0;
    }
    return dropped > current.rows() / 2 ? null : new State(null, null, current.rows(), dropped);
  }

  /** The index after the changes of columns at these positions; null when the log forgot them. */
  private static @Nullable PartitionIndex withColumns(
      Transaction tx, PartitionIndex index, IndexWriter writer, List<Long> positions) {
    if (positions.isEmpty()) {
      return index;
    }
    var objects = tx.changes().objects(positions);
    var changed = index;
    for (var position : positions) {
      if (!(objects.get(position) instanceof OfTable of) || of.after() == null) {
        return null;
      }
      List<Column> columns = of.after().layout().columns();
      changed = writer.withColumns(changed, columns);
    }
    return changed;
  }

  private PartitionIndex read(
      Transaction tx, PartitionIndex index, IndexWriter writer, Set<List<String>> values) {
    if (values.isEmpty()) {
      return index;
    }
    var by = known;
    var present = tx.partitions().findStored(by, values);
    var absent = new HashSet<>(values);
    for (StoredPartition partition : present) {
      absent.remove(partition.partition().values());
    }
    return writer.changed(index, by, present, absent);
  }

  @Override
  long size(State state) {
    return state.index() == null ? 200 : state.index().memory();
  }
}
