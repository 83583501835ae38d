package io.propolis.faults;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is like.
 *
 * @param name of the database, for reports
 * @param seed chooses calls and faults; what they meet is up to the machine
 * @param duration after which no new period begins
 * @param period how long clients call and faults happen before everything is checked
 * @param clients how many there are at once
 * @param folder where logs are, and the history of a run that fails
 */
public record FaultSettings(
    String name, long seed, Duration duration, Duration period, int clients, Path folder) {
  /** Locks of clients that are silent for longer are free. */
  public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(3);

  /** A fault may outlast the leases of whom it strikes. */
  static final Duration LONGEST_FAULT = Duration.ofSeconds(5);

  /** After which a client gives up a call: above the longest fault. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

  /** How much later than its time a lock of a dead client may still stand. */
  static final Duration LOCK_DELAY = Duration.ofSeconds(15);

  /** How soon everything has to work again after the last fault. */
  static final Duration RECOVERY = Duration.ofSeconds(60);
}
