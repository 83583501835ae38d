package io.propolis.catalog.cache;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.TableSummary;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What objects take in memory, estimated for a JVM with compressed references. */
final class Sizes {
  private static final long OBJECT = 40;
  private static final long KEPT = 120;

  private Sizes() {}

  static long of(@Nullable String text) {
    return text == null ? 0 : 48 + text.length();
  }

  private static long of(Collection<String> texts) {
    return texts.stream().mapToLong(Sizes::of).sum() + OBJECT + 4L * texts.size();
  }

  static long of(Map<String, String> map) {
    long size = OBJECT;
    for (var entry : map.entrySet()) {
      size += 8 + of(entry.getKey()) + of(entry.getValue());
    }
    return size;
  }

  static long of(Database database) {
    return KEPT
        + OBJECT
        + of(database.name().catalog())
        + of(database.name().name())
        + of(database.description())
        + of(database.location())
        + of(database.managedLocation())
        + of(database.owner())
        + of(database.parameters())
        + of(database.extras());
  }

  static long of(Table table) {
    return KEPT
        + 4 * OBJECT
        + of(table.name().name())
        + of(table.owner())
        + of(table.location())
        + of(table.viewOriginalText())
        + of(table.viewExpandedText())
        + ofColumns(table.partitionKeys())
        + of(table.parameters())
        + of(table.extras())
        + of(table.layout());
  }

  /** But for its layout, which others share. */
  static long of(Partition partition) {
    return KEPT
        + of(partition.values())
        + of(partition.location())
        + of(partition.parameters())
        + of(partition.extras());
  }

  private static long of(StorageLayout layout) {
    return 3 * OBJECT
        + ofColumns(layout.columns())
        + of(layout.parameters())
        + of(layout.serDe().parameters())
        + of(layout.bucketColumns())
        + 200;
  }

  private static long ofColumns(Collection<Column> columns) {
    long size = OBJECT;
    for (var column : columns) {
      size += OBJECT + of(column.name()) + of(column.type()) + of(column.comment());
    }
    return size;
  }

  static long of(TableSummary summary) {
    return 3 * OBJECT + of(summary.name().name()) + of(summary.owner()) + of(summary.parameters());
  }
}
