package io.propolis.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.server.CommandException;
import io.propolis.server.api.GlueClient;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a crawl. */
@Command(
    name = "start",
    abbreviateSynopsis = true,
    description = {"Start a crawl.", ""})
final class CrawlerStartCommand extends CrawlerApiCommand {
  @Parameters(paramLabel = "NAME", description = "The crawler.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String name;

  @Option(names = "--wait", description = "Wait for its end; fail when it does.")
  private boolean wait;

  CrawlerStartCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    var before = lastCrawl(crawler(glue, name));
    glue.call("StartCrawler", GlueClient.object().put("Name", name));
    say("crawler %s starts", name);
    return wait ? await(glue, before) : 0;
  }

  private static String lastCrawl(JsonNode crawler) {
    return crawler.path("LastCrawl").path("MessagePrefix").asText("");
  }

  private int await(GlueClient glue, String before) {
    for (; ; ) {
      pause();
      var crawler = crawler(glue, name);
      if (crawler.path("State").asText().equals("READY") && !lastCrawl(crawler).equals(before)) {
        return report(glue, crawler.path("LastCrawl"));
      }
    }
  }

  private int report(GlueClient glue, JsonNode last) {
    var status = last.path("Status").asText();
    if (!status.equals("SUCCEEDED")) {
      complain(
          "crawler %s %s: %s",
          name,
          status.toLowerCase(Locale.ROOT),
          last.path("ErrorMessage").asText("it was stopped"));
      return 1;
    }
    var crawls =
        glue.call("ListCrawls", GlueClient.object().put("CrawlerName", name).put("MaxResults", 1));
    var crawl = crawls.path("Crawls").path(0);
    say(
        "crawler %s succeeded after %.1f s: %s",
        name,
        crawl.path("DPUHour").asDouble() * 3600,
        crawl.path("Summary").asText("nothing to write"));
    return 0;
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.because(
          "interrupted", "the command was stopped", "the crawl goes on", e);
    }
  }
}
