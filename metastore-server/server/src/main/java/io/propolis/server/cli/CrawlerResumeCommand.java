package io.propolis.server.cli;

import io.propolis.server.api.GlueClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a schedule start crawls again. */
@Command(
    name = "resume",
    abbreviateSynopsis = true,
    description = {"Let a crawler's schedule start crawls again, from its next time on.", ""})
final class CrawlerResumeCommand extends CrawlerApiCommand {
  @Parameters(paramLabel = "NAME", description = "The crawler.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String name;

  CrawlerResumeCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    glue.call("StartCrawlerSchedule", GlueClient.object().put("CrawlerName", name));
    say("the schedule of crawler %s runs", name);
    return 0;
  }
}
