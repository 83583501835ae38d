package io.propolis.server.cli;

import io.propolis.server.api.GlueClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists crawls. */
@Command(
    name = "history",
    abbreviateSynopsis = true,
    description = {"List the crawls of a crawler, newest first.", ""})
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
    for (var crawl : crawls) {
      say(
          "%s %-9s %s %7.1f s  %s",
          crawl.path("CrawlId").asText(),
          crawl.path("State").asText(),
          time(crawl.path("StartTime")),
          crawl.path("DPUHour").asDouble() * 3600,
          crawl.path("ErrorMessage").asText(crawl.path("Summary").asText("")));
    }
    if (crawls.isEmpty()) {
      say("Crawler %s has not crawled.", name);
    }
    return 0;
  }
}
