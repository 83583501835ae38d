package io.propolis.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.server.api.GlueClient;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists crawlers. */
@Command(
    name = "list",
    abbreviateSynopsis = true,
    description = {"List crawlers: what they do, and how their last crawl ended.", ""})
final class CrawlerListCommand extends CrawlerApiCommand {
  CrawlerListCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    var crawlers = glue.all("GetCrawlers", GlueClient.object(), "Crawlers");
    if (!crawlers.isEmpty()) {
      say("%-30s %-8s %-9s %-20s %s", "CRAWLER", "STATE", "LAST", "BEGAN", "SCHEDULE");
    }
    for (var crawler : crawlers) {
      var last = crawler.path("LastCrawl");
      say(
          "%-30s %-8s %-9s %-20s %s",
          crawler.path("Name").asText(),
          crawler.path("State").asText(),
          last.path("Status").asText("-"),
          time(last.path("StartTime")),
          schedule(crawler.path("Schedule")));
    }
    if (crawlers.isEmpty()) {
      say("There are no crawlers.");
    }
    return 0;
  }

  private static String schedule(JsonNode schedule) {
    var expression = schedule.path("ScheduleExpression").asText("");
    return schedule.path("State").asText().equals("NOT_SCHEDULED")
        ? expression + " (paused)"
        : expression;
  }
}
