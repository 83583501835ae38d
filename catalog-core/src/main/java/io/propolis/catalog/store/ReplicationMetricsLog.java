package io.propolis.catalog.store;

import io.propolis.catalog.model.workload.ReplicationMetrics;
import java.util.Collection;
import java.util.List;

/** Replication metrics, one for each scheduled execution. Lists begin with the newest execution. */
public interface ReplicationMetricsLog {
  /**
   * Stores metrics of executions that are new, and returns what is stored of all of them, which
   * nobody else changes before this transaction ends.
   *
   * @param reported one for each execution
   */
  List<ReplicationMetrics> hold(Collection<ReplicationMetrics> reported);

  /** Stores them in place of others of the same executions. */
  void put(Collection<ReplicationMetrics> metrics);

  List<ReplicationMetrics> ofPolicy(String policy);

  List<ReplicationMetrics> ofExecution(long scheduledExecution);

  List<ReplicationMetrics> ofDump(long dumpExecution);

  /** Deletes what was first reported then or earlier (epoch milliseconds). */
  void deleteUntil(long time);
}
