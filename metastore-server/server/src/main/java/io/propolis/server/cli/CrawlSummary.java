package io.propolis.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.crawlers.schema.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a crawl did, or how far it has come, which Glue's {@code CrawlerHistory.Summary} has as
 * JSON, in words.
 */
final class CrawlSummary {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More names are not shown. */
  private static final int MOST_NAMES = 3;

  private static final Map<String, String> DONE =
      Map.of("ADD", "added", "UPDATE", "changed", "DEPRECATE", "deprecated", "DELETE", "deleted");

  private CrawlSummary() {}

  /**
   * {@code 1 table added (shop.orders), 3 partitions added}, or {@code 527,000 objects listed, 120
   * files read, about 17 s left}; the text itself when it is no JSON.
   */
  static String words(String summary) {
    try {
      var tree = JSON.readTree(summary.isEmpty() ? "{}" : summary);
      var progress = tree.path("PROGRESS");
      if (!progress.isMissingNode()) {
        return progress(progress);
      }
      var would = tree.path("DRY_RUN");
      return would.isMissingNode() ? changes(tree) : "dry run: " + changes(would);
    } catch (JsonProcessingException e) {
      return summary;
    }
  }

  /** The same of a crawl that is not under way any more: nothing is left. */
  static String ofEnded(String summary) {
    return words(summary.replaceFirst(",\"SECONDS_LEFT\":\\d+", ""));
  }

  /** The same of a crawl that failed; empty unless it wrote what it could. */
  static Optional<String> ofChanges(String summary) {
    return summary.isEmpty() || summary.startsWith("{\"PROGRESS\"")
        ? Optional.empty()
        : Optional.of(words(summary));
  }

  private static String progress(JsonNode progress) {
    var words = new ArrayList<String>();
    words.add(many(progress.path("OBJECTS").asLong(), "object") + " listed");
    words.add(many(progress.path("FILES_READ").asLong(), "file") + " read");
    var tables = progress.path("TABLES");
    if (tables.isNumber()) {
      words.add(
          "%s of %s written"
              .formatted(progress.path("TABLES_WRITTEN").asLong(), many(tables.asLong(), "table")));
    }
    var left = progress.path("SECONDS_LEFT");
    if (left.isNumber()) {
      words.add("about " + time(left.asLong()) + " left");
    }
    return String.join(", ", words);
  }

  private static String many(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s", number, Words.plural(number, noun));
  }

  private static String time(long seconds) {
    return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
  }

  private static String changes(JsonNode tree) {
    var changes = new ArrayList<String>();
    tree.properties()
        .forEach(
            thing ->
                thing
                    .getValue()
                    .properties()
                    .forEach(
                        done ->
                            changes.add(change(thing.getKey(), done.getKey(), done.getValue()))));
    return changes.isEmpty() ? "nothing changed" : String.join(", ", changes);
  }

  private static String change(String thing, String done, JsonNode entry) {
    return "%s %s%s"
        .formatted(
            Words.count(entry.path("Count").asLong(), thing.toLowerCase(Locale.ROOT)),
            DONE.getOrDefault(done, done),
            names(entry.path("Names")));
  }

  private static String names(JsonNode names) {
    if (names.isEmpty()) {
      return "";
    }
    List<String> first =
        StreamSupport.stream(names.spliterator(), false)
            .limit(MOST_NAMES)
            .map(JsonNode::asText)
            .toList();
    return " (" + String.join(", ", first) + (names.size() > MOST_NAMES ? ", …)" : ")");
  }
}
