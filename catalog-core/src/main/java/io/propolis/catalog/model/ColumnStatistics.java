package io.propolis.catalog.model;

/**
 * Statistics of one column of a table or partition.
 *
 * @param column folded
 * @param engine who computed them ("hive" unless said; Impala keeps its own)
 * @param analyzedAt epoch milliseconds; 0 when unknown
 */
public record ColumnStatistics(
    String column, String type, String engine, long analyzedAt, StatisticsData data) {
  /** Hive's default engine name. */
  public static final String HIVE_ENGINE = "hive";

  public ColumnStatistics {
    column = Names.fold(column);
  }

  public ColumnStatistics withAnalyzedAt(long millis) {
    return new ColumnStatistics(column, type, engine, millis, data);
  }
}
