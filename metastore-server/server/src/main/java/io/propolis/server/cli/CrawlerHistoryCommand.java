package io.propolis.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.server.api.GlueClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists crawls. */
@Command(
    name = "history",
    abbreviateSynopsis = true,
    description = {
      "List the crawls of a crawler, newest first: what they did, or how far they have come.",
      ""
    })
final class CrawlerHistoryCommand extends CrawlerApiCommand {
  @Parameters(paramLabel = "NAME", description = "The crawler.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String name;

  CrawlerHistoryCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    var request = GlueClient.object().put("CrawlerName", name).put("MaxResults", 100);
    var crawls = glue.all("ListCrawls", request, "Crawls");
    if (!crawls.isEmpty()) {
      say("%-36s %-9s %-20s %9s  %s", "CRAWL", "STATE", "BEGAN", "TOOK", "WHAT IT DID");
    }
    for (var crawl : crawls) {
      say(
          "%-36s %-9s %-20s %7.1f s  %s",
          crawl.path("CrawlId").asText(),
          crawl.path("State").asText(),
          time(crawl.path("StartTime")),
          crawl.path("DPUHour").asDouble() * 3600,
          outcome(crawl));
    }
    if (crawls.isEmpty()) {
      say("Crawler %s has not crawled.", name);
    }
    return 0;
  }

  private static String outcome(JsonNode crawl) {
    var error = crawl.path("ErrorMessage").asText("");
    var summary = crawl.path("Summary").asText("");
    if (!error.isEmpty()) {
      return CrawlSummary.ofChanges(summary).map(done -> done + "; " + error).orElse(error);
    }
    var state = crawl.path("State").asText();
    if (state.equals("RUNNING")) {
      return summary.isEmpty() ? "" : CrawlSummary.words(summary);
    }
    // Who was stopped before there was anything to tell has not found that nothing changed.
    return summary.isEmpty() && !state.equals("COMPLETED") ? "" : CrawlSummary.ofEnded(summary);
  }
}
