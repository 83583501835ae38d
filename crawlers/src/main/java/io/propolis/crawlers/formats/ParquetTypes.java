package io.propolis.crawlers.formats;

import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Hive types of a Parquet schema, with the rules of Parquet's LogicalTypes page for lists and maps,
 * those of older writers included.
 */
final class ParquetTypes {
  private ParquetTypes() {}

  static List<Field> columns(GroupType group) {
    var fields = new ArrayList<Field>();
    for (var type : group.getFields()) {
      fields.add(new Field(type.getName(), repeatable(type)));
    }
    return fields;
  }

  /** A repeated field outside a list annotation is a list by itself. */
  private static HiveType repeatable(Type type) {
    return type.isRepetition(Repetition.REPEATED) ? new Array(type(type)) : type(type);
  }

  private static HiveType type(Type type) {
    if (type.isPrimitive()) {
      var primitive = type.asPrimitiveType();
      return Optional.ofNullable(type.getLogicalTypeAnnotation())
          .flatMap(annotation -> annotation.accept(new Annotated(primitive)))
          .orElseGet(() -> physical(primitive));
    }
    var group = type.asGroupType();
    LogicalTypeAnnotation annotation = group.getLogicalTypeAnnotation();
    if (annotation instanceof ListLogicalTypeAnnotation && isWrapper(group)) {
      return new Array(element(group));
    }
    if ((annotation instanceof MapLogicalTypeAnnotation
            || annotation instanceof MapKeyValueTypeAnnotation)
        && isWrapper(group)) {
      return map(group);
    }
    return new Struct(columns(group));
  }

  private static boolean isWrapper(GroupType group) {
    return group.getFieldCount() == 1 && group.getType(0).isRepetition(Repetition.REPEATED);
  }

  private static HiveType element(GroupType list) {
    var repeated = list.getType(0);
    if (repeated.isPrimitive()) {
      return type(repeated);
    }
    var group = repeated.asGroupType();
    boolean isElement =
        group.getFieldCount() > 1
            || repeated.getName().equals("array")
            || repeated.getName().equals(list.getName() + "_tuple");
    return isElement ? type(repeated) : repeatable(group.getType(0));
  }

  private static HiveType map(GroupType map) {
    var pair = map.getType(0);
    if (pair.isPrimitive() || pair.asGroupType().getFieldCount() != 2) {
      return new Array(type(pair));
    }
    var group = pair.asGroupType();
    return new MapOf(type(group.getType(0)), repeatable(group.getType(1)));
  }

  private static HiveType physical(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Primitive.BOOLEAN;
      case INT32 -> Primitive.INT;
      case INT64 -> Primitive.BIGINT;
      case FLOAT -> Primitive.FLOAT;
      case DOUBLE -> Primitive.DOUBLE;
      case INT96 -> Primitive.TIMESTAMP;
      case BINARY, FIXED_LEN_BYTE_ARRAY -> Primitive.BINARY;
    };
  }

  /** Absent for annotations that say nothing to Hive (TIME, UUID, INTERVAL): physical then. */
  private record Annotated(PrimitiveType type) implements LogicalTypeAnnotationVisitor<HiveType> {
    @Override
    public Optional<HiveType> visit(StringLogicalTypeAnnotation annotation) {
      return Optional.of(Primitive.STRING);
    }

    @Override
    public Optional<HiveType> visit(EnumLogicalTypeAnnotation annotation) {
      return Optional.of(Primitive.STRING);
    }

    @Override
    public Optional<HiveType> visit(JsonLogicalTypeAnnotation annotation) {
      return Optional.of(Primitive.STRING);
    }

    @Override
    public Optional<HiveType> visit(DateLogicalTypeAnnotation annotation) {
      return Optional.of(Primitive.DATE);
    }

    @Override
    public Optional<HiveType> visit(TimestampLogicalTypeAnnotation annotation) {
      return Optional.of(Primitive.TIMESTAMP);
    }

    @Override
    public Optional<HiveType> visit(DecimalLogicalTypeAnnotation annotation) {
      return annotation.getPrecision() > Decimal.MAX_PRECISION
          ? Optional.empty()
          : Optional.of(new Decimal(annotation.getPrecision(), annotation.getScale()));
    }

    /** Unsigned numbers take the next wider type: Hive has none of its own. */
    @Override
    public Optional<HiveType> visit(IntLogicalTypeAnnotation annotation) {
      return Optional.of(
          switch (annotation.getBitWidth()) {
            case 8 -> annotation.isSigned() ? Primitive.TINYINT : Primitive.SMALLINT;
            case 16 -> annotation.isSigned() ? Primitive.SMALLINT : Primitive.INT;
            case 32 -> annotation.isSigned() ? Primitive.INT : Primitive.BIGINT;
            default -> annotation.isSigned() ? Primitive.BIGINT : new Decimal(20, 0);
          });
    }
  }
}
