package io.propolis.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.crawlers.schema.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What a crawl did, which Glue's {@code CrawlerHistory.Summary} has as JSON, in words. */
final class CrawlSummary {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More names are not shown. */
  private static final int MOST_NAMES = 3;

  private static final Map<String, String> DONE =
      Map.of("ADD", "added", "UPDATE", "changed", "DEPRECATE", "deprecated", "DELETE", "deleted");

  private CrawlSummary() {}

  /**
   * {@code 1 table added (shop.orders), 3 partitions added}; the text itself when it is no JSON.
   */
  static String words(String summary) {
    try {
      var tree = JSON.readTree(summary);
      var would = tree.path("DRY_RUN");
      return would.isMissingNode() ? changes(tree) : "dry run: " + changes(would);
    } catch (JsonProcessingException e) {
      return summary;
    }
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
