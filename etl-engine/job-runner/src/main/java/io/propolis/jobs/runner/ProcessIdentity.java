package io.propolis.jobs.runner;

import java.time.Instant;
import java.util.Optional;

/**
 * A process that another one with the same id later is not mistaken for.
 *
 * @param startedAt epoch milliseconds, -1 when unknown
 */
record ProcessIdentity(long pid, long startedAt) {
  /** The system reckons start times from its boot time, which it may correct a little. */
  private static final long TOLERANCE_MILLIS = 2_000;

  static ProcessIdentity of(ProcessHandle handle) {
    return new ProcessIdentity(
        handle.pid(), handle.info().startInstant().map(Instant::toEpochMilli).orElse(-1L));
  }

  static ProcessIdentity parse(String pid, String startedAt) {
    try {
      return new ProcessIdentity(Long.parseLong(pid), Long.parseLong(startedAt));
    } catch (NumberFormatException e) {
      return new ProcessIdentity(-1, -1);
    }
  }

  /** The process when it still lives and is the same one. */
  Optional<ProcessHandle> living() {
    if (pid < 0 || startedAt < 0) {
      return Optional.empty();
    }
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
  }

  private boolean isSame(ProcessHandle handle) {
    long actual = of(handle).startedAt();
    return actual >= 0 && Math.abs(actual - startedAt) <= TOLERANCE_MILLIS;
  }
}
