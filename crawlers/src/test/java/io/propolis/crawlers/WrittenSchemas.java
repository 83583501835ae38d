package io.propolis.crawlers;

import com.amazon.ion.IonWriter;
import com.amazon.ion.Timestamp;
import com.amazon.ion.system.IonBinaryWriterBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Columns as the formats declare them. */
final class WrittenSchemas {
  private WrittenSchemas() {}

  static String avro(List<Field> fields) {
    return record(fields, "r").toString();
  }

  private static Schema record(List<Field> fields, String name) {
    return Schema.createRecord(
        name,
        null,
        null,
        false,
        fields.stream()
            .map(f -> new Schema.Field(f.name(), avro(f.type(), name + "_" + f.name())))
            .toList());
  }

  private static Schema avro(HiveType type, String name) {
    if (type instanceof Struct struct) {
      return record(struct.fields(), name);
    }
    if (type instanceof Array array) {
      return Schema.createArray(avro(array.element(), name + "_e"));
    }
    if (type instanceof MapOf map) {
      return Schema.createMap(avro(map.value(), name + "_v"));
    }
    if (type instanceof Decimal decimal) {
      return LogicalTypes.decimal(decimal.precision(), decimal.scale())
          .addToSchema(Schema.create(Schema.Type.BYTES));
    }
    return switch ((Primitive) type) {
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case INT -> Schema.create(Schema.Type.INT);
      case BIGINT -> Schema.create(Schema.Type.LONG);
      case FLOAT -> Schema.create(Schema.Type.FLOAT);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case STRING -> Schema.create(Schema.Type.STRING);
      case BINARY -> Schema.create(Schema.Type.BYTES);
      case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      default -> throw new IllegalArgumentException(type.hive());
    };
  }

  static String parquet(List<Field> fields) {
    return new MessageType("m", fields.stream().map(f -> parquet(f.type(), f.name())).toList())
        .toString();
  }

  private static Type parquet(HiveType type, String name) {
    if (type instanceof Struct struct) {
      var group = Types.optionalGroup();
      struct.fields().forEach(f -> group.addField(parquet(f.type(), f.name())));
      return group.named(name);
    }
    if (type instanceof Array array) {
      return Types.optionalList().element(parquet(array.element(), "element")).named(name);
    }
    if (type instanceof MapOf map) {
      return Types.optionalMap()
          .key(
              Types.required(PrimitiveTypeName.BINARY)
                  .as(LogicalTypeAnnotation.stringType())
                  .named("key"))
          .value(parquet(map.value(), "value"))
          .named(name);
    }
    if (type instanceof Decimal decimal) {
      var annotation = LogicalTypeAnnotation.decimalType(decimal.scale(), decimal.precision());
      return decimal.precision() <= 9
          ? Types.optional(PrimitiveTypeName.INT32).as(annotation).named(name)
          : decimal.precision() <= 18
              ? Types.optional(PrimitiveTypeName.INT64).as(annotation).named(name)
              : Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                  .length(16)
                  .as(annotation)
                  .named(name);
    }
    return switch ((Primitive) type) {
      case BOOLEAN -> primitive(PrimitiveTypeName.BOOLEAN, name);
      case INT -> primitive(PrimitiveTypeName.INT32, name);
      case BIGINT -> primitive(PrimitiveTypeName.INT64, name);
      case FLOAT -> primitive(PrimitiveTypeName.FLOAT, name);
      case DOUBLE -> primitive(PrimitiveTypeName.DOUBLE, name);
      case BINARY -> primitive(PrimitiveTypeName.BINARY, name);
      case STRING ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
      case DATE ->
          Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType()).named(name);
      default -> throw new IllegalArgumentException(type.hive());
    };
  }

  private static Type primitive(PrimitiveTypeName type, String name) {
    return Types.primitive(type, Repetition.OPTIONAL).named(name);
  }

  /** Binary Ion of a value; texts that are dates or timestamps are such. */
  static byte[] ion(JsonNode value) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = IonBinaryWriterBuilder.standard().build(out)) {
      write(value, writer);
    }
    return out.toByteArray();
  }

  private static void write(JsonNode value, IonWriter writer) throws IOException {
    if (value.isObject()) {
      writer.stepIn(com.amazon.ion.IonType.STRUCT);
      for (var field : value.properties()) {
        writer.setFieldName(field.getKey());
        write(field.getValue(), writer);
      }
      writer.stepOut();
    } else if (value.isArray()) {
      writer.stepIn(com.amazon.ion.IonType.LIST);
      for (var element : value) {
        write(element, writer);
      }
      writer.stepOut();
    } else if (value.isBoolean()) {
      writer.writeBool(value.booleanValue());
    } else if (value.isIntegralNumber()) {
      writer.writeInt(value.longValue());
    } else if (value.isNumber()) {
      writer.writeFloat(value.doubleValue());
    } else if (value.textValue().matches("\\d{4}-\\d\\d-\\d\\d( .*)?")) {
      writer.writeTimestamp(Timestamp.valueOf(ionTime(value.textValue())));
    } else {
      writer.writeString(value.textValue());
    }
  }

  private static String ionTime(String text) {
    return text.contains(" ") ? text.replace(' ', 'T') + "Z" : text;
  }
}
