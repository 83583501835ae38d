package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import java.util.List;

/**
 * The types that Glue's crawlers give, for tables that other tools expect so: delimited text has
 * bigint, double, boolean and string; JSON has int and bigint, too, and no dates. What files
 * declare stays.
 */
final class GlueTypes {
  private GlueTypes() {}

  static MergedSchema of(MergedSchema schema) {
    return switch (schema.format()) {
      case PARQUET, ORC, AVRO, GROK -> schema;
      case CSV, JSON, BSON, XML, ION ->
          schema.withColumns(fields(schema.columns(), schema.format()), List.of());
    };
  }

  private static List<Field> fields(List<Field> fields, FileFormat format) {
    return fields.stream().map(f -> f.withType(type(f.type(), format))).toList();
  }

  private static HiveType type(HiveType type, FileFormat format) {
    if (type instanceof Struct struct) {
      return new Struct(fields(struct.fields(), format));
    }
    if (type instanceof Array array) {
      return new Array(type(array.element(), format));
    }
    if (type instanceof MapOf map) {
      return new MapOf(map.key(), type(map.value(), format));
    }
    if (type instanceof Decimal) {
      return Primitive.DOUBLE;
    }
    if (type == Primitive.DATE || type == Primitive.TIMESTAMP) {
      return Primitive.STRING;
    }
    return type == Primitive.INT && format == FileFormat.CSV ? Primitive.BIGINT : type;
  }
}
