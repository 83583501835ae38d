package io.propolis.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();
  private static final ObjectWriter PLAIN = EXACT.writerWithDefaultPrettyPrinter();

  @Parameters(paramLabel = "NAME", description = "The crawler.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String name;

  CrawlerShowCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    say("%s", shown(crawler(glue, name)));
    return 0;
  }

  /** With times as numbers that people read, and not 1.79E9. */
  private static String shown(JsonNode crawler) {
    try {
      return PLAIN.writeValueAsString(EXACT.readTree(crawler.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("No JSON: " + crawler, e);
    }
  }
}
