package io.propolis.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.documents.Documents;
import java.util.Map;

/** Tags of what documents describe, which the API keeps beside it. */
final class FileTags {
  private static final String TAGS = "Tags";

  private final GlueClient glue;

  FileTags(GlueClient glue) {
    this.glue = glue;
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
    return kind.arn(glue, document)
        .map(name -> GlueClient.object().put("ResourceArn", glue.arn(name)))
        .map(request -> Documents.texts(glue.call("GetTags", request).path(TAGS)))
        .orElse(Map.of());
  }

  /** Whether what is there has the tags that a document names. */
  boolean hold(FileKind kind, ObjectNode document) {
    var wanted = Documents.texts(kind.request(document).path(TAGS));
    return wanted.isEmpty()
        || kind.arn(glue, document).isEmpty()
        || current(kind, document).entrySet().containsAll(wanted.entrySet());
  }

  /** Gives those that a document names; others stay. */
  void put(FileKind kind, ObjectNode document) {
    var wanted = Documents.texts(kind.request(document).path(TAGS));
    kind.arn(glue, document)
        .filter(name -> !wanted.isEmpty())
        .ifPresent(
            name -> {
              var request = GlueClient.object().put("ResourceArn", glue.arn(name));
              var tags = request.putObject("TagsToAdd");
              wanted.forEach(tags::put);
              glue.call("TagResource", request);
            });
  }
}
