package io.propolis.crawlers.definition;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;

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

  private Schedules() {}

  /** The expression itself when it is one. */
  static String checked(String schedule) {
    var trimmed = schedule.strip();
    if (!trimmed.startsWith("cron(") || !trimmed.endsWith(")")) {
      throw new InvalidDefinitionException(
          "Schedule must be cron(minutes hours day-of-month month day-of-week year), not: "
              + schedule);
    }
    try {
      new CronParser(GLUE).parse(trimmed.substring(5, trimmed.length() - 1)).validate();
    } catch (IllegalArgumentException e) {
      throw new InvalidDefinitionException(
          "Schedule %s is no cron expression: %s".formatted(schedule, e.getMessage()), e);
    }
    return trimmed;
  }
}
