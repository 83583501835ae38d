package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.connections.ConnectionRules;
import io.propolis.glue.connections.ConnectionSecrets;
import io.propolis.glue.connections.ConnectionSecrets.Showing;
import io.propolis.glue.connections.ConnectionTest;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Connections: how crawlers and jobs reach databases and other systems. Their secrets are encrypted
 * with the server's key; a test really connects.
 */
final class ConnectionCalls implements Noun {
  private static final String INPUT = "ConnectionInput";
  private static final String SHOWN = "Connection";
  private static final String TYPE = "ConnectionType";
  private static final String PROPERTIES = "ConnectionProperties";
  private static final String PROPERTY = "ConnectionPropertyKey";
  private static final String VALIDATED = "LastConnectionValidationTime";
  private static final String NOT_FOUND = "EntityNotFoundException";

  private final View view;
  private final ConnectionTest test;

  ConnectionCalls(View view, ConnectionTest test) {
    this.view = view;
    this.test = test;
  }

  @Override
  public void serve(OperationTable table) {
    table.document("CreateConnection", this::create);
    table.document("GetConnection", this::get);
    table.document("GetConnections", this::list);
    table.document("UpdateConnection", this::update);
    table.document("DeleteConnection", this::delete);
    table.document("BatchDeleteConnection", this::deleteAll);
    table.document("TestConnection", this::test);
  }

  private static ResourceKey key(String name) {
    return ResourceKey.of(ResourceKind.CONNECTION, name);
  }

  private static void checkCatalog(Call call, ObjectNode request) {
    var id = Documents.textOf(request, "CatalogId");
    if (!call.catalog(id).equals(Names.DEFAULT_CATALOG)) {
      throw GlueException.invalidInput(
          "Connections are kept in the account's catalog, not in " + id);
    }
  }

  private ObjectNode create(Call call, ObjectNode request) {
    checkCatalog(call, request);
    var document = document(call, (ObjectNode) request.path(INPUT), Documents.empty());
    call.session()
        .resources()
        .create(
            key(Documents.required(document, "Name")),
            Documents.text(document),
            Documents.texts(request.path("Tags")));
    return Documents.empty().put("CreateConnectionStatus", "READY");
  }

  /**
   * What is stored of a description, whose secrets it holds sealed.
   *
   * @param stored what it replaces
   */
  private ObjectNode document(Call call, ObjectNode input, ObjectNode stored) {
    checkNames(call, input, "connectionInput");
    ConnectionRules.check(input);
    var name = Documents.required(input, "Name");
    var document = secrets(call).sealed(name, input, stored);
    boolean asked = input.path("ValidateCredentials").asBoolean();
    if (asked && ConnectionTest.isFor(Documents.required(input, TYPE))) {
      validate(secrets(call).shown(name, document, Showing.OPEN));
      document.set(VALIDATED, Documents.time(call.clock().instant()));
    }
    document.put("ConnectionSchemaVersion", ConnectionRules.schemaVersion(input));
    return document;
  }

  /**
   * Types and names of properties are the model's; of types that clients registered the properties
   * have the names that these say.
   *
   * @param path of the description in the request, for messages
   */
  private void checkNames(Call call, ObjectNode input, String path) {
    var type = Documents.required(input, TYPE);
    if (view.known(TYPE).contains(type)) {
      input
          .path(PROPERTIES)
          .fieldNames()
          .forEachRemaining(
              name ->
                  checkKnown(PROPERTY, name, path + ".connectionProperties." + name + ".member"));
    } else if (call.session()
        .resources()
        .find(ResourceKey.of(ResourceKind.CONNECTION_TYPE, type))
        .isEmpty()) {
      checkKnown(TYPE, type, path + ".connectionType");
    }
  }

  private void checkKnown(String choice, String value, String path) {
    var known = view.known(choice);
    if (!known.contains(value)) {
      throw GlueException.validation(
          "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy enum value set: [%s]"
              .formatted(value, path, String.join(", ", known)));
    }
  }

  /** A connection that cannot be made is not kept. */
  private void validate(ObjectNode input) {
    try {
      test.connect(input);
    } catch (GlueException e) {
      throw new GlueException(
          e.error() == GlueError.OPERATION_TIMEOUT ? e.error() : GlueError.INVALID_INPUT,
          "The connection is not valid: " + e.getMessage(),
          e);
    }
  }

