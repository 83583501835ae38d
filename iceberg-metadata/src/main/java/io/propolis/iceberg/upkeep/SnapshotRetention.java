package io.propolis.iceberg.upkeep;

import io.propolis.catalog.CatalogException;
import io.propolis.files.Lake;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expires snapshots, as Iceberg's ExpireSnapshots does: branches and tags keep what they need.
 *
 * @param age of the snapshots that stay; absent for the table's {@code
 *     history.expire.max-snapshot-age-ms}, or five days
 * @param least snapshots that stay whatever their age; absent for the table's {@code
 *     history.expire.min-snapshots-to-keep}, or one
 * @param files whether files that nothing refers to any more go with them
 */
public record SnapshotRetention(@Nullable Duration age, @Nullable Integer least, Files files) {
  /** What becomes of the files of snapshots that go. */
  public enum Files {
    STAY,
    GO
  }

  /** What went. */
  public record Removed(long snapshots, long dataFiles, long manifests, long manifestLists) {}

  /** As all of Iceberg's writers name them: {@code <uuid>-m0.avro}. */
  private static final Pattern MANIFEST = Pattern.compile(".*/[^/]+-m\\d+\\.avro");

  /** Expires what is due, in one commit. */
  public Removed apply(Table table, Lake lake, Clock clock) {
    var lists = new HashSet<String>();
    long before = 0;
    for (Snapshot snapshot : table.snapshots()) {
      before++;
      if (snapshot.manifestListLocation() != null) {
        lists.add(snapshot.manifestListLocation());
      }
    }
    if (before == 0) {
      return new Removed(0, 0, 0, 0);
    }
    var removal = new Removal(lake, lists);
    var expire =
        table.expireSnapshots().cleanExpiredFiles(files == Files.GO).deleteWith(removal::delete);
    if (age != null) {
      expire.expireOlderThan(clock.millis() - age.toMillis());
    }
    if (least != null) {
      expire.retainLast(least);
    }
    expire.commit();
    table.refresh();
    long after = 0;
    for (var iterator = table.snapshots().iterator(); iterator.hasNext(); iterator.next()) {
      after++;
    }
    return removal.removed(before - after);
  }

  /** Deletes files, and counts them by what they are. Called by several threads. */
  private static final class Removal {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRetention.class);

    private final Lake lake;
    private final Set<String> manifestLists;
    private final AtomicLong lists = new AtomicLong();
    private final AtomicLong manifests = new AtomicLong();
    private final AtomicLong data = new AtomicLong();

    Removal(Lake lake, Set<String> manifestLists) {
      this.lake = lake;
      this.manifestLists = manifestLists;
    }

    /** One that storage keeps is an orphan from now on. */
    void delete(String location) {
      try {
        lake.delete(location);
      } catch (CatalogException e) {
        LOG.warn("Kept {}: {}", location, e.getMessage());
        return;
      }
      counter(location).incrementAndGet();
    }

    private AtomicLong counter(String location) {
      if (manifestLists.contains(location)) {
        return lists;
      }
      return MANIFEST.matcher(location).matches() ? manifests : data;
    }

    Removed removed(long snapshots) {
      return new Removed(snapshots, data.get(), manifests.get(), lists.get());
    }
  }
}
