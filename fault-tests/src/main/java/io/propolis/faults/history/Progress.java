package io.propolis.faults.history;

import java.util.concurrent.atomic.LongAdder;

/** How many calls were answered so far: what a fast and a slow machine measure alike. */
public final class Progress {
  private final LongAdder answered = new LongAdder();

  /** One more. */
  public void answered() {
    answered.increment();
  }

  /** Calls of all clients that ended with a known outcome. */
  public long count() {
    return answered.sum();
  }
}