  private ObjectNode update(Call call, ObjectNode request) {
    checkCatalog(call, request);
    var input = (ObjectNode) request.path(INPUT);
    var name = Documents.required(request, "Name");
    if (!name.equals(Documents.required(input, "Name"))) {
      throw GlueException.invalidInput(
          "A connection cannot be renamed: %s to %s"
              .formatted(name, Documents.required(input, "Name")));
    }
    var key = key(name);
    var stored = Documents.read(call.session().resources().require(key).document());
    var document = document(call, input, stored);
    call.session().resources().change(key, current -> Documents.text(document));
    return Documents.empty();
  }

  private ObjectNode get(Call call, ObjectNode request) {
    checkCatalog(call, request);
    var connection = call.session().resources().require(key(Documents.required(request, "Name")));
    var reply = Documents.empty();
    reply.set(SHOWN, shown(call, connection, showing(call, request)));
    return reply;
  }

  private static Showing showing(Call call, ObjectNode request) {
    if (request.path("HidePassword").asBoolean()) {
      return Showing.HIDDEN;
    }
    return EncryptionSettingsCalls.returnsPasswordsEncrypted(
            call.session(), call.catalog(Documents.textOf(request, "CatalogId")))
        ? Showing.ENCRYPTED
        : Showing.OPEN;
  }

  private ObjectNode shown(Call call, Resource connection, Showing showing) {
    var document =
        secrets(call).shown(connection.name(), Documents.read(connection.document()), showing);
    var shown = view.of(document, INPUT, SHOWN);
    shown.set("CreationTime", Documents.time(connection.created()));
    shown.set("LastUpdatedTime", Documents.time(connection.updated()));
    shown.put("LastUpdatedBy", call.userArn(connection.updatedBy()));
    shown.put("Status", "READY");
    return shown;
  }

  private static ConnectionSecrets secrets(Call call) {
    return new ConnectionSecrets(call.settings().secrets());
  }

  private ObjectNode list(Call call, ObjectNode request) {
    checkCatalog(call, request);
    var showing = showing(call, request);
    var wanted = filter(request.path("Filter"));
    var page =
        Listing.of("GetConnections")
            .page(
                call,
                request,
                ResourceKind.CONNECTION,
                "",
                some ->
                    some.stream()
                        .filter(each -> wanted.test(Documents.read(each.document())))
                        .toList());
    var reply = Documents.empty();
    var connections = reply.putArray("ConnectionList");
    page.resources().forEach(each -> connections.add(shown(call, each, showing)));
    if (page.next() != null) {
      reply.put("NextToken", page.next());
    }
    return reply;
  }

  private static Predicate<ObjectNode> filter(JsonNode filter) {
    var criteria = texts(filter, "MatchCriteria");
    var type = Documents.textOf(filter, TYPE);
    var version = filter.path("ConnectionSchemaVersion");
    return connection ->
        (type == null || type.equals(Documents.textOf(connection, TYPE)))
            && (version.isMissingNode()
                || version.asInt() == connection.path("ConnectionSchemaVersion").asInt())
            && texts(connection, "MatchCriteria").containsAll(criteria);
  }

  private static List<String> texts(JsonNode document, String list) {
    var texts = new ArrayList<String>();
    document.path(list).forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private ObjectNode delete(Call call, ObjectNode request) {
    checkCatalog(call, request);
    call.session().resources().delete(key(Documents.required(request, "ConnectionName")));
    return Documents.empty();
  }

  private ObjectNode deleteAll(Call call, ObjectNode request) {
    checkCatalog(call, request);
    var names = new TreeSet<>(texts(request, "ConnectionNameList"));
    return call.session()
        .resources()
        .together(
            writes -> {
              var reply = Documents.empty();
              for (var name : names) {
                if (writes.hold(key(name)).isPresent()) {
                  writes.delete(key(name));
                  reply.withArray("Succeeded").add(name);
                } else {
                  reply
                      .withObject("/Errors")
                      .putObject(name)
                      .put("ErrorCode", NOT_FOUND)
                      .put("ErrorMessage", "Connection not found: " + name);
                }
              }
              return reply;
            });
  }

  private ObjectNode test(Call call, ObjectNode request) {
    var name = Documents.textOf(request, "ConnectionName");
    var input = request.path("TestConnectionInput");
    if ((name == null) == input.isMissingNode()) {
      throw GlueException.invalidInput("Give either ConnectionName or TestConnectionInput");
    }
    if (name == null) {
      checkNames(call, (ObjectNode) input, "testConnectionInput");
      test.connect((ObjectNode) input);
      return Documents.empty();
    }
    checkCatalog(call, request);
    var stored = call.session().resources().require(key(name));
    test.connect(secrets(call).shown(name, Documents.read(stored.document()), Showing.OPEN));
    return Documents.empty();
  }
}
