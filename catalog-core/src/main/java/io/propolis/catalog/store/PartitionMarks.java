package io.propolis.catalog.store;

import io.propolis.catalog.model.Table;
import java.util.List;

/** What has happened to partitions, which need not exist. Marks go with their table. */
public interface PartitionMarks {
  /** What partitions are marked for; names are Hive's {@code PartitionEventType}. */
  enum Event {
    LOAD_DONE
  }

  /** Marking twice is marking once. */
  void mark(Table table, List<String> values, Event event);

  boolean isMarked(Table table, List<String> values, Event event);
}
