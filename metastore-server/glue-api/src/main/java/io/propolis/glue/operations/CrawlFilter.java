package io.propolis.glue.operations;

import static io.propolis.glue.wire.GlueException.invalidInput;

import io.propolis.catalog.model.Run;
import io.propolis.glue.translate.Crawlers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.model.CrawlerHistoryState;
import software.amazon.awssdk.services.glue.model.CrawlsFilter;
import software.amazon.awssdk.services.glue.model.FieldName;
import software.amazon.awssdk.services.glue.model.FilterOperator;

/** Chooses crawls by what ListCrawls is asked for; all filters have to let a crawl pass. */
final class CrawlFilter implements Predicate<Run> {
  private final List<Predicate<Run>> filters;

  private CrawlFilter(List<Predicate<Run>> filters) {
    this.filters = filters;
  }

  /** Throws InvalidInputException for what is no filter. */
  static CrawlFilter of(List<CrawlsFilter> filters, long now) {
    return new CrawlFilter(filters.stream().map(filter -> one(filter, now)).toList());
  }

  boolean isEverything() {
    return filters.isEmpty();
  }

  @Override
  public boolean test(Run run) {
    return filters.stream().allMatch(filter -> filter.test(run));
  }

  private static Predicate<Run> one(CrawlsFilter filter, long now) {
    var field = Given.required(filter.fieldName(), "FieldName");
    var operator = Given.required(filter.filterOperator(), "FilterOperator");
    var value = Given.required(filter.fieldValue(), "FieldValue").strip();
    return switch (field) {
      case CRAWL_ID -> sameText(field, operator, value, Run::id);
      case STATE -> {
        if (CrawlerHistoryState.fromValue(value) == CrawlerHistoryState.UNKNOWN_TO_SDK_VERSION) {
          throw invalidInput(
              "FieldValue of STATE must be one of %s, not: %s"
                  .formatted(CrawlerHistoryState.knownValues(), value));
        }
        yield sameText(field, operator, value, run -> CrawlerRunCalls.state(run).toString());
      }
      case START_TIME -> {
        long time = time(field, value);
        yield run -> passes(operator, Long.compare(run.startedAt(), time));
      }
      case END_TIME -> {
        long time = time(field, value);
        yield run -> run.endedAt() != null && passes(operator, Long.compare(run.endedAt(), time));
      }
      case DPU_HOUR -> {
        double hours = number(field, value).doubleValue();
        yield run -> passes(operator, Double.compare(hours(run, now), hours));
      }
      case UNKNOWN_TO_SDK_VERSION ->
          throw invalidInput("FieldName is unknown: " + filter.fieldNameAsString());
    };
  }

  /** One unit works for as long as a crawl lasts. */
  static double hours(Run run, long now) {
    return Crawlers.seconds(run, now) / 3600;
  }

  private static Predicate<Run> sameText(
      FieldName field,
      FilterOperator operator,
      String value,
      java.util.function.Function<Run, String> text) {
    if (operator != FilterOperator.EQ && operator != FilterOperator.NE) {
      throw invalidInput(
          "FilterOperator of %s must be EQ or NE, not: %s".formatted(field, operator));
    }
    return run -> text.apply(run).equals(value) == (operator == FilterOperator.EQ);
  }

  private static boolean passes(FilterOperator operator, int compared) {
    return switch (operator) {
      case GT -> compared > 0;
      case GE -> compared >= 0;
      case LT -> compared < 0;
      case LE -> compared <= 0;
      case EQ -> compared == 0;
      case NE -> compared != 0;
      case UNKNOWN_TO_SDK_VERSION -> throw invalidInput("FilterOperator is unknown");
    };
  }

  /** Milliseconds since the epoch, or a time of ISO 8601. */
  private static long time(FieldName field, String value) {
    try {
      return value.contains("T")
          ? Instant.parse(value).toEpochMilli()
          : number(field, value).longValue();
    } catch (DateTimeParseException e) {
      throw invalidInput("FieldValue of %s is no time: %s".formatted(field, value));
    }
  }

  private static BigDecimal number(FieldName field, String value) {
    try {
      return new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw invalidInput("FieldValue of %s is no number: %s".formatted(field, value));
    }
  }
}
