package io.propolis.server.cli;

import io.propolis.server.api.GlueClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a crawl. */
@Command(
    name = "stop",
    abbreviateSynopsis = true,
    description = {"Ask the crawl that is under way to stop.", ""})
final class CrawlerStopCommand extends CrawlerApiCommand {
  @Parameters(paramLabel = "NAME", description = "The crawler.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String name;

  CrawlerStopCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    glue.call("StopCrawler", GlueClient.object().put("Name", name));
    say("crawler %s stops", name);
    return 0;
  }
}
