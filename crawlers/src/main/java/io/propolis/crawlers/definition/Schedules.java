package io.propolis.crawlers.definition;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Glue's schedules: {@code cron(minutes hours day-of-month month day-of-week year)} in UTC. */
final class Schedules {
  private static final CronDefinition GLUE =
      CronDefinitionBuilder.defineCron()
          .withMinutes()
          .and()
          .withHours()
          .and()
          .withDayOfMonth()
          .supportsL()
          .supportsW()
          .supportsLW()
          .supportsQuestionMark()
          .and()
          .withMonth()
          .and()
          .withDayOfWeek()
          .withValidRange(1, 7)
          .withMondayDoWValue(2)
          .supportsL()
          .supportsHash()
          .supportsQuestionMark()
          .and()
          .withYear()
          .withValidRange(1970, 2199)
          .and()
          .instance();

  private static final int DAY_OF_MONTH = 2;
  private static final int DAY_OF_WEEK = 4;

  private Schedules() {}

  /** The expression itself when it is one. */
  static String checked(String schedule) {
    var cron = parsed(schedule);
    var fields = cron.asString().split(" ", -1);
    // Glue refuses it; people would take it for one day or the other, others for both.
    if (!fields[DAY_OF_MONTH].equals("?") && !fields[DAY_OF_WEEK].equals("?")) {
      throw new InvalidDefinitionException(
          ("Schedule %s names both a day of the month (%s) and a day of the week (%s):"
                  + " one of them must be ?")
              .formatted(schedule, fields[DAY_OF_MONTH], fields[DAY_OF_WEEK]));
    }
    return schedule.strip();
  }

  /** The first time after a moment; empty when there is none. */
  static Optional<Instant> next(String schedule, Instant moment) {
    return ExecutionTime.forCron(parsed(schedule))
        .nextExecution(moment.atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toInstant);
  }

  private static Cron parsed(String schedule) {
    var trimmed = schedule.strip();
    if (!trimmed.startsWith("cron(") || !trimmed.endsWith(")")) {
      throw new InvalidDefinitionException(
          "Schedule must be cron(minutes hours day-of-month month day-of-week year), not: "
              + schedule);
    }
    try {
      return new CronParser(GLUE).parse(trimmed.substring(5, trimmed.length() - 1)).validate();
    } catch (IllegalArgumentException e) {
      throw new InvalidDefinitionException(
          "Schedule %s is no cron expression: %s".formatted(schedule, e.getMessage()), e);
    }
  }
}
