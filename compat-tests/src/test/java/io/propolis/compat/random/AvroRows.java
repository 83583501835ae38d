package io.propolis.compat.random;

import io.propolis.compat.random.ColumnType.Decimal;
import io.propolis.compat.random.ColumnType.ListOf;
import io.propolis.compat.random.ColumnType.MapOf;
import io.propolis.compat.random.ColumnType.Scalar;
import io.propolis.compat.random.ColumnType.Struct;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Rows as Avro, every value of a union with null. */
final class AvroRows {
  private AvroRows() {}

  static void write(RandomTable table, List<List<Object>> rows, Path file, long seed)
      throws IOException {
    var columns = new Struct(table.columns());
    var schema = record(columns, "r");
    var codec =
        new Random(seed).nextBoolean() ? CodecFactory.deflateCodec(1) : CodecFactory.nullCodec();
    try (var writer =
        new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))
            .setCodec(codec)
            .create(schema, file.toFile())) {
      for (var row : rows) {
        writer.append((GenericRecord) value(columns, schema, row));
      }
    }
  }

  private static Schema record(Struct struct, String name) {
    return Schema.createRecord(
        name,
        null,
        null,
        false,
        struct.fields().stream()
            .map(f -> new Schema.Field(f.name(), nullable(f.type(), name + "_" + f.name())))
            .toList());
  }

  private static Schema nullable(ColumnType type, String name) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), schema(type, name));
  }

  private static Schema schema(ColumnType type, String name) {
    if (type instanceof Struct struct) {
      return record(struct, name);
    }
    if (type instanceof ListOf list) {
      return Schema.createArray(nullable(list.element(), name + "_e"));
    }
    if (type instanceof MapOf map) {
      return Schema.createMap(nullable(map.value(), name + "_v"));
    }
    if (type instanceof Decimal decimal) {
      return LogicalTypes.decimal(decimal.precision(), decimal.scale())
          .addToSchema(Schema.create(Schema.Type.BYTES));
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case INT -> Schema.create(Schema.Type.INT);
      case LONG -> Schema.create(Schema.Type.LONG);
      case FLOAT -> Schema.create(Schema.Type.FLOAT);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case STRING -> Schema.create(Schema.Type.STRING);
      case BINARY -> Schema.create(Schema.Type.BYTES);
      case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case TIMESTAMP -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case BYTE, SHORT -> throw new IllegalArgumentException("Avro has no " + type);
    };
  }

  private static Object value(ColumnType type, Schema schema, Object value) {
    if (value == null) {
      return null;
    }
    var own = schema.getType() == Schema.Type.UNION ? schema.getTypes().get(1) : schema;
    if (type instanceof Struct struct) {
      var record = new GenericData.Record(own);
      for (int i = 0; i < struct.fields().size(); i++) {
        record.put(
            i,
            value(
                struct.fields().get(i).type(),
                own.getFields().get(i).schema(),
                ((List<?>) value).get(i)));
      }
      return record;
    }
    if (type instanceof ListOf list) {
      var elements = new GenericData.Array<>(((List<?>) value).size(), own);
      for (var element : (List<?>) value) {
        elements.add(value(list.element(), own.getElementType(), element));
      }
      return elements;
    }
    if (type instanceof MapOf map) {
      var pairs = new LinkedHashMap<Object, Object>();
      ((Map<?, ?>) value)
          .forEach((k, v) -> pairs.put(k, value(map.value(), own.getValueType(), v)));
      return pairs;
    }
    if (type instanceof Decimal) {
      return new Conversions.DecimalConversion()
          .toBytes((BigDecimal) value, own, own.getLogicalType());
    }
    return switch ((Scalar) type) {
      case BINARY -> ByteBuffer.wrap((byte[]) value);
      case DATE -> (int) ((LocalDate) value).toEpochDay();
      case TIMESTAMP -> ((LocalDateTime) value).toInstant(ZoneOffset.UTC).toEpochMilli();
      default -> value;
    };
  }
}
