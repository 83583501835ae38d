package io.propolis.jobs.runner;

import io.propolis.catalog.model.Run.State;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
record Outcome(State state, @Nullable String reason) {
  static Outcome succeeded() {
    return new Outcome(State.SUCCEEDED, null);
  }

  static Outcome failed(String reason) {
    return new Outcome(State.FAILED, reason);
  }
}
