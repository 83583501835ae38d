package io.propolis.jobs.runner;

import java.util.List;

/** As many runs of a job are under way as its MaxConcurrentRuns allows. */
public final class ConcurrentRunsExceededException extends RuntimeException {
  ConcurrentRunsExceededException(String job, int limit, List<String> runIds) {
    super(
        "Concurrent runs exceeded for job %s: MaxConcurrentRuns is %d and %s under way (%s)"
            .formatted(
                job,
                limit,
                runIds.size() == 1 ? "one run is" : runIds.size() + " runs are",
                String.join(", ", runIds)));
  }
}
