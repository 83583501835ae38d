package io.propolis.catalog.cache;

import io.propolis.catalog.index.PartitionIndex;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Partitions of all tables that were found by their values lately, as they were made of an index.
 * What is kept counts for that very state of the index and that very record of the table, both of
 * which a reader brings: a change gives him another one, and so nothing that was made before.
 *
 * <p>Hot: gives up one place for each partition for one look at one place; {@code bench} measures
 * it with {@code get_partition}. {@link PartitionIndex#find(List)} is the plain twin.
 */
final class HotPartitions extends Budget.Held {
  /** A power of two. */
  private static final int PLACES = 1 << 12;

  /** Larger ones are not kept: 32 MiB in all at most. */
  private static final long MOST_BYTES = 8 * 1024;

  private record Made(Object index, Table table, Partition partition, long bytes) {}

  private final Budget budget;
  private final AtomicReferenceArray<@Nullable Made> places = new AtomicReferenceArray<>(PLACES);
  private final AtomicLong bytes = new AtomicLong();

  HotPartitions(Budget budget) {
    this.budget = budget;
  }

  /** The partition of the index that has these values. */
  Optional<Partition> find(Table table, PartitionIndex index, List<String> values) {
    int place = place(table, values);
    var made = places.get(place);
    if (made != null
        && made.index() == index.identity()
        && made.table() == table
        && isSame(made.partition().values(), values)) {
      touch();
      return Optional.of(made.partition());
    }
    int row = index.find(values);
    if (row < 0) {
      return Optional.empty();
    }
    var partition = index.decoder(table).partition(row);
    keep(place, new Made(index.identity(), table, partition, Sizes.of(partition)));
    return Optional.of(partition);
  }

  private static int place(Table table, List<String> values) {
    int hash = Long.hashCode(table.id());
    for (int i = 0; i < values.size(); i++) {
      hash = 31 * hash + values.get(i).hashCode();
    }
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }

  /** Without iterators, which the lists of two kinds would make. */
  private static boolean isSame(List<String> one, List<String> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).equals(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void keep(int place, Made made) {
    if (made.bytes() > MOST_BYTES) {
      return;
    }
    var before = places.getAndSet(place, made);
    long grown = made.bytes() - (before == null ? 0 : before.bytes());
    budget.count(this, bytes.addAndGet(grown));
  }

  @Override
  void drop() {
    for (int place = 0; place < PLACES; place++) {
      var dropped = places.getAndSet(place, null);
      if (dropped != null) {
        bytes.addAndGet(-dropped.bytes());
      }
    }
  }
}
