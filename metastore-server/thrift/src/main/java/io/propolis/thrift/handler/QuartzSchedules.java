package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.Schedules;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Quartz's cron expressions, read in one time zone. */
final class QuartzSchedules implements Schedules {
  private static final CronDefinition QUARTZ =
      CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ);

  private final ZoneId zone;

  QuartzSchedules(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public Optional<Instant> next(String expression, Instant moment) {
    try {
      return ExecutionTime.forCron(new CronParser(QUARTZ).parse(expression))
          .nextExecution(moment.atZone(zone))
          .map(ZonedDateTime::toInstant);
    } catch (IllegalArgumentException e) {
      throw invalid(
          Entity.SCHEDULED_QUERY, "Invalid QUARTZ schedule expression: '" + expression + "'");
    }
  }
}
