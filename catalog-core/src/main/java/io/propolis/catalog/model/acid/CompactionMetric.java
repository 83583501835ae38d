package io.propolis.catalog.model.acid;

import io.propolis.catalog.model.TableName;
import org.jspecify.annotations.Nullable;

/**
 * How many deltas of some sort a table or partition has, while that is more than it should.
 *
 * @param version one more with every change
 */
public record CompactionMetric(
    TableName table, @Nullable String partition, Kind kind, long value, long version) {
  /** Hive's {@code CompactionMetricsMetricType}. */
  public enum Kind {
    NUM_OBSOLETE_DELTAS,
    NUM_DELTAS,
    NUM_SMALL_DELTAS
  }
}
