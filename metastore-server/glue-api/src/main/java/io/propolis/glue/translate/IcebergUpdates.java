package io.propolis.glue.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.wire.GlueException;
import java.util.ArrayList;
import java.util.List;

/**
 * An update of an Iceberg table, as Iceberg's REST protocol has it. One with an action is that
 * action on the member that it is about; one without describes the table anew with all that it
 * gives.
 */
public final class IcebergUpdates {
  /** The id of what was added last. */
  private static final int LAST = -1;

  private final IcebergJson iceberg;
  private final JsonNode update;
  private final String path;

  private IcebergUpdates(IcebergJson iceberg, JsonNode update, String path) {
    this.iceberg = iceberg;
    this.update = update;
    this.path = path;
  }

  /**
   * The updates in the order of the request, each in JSON. Throws InvalidInputException for one
   * that lacks what its action needs.
   *
   * @param path of the list, for messages
   */
  public static List<String> of(IcebergJson iceberg, JsonNode updates, String path) {
    var all = new ArrayList<String>();
    for (int i = 0; i < updates.size(); i++) {
      var update = updates.get(i);
      var one = new IcebergUpdates(iceberg, update, "%s[%d]".formatted(path, i));
      var made =
          update.has("Action")
              ? List.of(one.action(update.path("Action").asText()))
              : one.description();
      made.forEach(each -> all.add(each.toString()));
    }
    return all;
  }

  private List<ObjectNode> description() {
    var all = new ArrayList<ObjectNode>();
    all.add(action("add-schema"));
    all.add(named("set-current-schema").put("schema-id", LAST));
    if (update.has("PartitionSpec")) {
      all.add(action("add-spec"));
      all.add(named("set-default-spec").put("spec-id", LAST));
    }
    if (update.has("SortOrder")) {
      all.add(action("add-sort-order"));
      all.add(named("set-default-sort-order").put("sort-order-id", LAST));
    }
    all.add(action("set-location"));
    if (update.has("Properties")) {
      all.add(action("set-properties"));
    }
    return all;
  }

  private ObjectNode action(String action) {
    var named = named(action);
    return switch (action) {
      case "add-schema" ->
          with(named, "schema", iceberg.schema(member("Schema"), path + ".Schema"));
      case "set-current-schema" -> with(named, "schema-id", member("Schema", "SchemaId"));
      case "add-spec" ->
          with(
              named,
              "spec",
              iceberg.partitionSpec(member("PartitionSpec"), path + ".PartitionSpec"));
      case "set-default-spec" -> with(named, "spec-id", member("PartitionSpec", "SpecId"));
      case "add-sort-order" ->
          with(named, "sort-order", iceberg.sortOrder(member("SortOrder"), path + ".SortOrder"));
      case "set-default-sort-order" -> with(named, "sort-order-id", member("SortOrder", "OrderId"));
      case "set-location" -> with(named, "location", member("Location"));
      case "set-properties" -> with(named, "updates", member("Properties"));
      case "remove-properties" -> with(named, "removals", keys(member("Properties")));
      case "add-encryption-key" ->
          with(
              named,
              "encryption-key",
              iceberg.encryptionKey(member("EncryptionKey"), path + ".EncryptionKey"));
      case "remove-encryption-key" -> with(named, "key-id", member("KeyId"));
      default ->
          throw GlueException.invalidInput(
              "%s.Action %s is not known to this server".formatted(path, action));
    };
  }

  private static ObjectNode named(String action) {
    return JsonNodeFactory.instance.objectNode().put("action", action);
  }

  private static ObjectNode with(ObjectNode action, String name, JsonNode value) {
    action.set(name, value);
    return action;
  }

  private static JsonNode keys(JsonNode properties) {
    var keys = JsonNodeFactory.instance.arrayNode();
    properties.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private JsonNode member(String... names) {
    JsonNode member = update;
    for (var name : names) {
      member = member.path(name);
    }
    if (member.isMissingNode()) {
      throw GlueException.invalidInput(
          "%s.Action %s needs %s.%s"
              .formatted(path, update.path("Action").asText(), path, String.join(".", names)));
    }
    return member;
  }
}
