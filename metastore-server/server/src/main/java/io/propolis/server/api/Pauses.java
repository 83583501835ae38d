package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.api.ApiKind.Reading;
import java.util.Optional;
import java.util.stream.Stream;

/** Schedules that somebody stopped. Without them a file would start what rests on its server. */
final class Pauses {
  private Pauses() {}

  static boolean isPaused(JsonNode scheduled) {
    return scheduled.path("Schedule").path("State").asText().equals("NOT_SCHEDULED")
        && !scheduled.path("Schedule").path("ScheduleExpression").asText("").isEmpty();
  }

  /** Of crawlers. */
  record Crawlers() implements Reading {
    static final String CRAWLER = "CrawlerName";

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return glue.find("GetCrawler", object().put("Name", named.path(CRAWLER).asText()))
          .filter(reply -> isPaused(reply.path("Crawler")))
          .map(reply -> named);
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return glue.all("GetCrawlers", object(), "Crawlers").stream()
          .filter(Pauses::isPaused)
          .map(each -> object().put(CRAWLER, each.path("Name").asText()));
    }
  }

  /** Of column statistics. */
  record Statistics() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return glue.find("GetColumnStatisticsTaskSettings", named)
          .filter(reply -> isPaused(reply.path("ColumnStatisticsTaskSettings")))
          .map(reply -> named);
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return new TableSettings.Statistics().keys(glue);
    }
  }
}
