package io.propolis.catalog.model.workload;

import org.jspecify.annotations.Nullable;

/**
 * How far one execution of a replication policy is.
 *
 * @param startedAt when it was first reported, epoch milliseconds
 * @param metadata text of the reporting server
 * @param progress text of the reporting server, compressed or not as the format says
 */
public record ReplicationMetrics(
    long scheduledExecution,
    String policy,
    long dumpExecution,
    long startedAt,
    @Nullable String metadata,
    @Nullable String progress,
    @Nullable String messageFormat) {

  /** Later news of the same execution: texts that it leaves out stay. */
  public ReplicationMetrics updatedBy(ReplicationMetrics news) {
    return new ReplicationMetrics(
        scheduledExecution,
        policy,
        dumpExecution,
        startedAt,
        orElse(news.metadata, metadata),
        orElse(news.progress, progress),
        news.messageFormat);
  }

  public ReplicationMetrics withStartedAt(long millis) {
    return new ReplicationMetrics(
        scheduledExecution, policy, dumpExecution, millis, metadata, progress, messageFormat);
  }

  private static @Nullable String orElse(@Nullable String text, @Nullable String other) {
    return text == null || text.isEmpty() ? other : text;
  }
}
