package io.propolis.jobs.runner;

import io.propolis.catalog.model.Run;

/** Told every state of a run after it is stored, in order, from the run's own thread. */
@FunctionalInterface
public interface RunListener {
  void stateChanged(Run run);
}
