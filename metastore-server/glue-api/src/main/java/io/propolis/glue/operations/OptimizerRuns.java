package io.propolis.glue.operations;

import io.propolis.catalog.model.OptimizerProgress;
import io.propolis.catalog.model.OptimizerType;
import io.propolis.catalog.model.Run;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.glue.model.CompactionStrategy;
import software.amazon.awssdk.services.glue.model.RunMetrics;
import software.amazon.awssdk.services.glue.model.TableOptimizerEventType;
import software.amazon.awssdk.services.glue.model.TableOptimizerRun;

/** Runs of optimizers as the API shows them. No DPUs are counted: the server does the work. */
final class OptimizerRuns {
  private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

  private OptimizerRuns() {}

  /**
   * A run.
   *
   * @param configured strategy of compaction, for runs that ended before they told theirs
   */
  static TableOptimizerRun of(Run run, OptimizerType type, CompactionStrategy configured) {
    var reply =
        TableOptimizerRun.builder()
            .eventType(event(run.state()))
            .startTimestamp(Instant.ofEpochMilli(run.startedAt()))
            .error(run.error());
    var ended = run.endedAt();
    if (ended == null) {
      return reply.build();
    }
    reply.endTimestamp(Instant.ofEpochMilli(ended));
    if (type == OptimizerType.COMPACTION) {
      var told = run.progress().get(OptimizerProgress.STRATEGY);
      reply.compactionStrategy(told == null ? configured : CompactionStrategy.fromValue(told));
    }
    if (run.state() == Run.State.SUCCEEDED) {
      measured(reply, run, type, (ended - run.startedAt()) / MILLIS_PER_HOUR);
    }
    return reply.build();
  }

  private static TableOptimizerEventType event(Run.State state) {
    return switch (state) {
      case WAITING, STARTING -> TableOptimizerEventType.STARTING;
      case RUNNING, STOPPING -> TableOptimizerEventType.IN_PROGRESS;
      case SUCCEEDED -> TableOptimizerEventType.COMPLETED;
      case STOPPED, FAILED, TIMEOUT, ERROR -> TableOptimizerEventType.FAILED;
    };
  }

  private static void measured(
      TableOptimizerRun.Builder reply, Run run, OptimizerType type, double hours) {
    switch (type) {
      case COMPACTION -> {
        long files = number(run, OptimizerProgress.FILES_COMPACTED);
        long bytes = number(run, OptimizerProgress.BYTES_COMPACTED);
        reply
            .metrics(
                RunMetrics.builder()
                    .numberOfFilesCompacted(Long.toString(files))
                    .numberOfBytesCompacted(Long.toString(bytes))
                    .jobDurationInHour(Double.toString(hours))
                    .build())
            .compactionMetrics(
                metrics ->
                    metrics.icebergMetrics(
                        of ->
                            of.numberOfFilesCompacted(files)
                                .numberOfBytesCompacted(bytes)
                                .jobDurationInHour(hours)));
      }
      case RETENTION ->
          reply.retentionMetrics(
              metrics ->
                  metrics.icebergMetrics(
                      of ->
                          of.numberOfDataFilesDeleted(number(run, OptimizerProgress.DATA_FILES))
                              .numberOfManifestFilesDeleted(
                                  number(run, OptimizerProgress.MANIFESTS))
                              .numberOfManifestListsDeleted(
                                  number(run, OptimizerProgress.MANIFEST_LISTS))
                              .jobDurationInHour(hours)));
      case ORPHAN_FILE_DELETION ->
          reply.orphanFileDeletionMetrics(
              metrics ->
                  metrics.icebergMetrics(
                      of ->
                          of.numberOfOrphanFilesDeleted(number(run, OptimizerProgress.ORPHANS))
                              .jobDurationInHour(hours)));
    }
  }

  private static long number(Run run, String name) {
    return Long.parseLong(run.progress().getOrDefault(name, "0"));
  }
}
