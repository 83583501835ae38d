package io.propolis.compat.random;

import io.propolis.compat.random.ColumnType.Decimal;
import io.propolis.compat.random.ColumnType.ListOf;
import io.propolis.compat.random.ColumnType.MapOf;
import io.propolis.compat.random.ColumnType.Scalar;
import io.propolis.compat.random.ColumnType.Struct;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Rows as Parquet. */
final class ParquetRows {
  private final Random choice;

  private ParquetRows(long seed) {
    this.choice = new Random(seed);
  }

  static void write(RandomTable table, List<List<Object>> rows, Path file, long seed)
      throws IOException {
    var ways = new ParquetRows(seed);
    var schema =
        new MessageType(
            "m", table.columns().stream().map(c -> ways.type(c.type(), c.name())).toList());
    var groups = new SimpleGroupFactory(schema);
    var codec =
        new Random(seed).nextBoolean()
            ? CompressionCodecName.GZIP
            : CompressionCodecName.UNCOMPRESSED;
    try (var writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(schema)
            .withCompressionCodec(codec)
            .build()) {
      for (var row : rows) {
        var group = groups.newGroup();
        fill(group, new Struct(table.columns()), row);
        writer.write(group);
      }
    }
  }

  private Type type(ColumnType type, String name) {
    if (type instanceof Struct struct) {
      var group = Types.optionalGroup();
      struct.fields().forEach(f -> group.addField(type(f.type(), f.name())));
      return group.named(name);
    }
    if (type instanceof ListOf list) {
      return Types.optionalList().element(type(list.element(), "element")).named(name);
    }
    if (type instanceof MapOf map) {
      var key =
          Types.required(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named("key");
      return Types.optionalMap().key(key).value(type(map.value(), "value")).named(name);
    }
    if (type instanceof Decimal decimal) {
      var annotation = LogicalTypeAnnotation.decimalType(decimal.scale(), decimal.precision());
      if (decimal.precision() <= 9 && choice.nextBoolean()) {
        return Types.optional(PrimitiveTypeName.INT32).as(annotation).named(name);
      }
      if (decimal.precision() <= 18 && choice.nextBoolean()) {
        return Types.optional(PrimitiveTypeName.INT64).as(annotation).named(name);
      }
      return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
          .length(16)
          .as(annotation)
          .named(name);
    }
    return scalar((Scalar) type, name);
  }

  private Type scalar(Scalar type, String name) {
    return switch (type) {
      case BOOLEAN -> annotated(PrimitiveTypeName.BOOLEAN, null, name);
      case BYTE -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true), name);
      case SHORT ->
          annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true), name);
      case INT -> annotated(PrimitiveTypeName.INT32, null, name);
      case LONG -> annotated(PrimitiveTypeName.INT64, null, name);
      case FLOAT -> annotated(PrimitiveTypeName.FLOAT, null, name);
      case DOUBLE -> annotated(PrimitiveTypeName.DOUBLE, null, name);
      case BINARY -> annotated(PrimitiveTypeName.BINARY, null, name);
      case STRING ->
          annotated(
              PrimitiveTypeName.BINARY,
              choice.nextBoolean()
                  ? LogicalTypeAnnotation.stringType()
                  : LogicalTypeAnnotation.enumType(),
              name);
      case DATE -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), name);
      case TIMESTAMP ->
          annotated(
              PrimitiveTypeName.INT64,
              LogicalTypeAnnotation.timestampType(choice.nextBoolean(), TimeUnit.MICROS),
              name);
    };
  }

  private static Type annotated(
      PrimitiveTypeName physical,
      @org.jspecify.annotations.Nullable LogicalTypeAnnotation annotation,
      String name) {
    return Types.optional(physical).as(annotation).named(name);
  }

  private static void fill(Group group, Struct struct, List<?> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        put(group, i, struct.fields().get(i).type(), values.get(i));
      }
    }
  }

  private static void put(Group group, int field, ColumnType type, Object value) {
    if (type instanceof Struct struct) {
      fill(group.addGroup(field), struct, (List<?>) value);
    } else if (type instanceof ListOf list) {
      var inner = group.addGroup(field);
      for (var element : (List<?>) value) {
        var slot = inner.addGroup(0);
        if (element != null) {
          put(slot, 0, list.element(), element);
        }
      }
    } else if (type instanceof MapOf map) {
      var inner = group.addGroup(field);
      for (var entry : ((Map<?, ?>) value).entrySet()) {
        var pair = inner.addGroup(0);
        pair.add(0, Binary.fromString((String) entry.getKey()));
        if (entry.getValue() != null) {
          put(pair, 1, map.value(), entry.getValue());
        }
      }
    } else if (type instanceof Decimal) {
      decimal(group, field, (BigDecimal) value);
    } else {
      scalar(group, field, (Scalar) type, value);
    }
  }

  private static void decimal(Group group, int field, BigDecimal value) {
    var unscaled = value.unscaledValue();
    switch (group.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> group.add(field, unscaled.intValueExact());
      case INT64 -> group.add(field, unscaled.longValueExact());
      default -> {
        var bytes = new byte[16];
        var significant = unscaled.toByteArray();
        Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(significant, 0, bytes, 16 - significant.length, significant.length);
        group.add(field, Binary.fromConstantByteArray(bytes));
      }
    }
  }

  private static void scalar(Group group, int field, Scalar type, Object value) {
    switch (type) {
      case BOOLEAN -> group.add(field, (Boolean) value);
      case BYTE, SHORT, INT -> group.add(field, ((Number) value).intValue());
      case LONG -> group.add(field, (Long) value);
      case FLOAT -> group.add(field, (Float) value);
      case DOUBLE -> group.add(field, (Double) value);
      case STRING -> group.add(field, Binary.fromString((String) value));
      case BINARY -> group.add(field, Binary.fromConstantByteArray((byte[]) value));
      case DATE -> group.add(field, (int) ((LocalDate) value).toEpochDay());
      case TIMESTAMP ->
          group.add(
              field,
              ChronoUnit.MICROS.between(
                  LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), (LocalDateTime) value));
    }
  }
}
