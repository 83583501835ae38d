package io.propolis.server.cli;

import io.propolis.server.api.GlueClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a crawler. */
@Command(
    name = "show",
    abbreviateSynopsis = true,
    description = {"Show a crawler as the API does.", ""})
final class CrawlerShowCommand extends CrawlerApiCommand {
  @Parameters(paramLabel = "NAME", description = "The crawler.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String name;

  CrawlerShowCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    say("%s", crawler(glue, name).toPrettyString());
    return 0;
  }
}
