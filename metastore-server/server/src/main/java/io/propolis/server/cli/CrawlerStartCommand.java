package io.propolis.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.crawlers.runs.DryRunReport;
import io.propolis.server.CommandException;
import io.propolis.server.api.GlueClient;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a crawl. */
@Command(
    name = "start",
    abbreviateSynopsis = true,
    description = {"Start a crawl.", ""})
final class CrawlerStartCommand extends CrawlerApiCommand {
  private static final int LOOK_MILLIS = 500;

  /** Progress is told every five seconds. */
  private static final int LOOKS_UNTOLD = 10;

  /** A minute without a server. */
  private static final int MOST_ATTEMPTS = 120;

  @Parameters(paramLabel = "NAME", description = "The crawler.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String name;

  @Option(
      names = "--wait",
      description = "Wait for its end, telling how far it has come; fail when it does.")
  private boolean wait;

  @Option(
      names = "--dry-run",
      description = "Wait for the plan of what would be done, show it, and write nothing.")
  private boolean dryRun;

  @Option(names = "--plan", description = "Wait for its end, and show what was done and why.")
  private boolean plan;

  CrawlerStartCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    var before = lastCrawl(crawler(glue, name));
    var request = GlueClient.object().put("Name", name);
    if (dryRun) {
      request.put("DryRun", true);
    }
    glue.call("StartCrawler", request);
    say(dryRun ? "crawler %s starts a dry run" : "crawler %s starts", name);
    return wait || dryRun || plan ? await(glue, before) : 0;
  }

  private static String lastCrawl(JsonNode crawler) {
    return crawler.path("LastCrawl").path("MessagePrefix").asText("");
  }

  private int await(GlueClient glue, String before) {
    var shown = "";
    for (int look = 1; ; look++) {
      pause();
      var crawler = patiently(() -> crawler(glue, name));
      if (crawler.path("State").asText().equals("READY") && !lastCrawl(crawler).equals(before)) {
        return report(glue, crawler.path("LastCrawl"));
      }
      if (look % LOOKS_UNTOLD == 0) {
        var progress = patiently(() -> newest(glue)).path("Summary").asText("");
        if (!progress.isEmpty() && !progress.equals(shown)) {
          tell("crawler %s: %s", name, CrawlSummary.words(progress));
        }
        shown = progress;
      }
    }
  }

  /** A server that is started again goes on with the crawl, and so does another one. */
  private JsonNode patiently(Supplier<JsonNode> question) {
    for (int attempt = 1; ; attempt++) {
      try {
        return question.get();
      } catch (CommandException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
        if (attempt == 1) {
          tell("crawler %s: %s; waiting for it", name, String.valueOf(e.getMessage()));
        }
        pause();
      }
    }
  }

  private JsonNode newest(GlueClient glue) {
    return glue.call(
            "ListCrawls", GlueClient.object().put("CrawlerName", name).put("MaxResults", 1))
        .path("Crawls")
        .path(0);
  }

  private int report(GlueClient glue, JsonNode last) {
    var status = last.path("Status").asText();
    if (dryRun || plan) {
      show(glue, last.path("MessagePrefix").asText());
    }
    if (!status.equals("SUCCEEDED")) {
      CrawlSummary.ofChanges(newest(glue).path("Summary").asText(""))
          .ifPresent(done -> say("crawler %s: %s", name, done));
      complain(
          "crawler %s %s: %s",
          name,
          status.toLowerCase(Locale.ROOT),
          last.path("ErrorMessage").asText("it was stopped"));
      return 1;
    }
    if (dryRun) {
      say("Dry run: nothing was written.");
      return 0;
    }
    var crawl = newest(glue);
    say(
        "crawler %s succeeded after %.1f s: %s",
        name,
        crawl.path("DPUHour").asDouble() * 3600,
        CrawlSummary.words(crawl.path("Summary").asText("")));
    return 0;
  }

  /** What a crawl says of itself and of its tables. */
  private void show(GlueClient glue, String crawl) {
    var prefix = "[" + crawl + "] INFO : ";
    var request = GlueClient.object().put("logGroupName", "/aws-glue/crawlers");
    request.putArray("logStreamNames").add(name);
    request.put("filterPattern", "\"" + prefix.strip() + "\"");
    for (; ; ) {
      var page = glue.logs("FilterLogEvents", request);
      for (var event : page.path("events")) {
        var message = event.path("message").asText().substring(prefix.length());
        say("%s", dryRun ? message.replaceFirst("^" + DryRunReport.MARK, "") : message);
        say("");
      }
      var token = page.path("nextToken").asText("");
      if (token.isEmpty()) {
        return;
      }
      request.put("nextToken", token);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.because(
          "interrupted", "the command was stopped", "the crawl goes on", e);
    }
  }
}
