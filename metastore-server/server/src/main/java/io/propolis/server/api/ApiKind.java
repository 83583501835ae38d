package io.propolis.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.server.CommandException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a document describes by the operation that creates it and its request: {@code
 * {"CreateUsageProfile": {"Name": …}}}.
 *
 * @param creation operation that creates one
 * @param keys members of that request that tell one from another, those of an object with a slash;
 *     empty for what there is one of
 * @param reading how it is read back
 * @param update operation that changes one; "" where the API has none
 * @param arnType what stands before the keys in its ARN; "" for what has no tags
 */
record ApiKind(
    String noun, String creation, List<String> keys, Reading reading, String update, String arnType)
    implements FileKind {
  ApiKind {
    keys = List.copyOf(keys);
  }

  /** How a kind is read. */
  interface Reading {
    /** The request that would create what the keys name; empty when there is none. */
    Optional<ObjectNode> find(GlueClient glue, ObjectNode keys);

    /** Keys of all that there are. */
    Stream<ObjectNode> keys(GlueClient glue);

    /** A request as the API takes it: with ids where files have names. May change what it gets. */
    default ObjectNode addressed(GlueClient glue, String operation, ObjectNode request) {
      return request;
    }
  }

  /** The model, which tells what the members of requests and replies are. */
  private static final class Model {
    static final ServiceModel SERVICE = ServiceModel.load();
    static final View VIEW = new View(SERVICE);

    private Model() {}
  }

  static ObjectNode object() {
    return GlueClient.object();
  }

  /**
   * What a reply says, as a request has it.
   *
   * @param shown shape of what the reply says
   * @param asked shape of the request, or of what it holds
   */
  static ObjectNode asked(JsonNode reply, String shown, String asked) {
    return Model.VIEW.of((ObjectNode) reply, shown, asked);
  }

  static String input(String operation) {
    return Objects.requireNonNull(
        Model.SERVICE.operation(operation).orElseThrow().input(), operation);
  }

  static String output(String operation) {
    return Objects.requireNonNull(
        Model.SERVICE.operation(operation).orElseThrow().output(), operation);
  }

  static String shape(String output, String member) {
    return Model.VIEW.member(output, member).orElseThrow();
  }

  @Override
  public String folder() {
    return noun.replace(' ', '-');
  }

  @Override
  public boolean describes(JsonNode document) {
    return document.has(creation);
  }

  @Override
  public String name(JsonNode document) {
    if (keys.isEmpty()) {
      return "of the catalog";
    }
    return keys.stream()
        .map(key -> document.at("/" + creation + "/" + key).asText(""))
        .collect(Collectors.joining("/"));
  }

  @Override
  public Optional<String> arn(JsonNode document) {
    return arnType.isEmpty() ? Optional.empty() : Optional.of(arnType + "/" + name(document));
  }

  @Override
  public ObjectNode request(ObjectNode document) {
    return (ObjectNode) document.path(creation);
  }

  @Override
  public Optional<ObjectNode> current(GlueClient glue, ObjectNode document) {
    var members = keys.stream().map(key -> key.split("/", 2)[0]).toList();
    var named = request(document).deepCopy().retain(members);
    return reading.find(glue, named).map(this::document);
  }

  private ObjectNode document(ObjectNode request) {
    var document = object();
    document.set(creation, request);
    return document;
  }

  @Override
  public List<ObjectNode> all(GlueClient glue) {
    try {
      return reading
          .keys(glue)
          .flatMap(named -> reading.find(glue, named).stream())
          .map(this::document)
          .toList();
    } catch (RefusedException e) {
      if (e.isNotSupported()) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public ObjectNode brief(ObjectNode document) {
    return document;
  }

  @Override
  public void create(GlueClient glue, ObjectNode document) {
    glue.call(creation, reading.addressed(glue, creation, request(document).deepCopy()));
  }

  @Override
  public void update(GlueClient glue, ObjectNode current, ObjectNode wanted) {
    if (update.isEmpty()) {
      throw CommandException.because(
          "cannot change the %s %s".formatted(noun, name(wanted)),
          "AWS Glue has no operation for that",
          "delete it, then apply the file again");
    }
    var whole = request(current).deepCopy();
    whole.setAll(request(wanted));
    // Members that only creation takes cannot be changed.
    var request = asked(whole, input(creation), input(update));
    for (var key : keys) {
      var last = key.substring(key.lastIndexOf('/') + 1);
      request.set(last, whole.at("/" + key));
    }
    glue.call(update, reading.addressed(glue, update, request));
  }
}
