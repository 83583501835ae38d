package io.propolis.glue.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.model.Shape;
import io.propolis.glue.wire.GlueException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Iceberg's objects as the API describes them, in Iceberg's own JSON. The two differ in how they
 * spell members: {@code SchemaId} is {@code schema-id} there.
 */
public final class IcebergJson {
  private static final Pattern WORD = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  private final ServiceModel model;

  public IcebergJson(ServiceModel model) {
    this.model = model;
  }

  /** A schema. Throws InvalidInputException, as all of these, for a member that nobody knows. */
  public ObjectNode schema(JsonNode described, String path) {
    var schema = object(described, "IcebergSchema", path);
    return schema.put("type", "struct");
  }

  /** A partition spec. */
  public ObjectNode partitionSpec(JsonNode described, String path) {
    var spec = object(described, "IcebergPartitionSpec", path);
    if (!spec.has("spec-id")) {
      spec.put("spec-id", 0);
    }
    return spec;
  }

  /** A sort order. */
  public ObjectNode sortOrder(JsonNode described, String path) {
    return object(described, "IcebergSortOrder", path);
  }

  /** A key that encrypts. */
  public ObjectNode encryptionKey(JsonNode described, String path) {
    return object(described, "IcebergEncryptedKey", path);
  }

  private ObjectNode object(JsonNode described, String shape, String path) {
    return (ObjectNode) of(described, shape, path);
  }

  private JsonNode of(JsonNode value, String shape, String path) {
    var known = model.shape(shape);
    if (known instanceof Shape.Structure structure) {
      var object = JsonNodeFactory.instance.objectNode();
      for (var member : value.properties()) {
        var name = member.getKey();
        var type = structure.members().get(name);
        if (type == null) {
          throw GlueException.invalidInput(
              "%s.%s is not known to this server".formatted(path, name));
        }
        object.set(spelled(name), of(member.getValue(), type, path + "." + name));
      }
      return object;
    }
    if (known instanceof Shape.ListOf list) {
      var array = JsonNodeFactory.instance.arrayNode();
      for (var each : value) {
        array.add(of(each, list.member(), "%s[%d]".formatted(path, array.size())));
      }
      return array;
    }
    // Types and defaults are Iceberg's JSON already.
    return value;
  }

  private static String spelled(String member) {
    return WORD.matcher(member).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
