package io.propolis.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.propolis.crawlers.runs.DryRunReport;
import io.propolis.server.CommandException;
import io.propolis.server.api.GlueClient;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells why a table looks as it does. */
@Command(
    name = "explain",
    abbreviateSynopsis = true,
    description = {
      "Tell why a table looks as it does, from what the crawl that last looked at it has kept.",
      ""
    })
final class CrawlerExplainCommand extends CrawlerApiCommand {
  @Parameters(paramLabel = "DATABASE.TABLE", description = "The table.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private String table;

  CrawlerExplainCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(GlueClient glue) {
    int dot = table.indexOf('.');
    if (dot <= 0) {
      throw CommandException.because(
          "'%s' is no table".formatted(table), "its database is missing", "write DATABASE.TABLE");
    }
    var found =
        glue.call(
                "GetTable",
                GlueClient.object()
                    .put("DatabaseName", table.substring(0, dot))
                    .put("Name", table.substring(dot + 1)))
            .path("Table");
    var name = found.path("DatabaseName").asText() + "." + found.path("Name").asText();
    var crawler = found.path("Parameters").path("UPDATED_BY_CRAWLER").asText("");
    if (crawler.isEmpty()) {
      complain("no crawler made table %s", name);
      return 1;
    }
    var note = latest(glue, crawler, name);
    if (note.isMissingNode()) {
      complain("crawler %s made table %s, and has kept nothing about it", crawler, name);
      return 1;
    }
    var message = note.path("message").asText();
    say(
        "%s, crawler %s, crawl %s:",
        Instant.ofEpochMilli(note.path("timestamp").asLong()),
        crawler,
        message.substring(1, message.indexOf(']')));
    say("%s", message.substring(message.indexOf(" INFO : ") + " INFO : ".length()));
    return 0;
  }

  /** The last that a crawl says of the table; missing when there is nothing. */
  private static JsonNode latest(GlueClient glue, String crawler, String table) {
    var request = GlueClient.object().put("logGroupName", "/aws-glue/crawlers");
    request.putArray("logStreamNames").add(crawler);
    request.put("filterPattern", "\" %s (\" -\" INFO : %s\"".formatted(table, DryRunReport.MARK));
    JsonNode latest = MissingNode.getInstance();
    for (; ; ) {
      var page = glue.logs("FilterLogEvents", request);
      for (var event : page.path("events")) {
        latest = event;
      }
      var token = page.path("nextToken").asText("");
      if (token.isEmpty()) {
        return latest;
      }
      request.put("nextToken", token);
    }
  }
}
