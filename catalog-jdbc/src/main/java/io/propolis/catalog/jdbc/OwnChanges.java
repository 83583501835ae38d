package io.propolis.catalog.jdbc;

import io.propolis.catalog.store.CommittedChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * The newest changes that this process has committed: it need not read them back to follow the log.
 * Bounded; what is missing is in the database. Thread-safe.
 */
final class OwnChanges {
  /** Changes, partitions named in them and columns of their tables: a few megabytes. */
  private static final long MOST = 20_000;

  private final TreeMap<Long, CommittedChange> byPosition = new TreeMap<>();
  private long weight;

  synchronized void add(Collection<CommittedChange> committed) {
    for (var each : committed) {
      byPosition.put(each.change().position(), each);
      weight += weight(each);
    }
    var oldest = byPosition.values().iterator();
    while (weight > MOST && oldest.hasNext()) {
      weight -= weight(oldest.next());
      oldest.remove();
    }
  }

  /**
   * Those that stand directly behind a position, up to the first change that is not known here. Who
   * asks has followed the log that far: what is before is forgotten.
   */
  synchronized List<CommittedChange> after(long position) {
    var followed = byPosition.headMap(position, true);
    followed.values().forEach(each -> weight -= weight(each));
    followed.clear();
    var found = new ArrayList<CommittedChange>();
    for (var entry : byPosition.entrySet()) {
      if (entry.getKey() != position + 1 + found.size()) {
        break;
      }
      found.add(entry.getValue());
    }
    return found;
  }

  private static long weight(CommittedChange committed) {
    var table = committed.table();
    return 1L
        + committed.change().partitions().size()
        + (table == null ? 0 : table.layout().columns().size());
  }
}
