package io.propolis.jobs.model;

/**
 * How large a run is on a cluster. One worker is the driver; the others execute.
 *
 * @param workers at least 1
 */
public record Capacity(WorkerType workerType, int workers) {
  public Capacity {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1: " + workers);
    }
  }

  /** Executors beside the driver; a single worker still executes. */
  public int executors() {
    return Math.max(1, workers - 1);
  }
}
