package io.propolis.catalog;

import io.propolis.catalog.model.workload.ReplicationMetrics;
import io.propolis.catalog.model.workload.RuntimeStatistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What Hive's servers report of their work: runtime statistics and replication metrics. Each report
 * also removes what is older than {@link WorkloadSettings} keeps.
 */
public final class ReportOperations {
  private final Context context;

  ReportOperations(Context context) {
    this.context = context;
  }

  /** Keeps statistics under the time of now. */
  public void add(int weight, RuntimeStatistics.Payload payload) {
    long now = context.clock().millis();
    var age = context.settings().workload().runtimeStatisticsAge();
    context
        .store()
        .<Void>write(
            tx -> {
              tx.runtimeStatistics().deleteUntil(now - age.toMillis());
              tx.runtimeStatistics().append(new RuntimeStatistics(now, weight, payload));
              return null;
            });
  }

  /**
   * The newest statistics, newest first, until their weights reach {@code weight}; the one that
   * reaches it is included.
   *
   * @param weight negative for all
   * @param before epoch milliseconds; only older ones are meant; 0 for all
   */
  public List<RuntimeStatistics> runtimeStatistics(long weight, long before) {
    long enough = weight < 0 ? Long.MAX_VALUE : Math.max(1, weight);
    long end = before <= 0 ? Long.MAX_VALUE : before;
    return context.store().read(tx -> tx.runtimeStatistics().newest(enough, end));
  }

  /** Keeps metrics; what is known of their executions is updated. */
  public void add(Collection<ReplicationMetrics> reported) {
    if (reported.isEmpty()) {
      return;
    }
    long now = context.clock().millis();
    var age = context.settings().workload().replicationMetricsAge();
    var news = new LinkedHashMap<Long, ReplicationMetrics>();
    for (var metrics : reported) {
      news.merge(
          metrics.scheduledExecution(), metrics.withStartedAt(now), ReplicationMetrics::updatedBy);
    }
    context
        .store()
        .<Void>write(
            tx -> {
              tx.replicationMetrics().deleteUntil(now - age.toMillis());
              var updated = new ArrayList<ReplicationMetrics>();
              for (var known : tx.replicationMetrics().hold(news.values())) {
                updated.add(known.updatedBy(news.getOrDefault(known.scheduledExecution(), known)));
              }
              tx.replicationMetrics().put(updated);
              return null;
            });
  }

  /** Newest execution first. */
  public List<ReplicationMetrics> ofPolicy(String policy) {
    return context.store().read(tx -> tx.replicationMetrics().ofPolicy(policy));
  }

  public List<ReplicationMetrics> ofExecution(long scheduledExecution) {
    return context.store().read(tx -> tx.replicationMetrics().ofExecution(scheduledExecution));
  }

  /** Newest execution first. */
  public List<ReplicationMetrics> ofDump(long dumpExecution) {
    return context.store().read(tx -> tx.replicationMetrics().ofDump(dumpExecution));
  }
}
