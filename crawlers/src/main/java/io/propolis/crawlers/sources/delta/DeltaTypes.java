package io.propolis.crawlers.sources.delta;

import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import java.util.Map;
import java.util.stream.Collectors;

/** Delta's types in Hive's syntax. */
final class DeltaTypes {
  private static final Map<Class<? extends DataType>, String> PLAIN =
      Map.ofEntries(
          Map.entry(BooleanType.class, "boolean"),
          Map.entry(ByteType.class, "tinyint"),
          Map.entry(ShortType.class, "smallint"),
          Map.entry(IntegerType.class, "int"),
          Map.entry(LongType.class, "bigint"),
          Map.entry(FloatType.class, "float"),
          Map.entry(DoubleType.class, "double"),
          Map.entry(StringType.class, "string"),
          Map.entry(BinaryType.class, "binary"),
          Map.entry(DateType.class, "date"),
          Map.entry(TimestampType.class, "timestamp"),
          Map.entry(TimestampNTZType.class, "timestamp"));

  private DeltaTypes() {}

  static Column column(StructField field) {
    var comment = field.getMetadata().get("comment");
    return new Column(
        Names.fold(field.getName()),
        hive(field.getDataType()),
        comment == null ? null : comment.toString());
  }

  /** What Hive has no type for (variant) is shown as text. */
  static String hive(DataType type) {
    if (type instanceof DecimalType decimal) {
      return "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
    }
    if (type instanceof ArrayType array) {
      return "array<%s>".formatted(hive(array.getElementType()));
    }
    if (type instanceof MapType map) {
      return "map<%s,%s>".formatted(hive(map.getKeyType()), hive(map.getValueType()));
    }
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(field -> Names.fold(field.getName()) + ":" + hive(field.getDataType()))
          .collect(Collectors.joining(",", "struct<", ">"));
    }
    return PLAIN.getOrDefault(type.getClass(), "string");
  }
}
