package io.propolis.jobs.model;

import java.time.Duration;

/**
 * Bounds on the runs of a job.
 *
 * @param maxConcurrentRuns runs at the same time, at least 1
 * @param maxRetries further attempts after a failed one; a timeout or a cancel is not retried
 * @param timeout how long one attempt may take
 */
public record JobLimits(int maxConcurrentRuns, int maxRetries, Duration timeout) {
  public JobLimits {
    if (maxConcurrentRuns < 1 || maxRetries < 0 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "impossible limits: %d concurrent runs, %d retries, timeout %s"
              .formatted(maxConcurrentRuns, maxRetries, timeout));
    }
  }
}
