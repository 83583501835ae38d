package io.propolis.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.runs.DryRunReport;
import io.propolis.server.CommandException;
import io.propolis.server.api.GlueClient;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    var story = new Story();
    tell(story, glue, crawler, name);
    var latest = story.latest;
    if (latest == null) {
      complain("crawler %s made table %s, and has kept nothing about it", crawler, name);
      return 1;
    }
    say("%s, crawler %s, crawl %s:", latest.at(), crawler, latest.crawl());
    say("%s", latest.text());
    var deprecation =
        found.path("Parameters").has("DEPRECATED_BY_CRAWLER") ? story.deprecation : null;
    if (deprecation != null && !deprecation.equals(latest)) {
      show("It was deprecated at", deprecation);
    }
    var described = deprecation == null ? story.described : story.beforeDeprecation;
    if (described != null && (deprecation != null || !PlanPrinter.isDescription(latest.text()))) {
      show("It looked as it does since", described);
    }
    return 0;
  }

  private void show(String what, Note note) {
    say("");
    say("%s %s, crawl %s:", what, note.at(), note.crawl());
    say("%s", note.text());
  }

  /** What a crawl says of the table. */
  private record Note(Instant at, String crawl, String text) {
    private static final String TEXT = " INFO : ";

    static Note of(JsonNode event) {
      var message = event.path("message").asText();
      return new Note(
          Instant.ofEpochMilli(event.path("timestamp").asLong()),
          message.substring(1, message.indexOf(']')),
          message.substring(message.indexOf(TEXT) + TEXT.length()));
    }
  }

  /** What of all that crawls say tells why a table looks as it does; notes may be many and long. */
  private static final class Story {
    private @Nullable Note latest;

    /** The last one before it that says what was found. */
    private @Nullable Note described;

    /** The last one that deprecates the table, and what was found before it. */
    private @Nullable Note deprecation;

    private @Nullable Note beforeDeprecation;

    /** Takes the notes in, oldest first. */
    void add(Note note) {
      if (latest != null && PlanPrinter.isDescription(latest.text())) {
        described = latest;
      }
      latest = note;
      if (PlanPrinter.isDeprecation(note.text())) {
        deprecation = note;
        beforeDeprecation = described;
      }
    }
  }

  private static void tell(Story story, GlueClient glue, String crawler, String table) {
    var request = GlueClient.object().put("logGroupName", "/aws-glue/crawlers");
    request.putArray("logStreamNames").add(crawler);
    request.put("filterPattern", "\" %s (\" -\" INFO : %s\"".formatted(table, DryRunReport.MARK));
    for (; ; ) {
      var page = glue.logs("FilterLogEvents", request);
      page.path("events").forEach(event -> story.add(Note.of(event)));
      var token = page.path("nextToken").asText("");
      if (token.isEmpty()) {
        return;
      }
      request.put("nextToken", token);
    }
  }
}
