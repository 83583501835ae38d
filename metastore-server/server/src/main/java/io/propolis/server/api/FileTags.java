package io.propolis.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tags of what documents describe, which the API keeps beside it. */
final class FileTags {
  private static final String TAGS = "Tags";

  private final GlueClient glue;

  /** What ARNs of this server begin with: {@code arn:aws:glue:us-east-1:123456789012:}. */
  private final String prefix;

  FileTags(GlueClient glue) {
    this.glue = glue;
    var catalog = glue.call("GetCatalog", GlueClient.object().put("CatalogId", "hive"));
    var arn = catalog.path("Catalog").path("ResourceArn").asText();
    this.prefix = arn.substring(0, arn.lastIndexOf(':') + 1);
  }

  /** Notes in a document which tags the server has. */
  void add(FileKind kind, ObjectNode document) {
    var tags = current(kind, document);
    if (tags.isEmpty()) {
      return;
    }
    var map = kind.request(document).putObject(TAGS);
    tags.forEach(map::put);
  }

  private Map<String, String> current(FileKind kind, ObjectNode document) {
    return kind.arn(document)
        .map(name -> GlueClient.object().put("ResourceArn", prefix + name))
        .map(request -> map(glue.call("GetTags", request).path(TAGS)))
        .orElse(Map.of());
  }

  private static Map<String, String> map(JsonNode tags) {
    var map = new LinkedHashMap<String, String>();
    tags.properties().forEach(each -> map.put(each.getKey(), each.getValue().asText()));
    return map;
  }

  /** Whether what is there has the tags that a document names. */
  boolean hold(FileKind kind, ObjectNode document) {
    var wanted = map(kind.request(document).path(TAGS));
    return wanted.isEmpty()
        || kind.arn(document).isEmpty()
        || current(kind, document).entrySet().containsAll(wanted.entrySet());
  }

  /** Gives those that a document names; others stay. */
  void put(FileKind kind, ObjectNode document) {
    var wanted = map(kind.request(document).path(TAGS));
    kind.arn(document)
        .filter(name -> !wanted.isEmpty())
        .ifPresent(
            name -> {
              var request = GlueClient.object().put("ResourceArn", prefix + name);
              var tags = request.putObject("TagsToAdd");
              wanted.forEach(tags::put);
              glue.call("TagResource", request);
            });
  }
}
