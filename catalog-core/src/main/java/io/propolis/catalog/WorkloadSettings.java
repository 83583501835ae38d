package io.propolis.catalog;

import java.time.Duration;

/**
 * What an operator decides about resource plans, scheduled queries and what Hive's servers report.
 *
 * @param defaultPoolSize queries at once in the pool that comes with a new plan; 0 for no such pool
 * @param scheduledQueries whether scheduled queries are served at all
 * @param executionTimeout how long an execution may show no progress before it counts as lost
 * @param executionAge how long ended executions are kept
 * @param disableAfterFailures failures in a row that disable a scheduled query; 0 for never
 * @param skipAfterFailures failures in a row up to which each makes a query miss one turn more; 0
 *     for never
 * @param runtimeStatisticsAge how long runtime statistics are kept
 * @param replicationMetricsAge how long replication metrics are kept
 */
public record WorkloadSettings(
    int defaultPoolSize,
    boolean scheduledQueries,
    Duration executionTimeout,
    Duration executionAge,
    int disableAfterFailures,
    int skipAfterFailures,
    Duration runtimeStatisticsAge,
    Duration replicationMetricsAge) {
  /** Hive's. */
  public static final WorkloadSettings DEFAULT =
      new WorkloadSettings(
          4,
          true,
          Duration.ofSeconds(120),
          Duration.ofDays(30),
          0,
          0,
          Duration.ofDays(3),
          Duration.ofDays(7));
}
