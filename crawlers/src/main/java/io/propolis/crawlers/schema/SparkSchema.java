package io.propolis.crawlers.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Characters;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.crawlers.schema.HiveType.Union;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table parameters in which Spark keeps the schema of a data source table. Spark reads CSV and
 * JSON through its own sources only: its Hive readers skip no header and lack a JSON SerDe.
 */
public final class SparkSchema {
  /** Longer values are split, as Spark does: other metastores keep 4,000 characters. */
  private static final int LONGEST_VALUE = 4000;

  private static final String SCHEMA = "spark.sql.sources.schema";
  private static final String PARTS = SCHEMA + ".numParts";
  private static final String PART = SCHEMA + ".part.";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SparkSchema() {}

  /** Parameters of a table whose rows have these columns, the partition keys last. */
  public static Map<String, String> parameters(
      String provider, List<Field> columns, List<Field> partitionKeys) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("spark.sql.sources.provider", provider);
    var all = new java.util.ArrayList<>(columns);
    all.addAll(partitionKeys);
    putLarge(parameters, struct(all).toString());
    if (!partitionKeys.isEmpty()) {
      parameters.put("spark.sql.partitionProvider", "catalog");
      parameters.put(SCHEMA + ".numPartCols", Integer.toString(partitionKeys.size()));
      for (int i = 0; i < partitionKeys.size(); i++) {
        parameters.put(SCHEMA + ".partCol." + i, partitionKeys.get(i).name());
      }
    }
    return parameters;
  }

  /**
   * The schema parameters of a table that keeps its columns as they are and gets those of another
   * that it lacks; none when Spark keeps no schema with one of them.
   */
  public static Map<String, String> merged(Map<String, String> before, Map<String, String> after) {
    var standing = large(before);
    var designed = large(after);
    if (standing.isEmpty() || designed.isEmpty()) {
      return Map.of();
    }
    try {
      var mapper = new ObjectMapper();
      var merged = mapper.readTree(standing);
      var names = new HashSet<String>();
      merged.path("fields").forEach(f -> names.add(fold(f)));
      int keys = Integer.parseInt(before.getOrDefault(SCHEMA + ".numPartCols", "0"));
      var fields = (ArrayNode) merged.path("fields");
      for (var field : mapper.readTree(designed).path("fields")) {
        if (names.add(fold(field))) {
          fields.insert(fields.size() - keys, field);
        }
      }
      var parameters = new LinkedHashMap<String, String>();
      putLarge(parameters, merged.toString());
      return parameters;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Spark's schema of the table is not JSON", e);
    }
  }

  /** Whether a parameter holds the columns or a part of them. */
  public static boolean holdsColumns(String key) {
    return key.equals(SCHEMA) || key.equals(PARTS) || key.startsWith(PART);
  }

  /** The schema as it was before it was split; empty when there is none. */
  private static String large(Map<String, String> parameters) {
    var whole = new StringBuilder(parameters.getOrDefault(SCHEMA, ""));
    int parts = whole.isEmpty() ? Integer.parseInt(parameters.getOrDefault(PARTS, "0")) : 0;
    for (int i = 0; i < parts; i++) {
      whole.append(parameters.getOrDefault(PART + i, ""));
    }
    return whole.toString();
  }

  private static String fold(JsonNode field) {
    return field.path("name").asText().toLowerCase(Locale.ROOT);
  }

  private static void putLarge(Map<String, String> parameters, String json) {
    if (json.length() <= LONGEST_VALUE) {
      parameters.put(SCHEMA, json);
      return;
    }
    int parts = (json.length() + LONGEST_VALUE - 1) / LONGEST_VALUE;
    parameters.put(PARTS, Integer.toString(parts));
    for (int i = 0; i < parts; i++) {
      int end = Math.min(json.length(), (i + 1) * LONGEST_VALUE);
      parameters.put(PART + i, json.substring(i * LONGEST_VALUE, end));
    }
  }

  private static ObjectNode struct(List<Field> fields) {
    var node = JSON.objectNode().put("type", "struct");
    var array = node.putArray("fields");
    for (var field : fields) {
      var json = array.addObject().put("name", field.name());
      json.set("type", type(field.type()));
      json.put("nullable", true).putObject("metadata");
    }
    return node;
  }

  private static JsonNode type(HiveType type) {
    if (type instanceof Primitive primitive) {
      return JSON.textNode(primitive.spark());
    }
    if (type instanceof Decimal decimal) {
      return JSON.textNode(decimal.hive());
    }
    if (type instanceof Struct struct) {
      return struct(struct.fields());
    }
    if (type instanceof Array array) {
      var node = JSON.objectNode().put("type", "array");
      node.set("elementType", type(array.element()));
      return node.put("containsNull", true);
    }
    if (type instanceof MapOf map) {
      var node = JSON.objectNode().put("type", "map");
      node.set("keyType", type(map.key()));
      node.set("valueType", type(map.value()));
      return node.put("valueContainsNull", true);
    }
    if (type instanceof Characters || type instanceof Union) {
      return JSON.textNode("string");
    }
    throw new IllegalArgumentException("Spark has no type for " + type.hive());
  }
}
