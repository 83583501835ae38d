package io.propolis.crawlers.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** The one Avro schema by which all files of a table are read ({@code avro.schema.literal}). */
public final class AvroSchemas {
  private AvroSchemas() {}

  /**
   * The schema itself when all agree; otherwise the fields of all, where a field that some file
   * lacks is null by default and a field that differs is taken as its widest number, else as the
   * first file has it.
   */
  public static String merged(List<String> schemas) {
    var distinct = schemas.stream().distinct().toList();
    if (distinct.size() == 1) {
      return distinct.get(0);
    }
    var parsed = distinct.stream().map(json -> new Schema.Parser().parse(json)).toList();
    Map<String, Schema> types = new LinkedHashMap<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (var record : parsed) {
      for (var field : record.getFields()) {
        types.merge(field.name(), field.schema(), AvroSchemas::wider);
        seen.merge(field.name(), 1, Integer::sum);
      }
    }
    var fields = new ArrayList<Schema.Field>();
    types.forEach(
        (name, type) ->
            fields.add(
                seen.getOrDefault(name, 0) == parsed.size()
                    ? new Schema.Field(name, type)
                    : new Schema.Field(name, nullable(type), null, JsonProperties.NULL_VALUE)));
    var first = parsed.get(0);
    return Schema.createRecord(first.getName(), first.getDoc(), first.getNamespace(), false, fields)
        .toString();
  }

  private static Schema wider(Schema first, Schema second) {
    if (first.equals(second)) {
      return first;
    }
    if (isNullable(first) || isNullable(second)) {
      return nullable(wider(withoutNull(first), withoutNull(second)));
    }
    int a = rank(first);
    int b = rank(second);
    return a >= 0 && b > a ? second : first;
  }

  private static int rank(Schema schema) {
    if (schema.getLogicalType() != null) {
      return -1;
    }
    return switch (schema.getType()) {
      case INT -> 0;
      case LONG -> 1;
      case FLOAT -> 2;
      case DOUBLE -> 3;
      default -> -1;
    };
  }

  private static boolean isNullable(Schema schema) {
    return schema.getType() == Schema.Type.UNION
        && schema.getTypes().stream().anyMatch(t -> t.getType() == Schema.Type.NULL);
  }

  private static Schema withoutNull(Schema schema) {
    if (!isNullable(schema)) {
      return schema;
    }
    var rest = schema.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
    return rest.size() == 1 ? rest.get(0) : Schema.createUnion(rest);
  }

  private static Schema nullable(Schema schema) {
    var options = new ArrayList<Schema>();
    options.add(Schema.create(Schema.Type.NULL));
    var rest = withoutNull(schema);
    if (rest.getType() == Schema.Type.UNION) {
      options.addAll(rest.getTypes());
    } else if (rest.getType() != Schema.Type.NULL) {
      options.add(rest);
    }
    return Schema.createUnion(options);
  }
}
