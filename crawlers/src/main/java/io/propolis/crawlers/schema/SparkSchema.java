package io.propolis.crawlers.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.Column;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Characters;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.crawlers.schema.HiveType.Union;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table parameters in which Spark keeps the schema of a data source table. Spark reads CSV and
 * JSON through its own sources only: its Hive readers skip no header and lack a JSON SerDe.
 */
public final class SparkSchema {
  /** Longer values are split, as Spark does: other metastores keep 4,000 characters. */
  private static final int LONGEST_VALUE = 4000;

  /** Names the data source by which Spark reads a table. */
  public static final String PROVIDER = "spark.sql.sources.provider";

  private static final String SCHEMA = "spark.sql.sources.schema";
  private static final String PARTS = SCHEMA + ".numParts";
  private static final String PART = SCHEMA + ".part.";
  private static final String KEYS = SCHEMA + ".numPartCols";
  private static final String KEY = SCHEMA + ".partCol.";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SparkSchema() {}

  /** Parameters of a table whose rows have these columns, the partition keys last. */
  public static Map<String, String> parameters(
      String provider, List<Field> columns, List<Field> partitionKeys) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put(PROVIDER, provider);
    var all = new ArrayList<>(columns);
    all.addAll(partitionKeys);
    putLarge(parameters, struct(all).toString());
    if (!partitionKeys.isEmpty()) {
      parameters.put("spark.sql.partitionProvider", "catalog");
      putKeys(parameters, partitionKeys.stream().map(Field::name).toList());
    }
    return parameters;
  }

  private static void putKeys(Map<String, String> parameters, List<String> names) {
    if (!names.isEmpty()) {
      parameters.put(KEYS, Integer.toString(names.size()));
      for (int i = 0; i < names.size(); i++) {
        parameters.put(KEY + i, names.get(i));
      }
    }
  }

  /**
   * A column of a table that a crawler has designed and others have changed.
   *
   * @param type in Hive's syntax
   * @param comment what is said of it now
   * @param design which of the designed fields, keys last, is the same column with this type;
   *     absent when none is
   * @param standing which of the fields that stand, keys last, it was; absent when it is new
   */
  public record Changed(
      String name,
      String type,
      @Nullable String comment,
      @Nullable Integer design,
      @Nullable Integer standing) {

    /** A column as it is now. */
    public static Changed of(Column column, @Nullable Integer design, @Nullable Integer standing) {
      return new Changed(column.name(), column.type(), column.comment(), design, standing);
    }
  }

  /**
   * The schema parameters of a changed table, in the place of those that were designed.
   *
   * @param columns all of the table, the partition keys last
   * @param keys how many of them are partition keys
   * @return none when Spark keeps no schema with the design
   */
  public static Map<String, String> changed(
      Map<String, String> design, Map<String, String> standing, List<Changed> columns, int keys) {
    var designed = fields(design);
    if (designed.isEmpty()) {
      return Map.of();
    }
    var stood = fields(standing);
    var provider = design.getOrDefault(PROVIDER, "");
    var names = provider.equals("json") || provider.equals("xml") ? NamesOf.FILES : NamesOf.TABLE;
    var schema = JSON.objectNode().put("type", "struct");
    var fields = schema.putArray("fields");
    for (var column : columns) {
      ObjectNode field =
          column.design() != null && column.design() < designed.size()
              ? designed.get(column.design()).deepCopy()
              : changed(column, stood, names);
      comment(field, column.comment());
      fields.add(field);
    }
    var parameters = new LinkedHashMap<String, String>();
    putLarge(parameters, schema.toString());
    putKeys(
        parameters,
        columns.subList(columns.size() - keys, columns.size()).stream()
            .map(Changed::name)
            .toList());
    return parameters;
  }

  /** Whose names Spark reads by: those in the files Spark alone knows. */
  private enum NamesOf {
    FILES,
    TABLE
  }

  private static ObjectNode changed(Changed column, List<JsonNode> stood, NamesOf names) {
    var before = before(column, stood);
    var field = JSON.objectNode();
    field.put(
        "name",
        before == null || names == NamesOf.TABLE ? column.name() : before.path("name").asText());
    var type = HiveTypeParser.parse(column.type());
    if (type.isPresent()) {
      field.set("type", type(type.get()));
    } else {
      field.set("type", before == null ? JSON.textNode("string") : before.path("type"));
    }
    return field.put("nullable", true);
  }

  /** Spark shows the comments of its own schema, not those of the columns. */
  private static void comment(ObjectNode field, @Nullable String comment) {
    var metadata = field.putObject("metadata");
    if (comment != null) {
      metadata.put("comment", comment);
    }
  }

  private static @Nullable JsonNode before(Changed column, List<JsonNode> stood) {
    for (var field : stood) {
      if (field.path("name").asText().equalsIgnoreCase(column.name())) {
        return field;
      }
    }
    return column.standing() != null && column.standing() < stood.size()
        ? stood.get(column.standing())
        : null;
  }

  private static List<JsonNode> fields(Map<String, String> parameters) {
    var schema = large(parameters);
    if (schema.isEmpty()) {
      return List.of();
    }
    try {
      var fields = new ArrayList<JsonNode>();
      new ObjectMapper().readTree(schema).path("fields").forEach(fields::add);
      return fields;
    } catch (JsonProcessingException e) {
      return List.of(); // somebody has broken it: it says nothing then
    }
  }

  /** Whether a parameter tells which columns are partition keys. */
  public static boolean holdsKeys(String key) {
    return key.equals(KEYS) || key.startsWith(KEY);
  }

  /** Whether the table's source keeps the columns to itself, as Delta's log does. */
  public static boolean isElsewhere(Map<String, String> parameters) {
    return struct(List.of()).toString().equals(parameters.get(SCHEMA));
  }

  /** Whether a parameter holds the columns or a part of them. */
  public static boolean holdsColumns(String key) {
    return key.equals(SCHEMA) || key.equals(PARTS) || key.startsWith(PART);
  }

  /** The schema as it was before it was split; empty when there is none. */
  private static String large(Map<String, String> parameters) {
    var whole = new StringBuilder(parameters.getOrDefault(SCHEMA, ""));
    for (int i = 0; parameters.containsKey(PART + i); i++) {
      whole.append(parameters.get(PART + i));
    }
    return whole.toString();
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
      json.put("nullable", true);
      comment(json, field.comment());
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
