package io.propolis.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a document of a file can describe. */
interface FileKind {
  /** All kinds, in the order in which they are made: later ones name earlier ones. */
  List<FileKind> ALL =
      Stream.of(ApiKinds.NAMED.stream(), Stream.of(CrawlingKind.values()), ApiKinds.ALL.stream())
          .<FileKind>flatMap(each -> each)
          .toList();

  /** "crawler". */
  String noun();

  /** Operations of the API that make and change one. */
  Set<String> operations();

  /** Where exported files of the kind lie. */
  String folder();

  /** Whether the keys of a document say that it describes one. */
  boolean describes(JsonNode document);

  /** The name of what a document describes; "" when it has none. */
  String name(JsonNode document);

  /** What its ARN ends with, {@code crawler/nightly}; empty when it can have no tags. */
  Optional<String> arn(GlueClient glue, ObjectNode document);

  /** The request that creates it, within the document. */
  ObjectNode request(ObjectNode document);

  /** As the server has it, as a document; empty when it has none of that name. */
  Optional<ObjectNode> current(GlueClient glue, ObjectNode document);

  /** All of the kind that the server has; none of what it does not serve. */
  List<ObjectNode> all(GlueClient glue);

  /** The document without what is in force when nothing is said. */
  ObjectNode brief(ObjectNode document);

  void create(GlueClient glue, ObjectNode document);

  /** Makes what the server has say what a document says. */
  void update(GlueClient glue, ObjectNode current, ObjectNode wanted);
}
