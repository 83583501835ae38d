package io.propolis.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.server.CommandException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    /** Members of requests that name the catalog; without them it is the account's own. */
    default List<String> scopes() {
      return List.of("CatalogId", "CatalogID");
    }

    /** The end of the ARN that tags go by, where the server makes it up. */
    default Optional<String> arn(GlueClient glue, ObjectNode request) {
      return Optional.empty();
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
  public Set<String> operations() {
    return update.isEmpty() || update.equals(creation)
        ? Set.of(creation)
        : Set.of(creation, update);
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
    var catalog = catalog(document.path(creation));
    if (keys.isEmpty()) {
      return ("of the catalog " + catalog).strip();
    }
    var name =
        keys.stream()
            .map(key -> document.at("/" + creation + "/" + key).asText(""))
            .collect(Collectors.joining("/"));
    return catalog.isEmpty() ? name : catalog + "/" + name;
  }

  private String catalog(JsonNode request) {
    return reading.scopes().stream()
        .map(request::path)
        .filter(JsonNode::isTextual)
        .map(each -> FileCatalogs.name(each.asText()))
        .findFirst()
        .orElse("");
  }

  @Override
  public Optional<String> arn(GlueClient glue, ObjectNode document) {
    return arnType.isEmpty()
        ? reading.arn(glue, request(document))
        : Optional.of(arnType + "/" + name(document));
  }

  @Override
  public ObjectNode request(ObjectNode document) {
    return (ObjectNode) document.path(creation);
  }

  @Override
  public Optional<ObjectNode> current(GlueClient glue, ObjectNode document) {
    return reading.find(glue, request(document).deepCopy().retain(naming())).map(this::document);
  }

  /** Members of the request that tell one from another. */
  private List<String> naming() {
    return Stream.concat(keys.stream().map(key -> key.split("/", 2)[0]), reading.scopes().stream())
        .toList();
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
      throw fixed(noun + " " + name(wanted));
    }
    requireChangeable(request(current), wanted);
    var whole = request(current).deepCopy();
    whole.setAll(request(wanted));
    var request = asked(whole, input(creation), input(update));
    for (var key : keys) {
      var last = key.substring(key.lastIndexOf('/') + 1);
      request.set(last, whole.at("/" + key));
    }
    glue.call(update, reading.addressed(glue, update, request));
  }

  /** Some members only creation takes. */
  private void requireChangeable(ObjectNode current, ObjectNode wanted) {
    var taken = asked(request(wanted), input(creation), input(update));
    for (var member : request(wanted).properties()) {
      var name = member.getKey();
      if (!taken.has(name)
          && !naming().contains(name)
          && !Said.holds(current.path(name), member.getValue())) {
        throw fixed("member %s of the %s %s".formatted(name, noun, name(wanted)));
      }
    }
  }

  private static CommandException fixed(String what) {
    return CommandException.because(
        "cannot change the " + what,
        "AWS Glue has no operation for that",
        "delete it, then apply the file again");
  }
}
