package io.propolis.iceberg;

import static io.propolis.catalog.CatalogException.invalid;
import static java.util.stream.Collectors.joining;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Types of Iceberg as columns of the catalog show them, and columns as a schema of Iceberg. */
final class HiveTypes {
  private HiveTypes() {}

  /** In Hive's syntax. What Hive has not is shown as the type that its values are read as. */
  static String of(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "boolean";
      case INTEGER -> "int";
      case LONG -> "bigint";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case DATE -> "date";
      case TIMESTAMP, TIMESTAMP_NANO -> "timestamp";
      case TIME, STRING, UUID -> "string";
      case FIXED, BINARY, GEOMETRY, GEOGRAPHY -> "binary";
      case DECIMAL -> decimal((Types.DecimalType) type);
      case VARIANT -> "variant";
      case UNKNOWN -> "unknown";
      case LIST -> "array<%s>".formatted(of(type.asListType().elementType()));
      case MAP ->
          "map<%s,%s>".formatted(of(type.asMapType().keyType()), of(type.asMapType().valueType()));
      case STRUCT ->
          type.asStructType().fields().stream()
              .map(field -> field.name() + ":" + of(field.type()))
              .collect(joining(",", "struct<", ">"));
    };
  }

  private static String decimal(Types.DecimalType type) {
    return "decimal(%d,%d)".formatted(type.precision(), type.scale());
  }

  /**
   * The schema of columns, all of them optional, with ids of fields from 1. Throws INVALID for a
   * type that Iceberg has not.
   */
  static Schema schema(List<Column> columns) {
    if (columns.isEmpty()) {
      throw invalid(Entity.TABLE, "An Iceberg table needs at least one column");
    }
    var ids = new AtomicInteger();
    var fields = new ArrayList<NestedField>(columns.size());
    for (var column : columns) {
      var type = HiveTypeReader.read(column.name(), column.type(), ids::incrementAndGet);
      fields.add(
          NestedField.optional(ids.incrementAndGet(), column.name(), type, column.comment()));
    }
    ids.set(0);
    return TypeUtil.assignFreshIds(new Schema(fields), ids::incrementAndGet);
  }
}
