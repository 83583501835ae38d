package io.propolis.server.cli;

import io.propolis.server.api.GlueClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Keeps a schedule from starting crawls. */
@Command(
    name = "pause",
    abbreviateSynopsis = true,
    description = {
      "Keep a crawler's schedule from starting crawls. One that is under way goes on.",
      ""
    })
final class CrawlerPauseCommand extends CrawlerApiCommand {
  @Parameters(paramLabel = "NAME", description = "The crawler.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String name;

  CrawlerPauseCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    glue.call("StopCrawlerSchedule", GlueClient.object().put("CrawlerName", name));
    say("the schedule of crawler %s rests", name);
    return 0;
  }
}
