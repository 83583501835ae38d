package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.api.ApiKind.Reading;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Schedules that somebody stopped, and that are to run again. Without the former a file would start
 * what rests on its server; the latter are in no exported file, as schedules run unless stopped.
 */
final class Pauses {
  private Pauses() {}

  /** Whether a schedule rests or runs, by the name that AWS has for it. */
  enum State {
    NOT_SCHEDULED,
    SCHEDULED;

    boolean isOf(JsonNode scheduled) {
      return scheduled.path("Schedule").path("State").asText().equals(name())
          && !scheduled.path("Schedule").path("ScheduleExpression").asText("").isEmpty();
    }
  }

  /** Of crawlers. */
  record Crawlers(State state) implements Reading {
    static final String CRAWLER = "CrawlerName";

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return glue.find("GetCrawler", object().put("Name", named.path(CRAWLER).asText()))
          .filter(reply -> state.isOf(reply.path("Crawler")))
          .map(reply -> named);
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      if (state == State.SCHEDULED) {
        return Stream.of();
      }
      return glue.all("GetCrawlers", object(), "Crawlers").stream()
          .filter(state::isOf)
          .map(each -> object().put(CRAWLER, each.path("Name").asText()));
    }
  }

  /** Of column statistics. */
  record Statistics(State state) implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return glue.find("GetColumnStatisticsTaskSettings", named)
          .filter(reply -> state.isOf(reply.path("ColumnStatisticsTaskSettings")))
          .map(reply -> named);
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return state == State.SCHEDULED ? Stream.of() : new TableSettings.Statistics().keys(glue);
    }
  }
}
