package io.propolis.catalog;

import java.time.Duration;

/**
 * How long the change log remembers.
 *
 * @param retention age at which changes are forgotten (Hive's {@code
 *     metastore.event.db.listener.timetolive})
 * @param cleanInterval time between two looks for changes to forget ({@code
 *     metastore.event.db.listener.clean.interval})
 */
public record ChangeLogSettings(Duration retention, Duration cleanInterval) {
  /** Hive's defaults. */
  public static final ChangeLogSettings DEFAULT =
      new ChangeLogSettings(Duration.ofDays(1), Duration.ofHours(2));

  public ChangeLogSettings {
    if (retention.isNegative() || retention.isZero()) {
      throw new IllegalArgumentException("The change log must remember something: " + retention);
    }
    if (cleanInterval.isNegative() || cleanInterval.isZero()) {
      throw new IllegalArgumentException("Not a time between two cleanings: " + cleanInterval);
    }
  }
}
