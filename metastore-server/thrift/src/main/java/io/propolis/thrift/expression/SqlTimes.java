package io.propolis.thrift.expression;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Dates and times of Hive 2.3, which are moments in the time zone of a client that does not say
 * which it is.
 */
final class SqlTimes {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long QUARTER = Duration.ofMinutes(15).toMillis();

  /** Zones lie between 12 hours west and 14 hours east, where some show the same clock. */
  private static final long CERTAINLY_WEST = Duration.ofHours(10).toMillis();

  private static final long CERTAINLY_EAST = Duration.ofHours(12).toMillis();

  private SqlTimes() {}

  /** The date whose midnight it is where the client is, found without knowing where. */
  static LocalDate date(long millis) throws UnreadableExpressionException {
    try {
      var here = Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()).toLocalDateTime();
      if (here.toLocalTime().equals(LocalTime.MIDNIGHT)) {
        return here.toLocalDate();
      }
      long afterMidnight = Math.floorMod(millis, DAY);
      if (afterMidnight % QUARTER != 0) {
        throw new UnreadableExpressionException("it has a date that is midnight in no zone");
      }
      if (afterMidnight >= CERTAINLY_WEST && afterMidnight <= CERTAINLY_EAST) {
        throw new UnreadableExpressionException(
            "it has a date that is midnight on both sides of the date line, and not here");
      }
      var there = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalDate();
      return afterMidnight < CERTAINLY_WEST ? there : there.plusDays(1);
    } catch (DateTimeException e) {
      throw new UnreadableExpressionException("it has a date that is none: " + e.getMessage());
    }
  }

  /** As Hive reads it: in the server's own zone. */
  static LocalDateTime timestamp(long millis, int nanos) throws UnreadableExpressionException {
    try {
      return Instant.ofEpochMilli(millis)
          .atZone(ZoneId.systemDefault())
          .toLocalDateTime()
          .withNano(nanos);
    } catch (DateTimeException e) {
      throw new UnreadableExpressionException("it has a timestamp that is none: " + e.getMessage());
    }
  }
}
