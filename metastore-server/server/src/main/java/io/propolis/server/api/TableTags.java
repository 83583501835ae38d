package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.api.ApiKind.Reading;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tags of tables, which are no files themselves. Files have the end of the ARN, {@code
 * table/DATABASE/TABLE}: what it begins with is the server's.
 */
record TableTags() implements Reading {
  static final String ARN = "ResourceArn";
  static final String TAGS = "TagsToAdd";

  @Override
  public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
    return glue.find("GetTags", addressed(glue, "GetTags", named.deepCopy()))
        .map(reply -> reply.path("Tags"))
        .filter(tags -> !tags.isEmpty())
        .map(tags -> named.set(TAGS, tags));
  }

  @Override
  public Stream<ObjectNode> keys(GlueClient glue) {
    return TableSettings.tables(glue)
        .map(table -> object().put(ARN, "table/" + TableSettings.path(table)));
  }

  @Override
  public ObjectNode addressed(GlueClient glue, String operation, ObjectNode request) {
    return request.put(ARN, glue.arn(request.path(ARN).asText()));
  }
}
