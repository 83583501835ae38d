package io.propolis.crawlers.formats;

import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.crawlers.schema.HiveType.Union;
import io.propolis.files.RangedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Reads the headers of Avro data files, and types them as Hive's AvroSerDe does. */
final class AvroHeaders {
  private AvroHeaders() {}

  static FileSchema read(RangedFile file) throws IOException {
    try (var stream = new BufferedInputStream(file.stream(0))) {
      var schema = parsed(AvroHead.schema(stream));
      if (schema.getType() != Schema.Type.RECORD) {
        throw new UnreadableFileException("its Avro values are no records but " + schema.getType());
      }
      return new FileSchema.Avro(fields(schema, new HashSet<>()), schema.toString());
    } catch (AvroRuntimeException e) {
      throw new UnreadableFileException("its Avro header is damaged (" + e.getMessage() + ")", e);
    }
  }

  /** As Avro's reader of data files parses: what was written once is not judged. */
  private static Schema parsed(String json) {
    return new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(json);
  }

  private static List<Field> fields(Schema record, Set<String> within)
      throws UnreadableFileException {
    if (!within.add(record.getFullName())) {
      throw new UnreadableFileException(
          "its Avro record %s contains itself, which no table can".formatted(record.getFullName()));
    }
    var fields = new ArrayList<Field>();
    for (var field : record.getFields()) {
      fields.add(new Field(field.name(), type(field.schema(), within), field.doc()));
    }
    within.remove(record.getFullName());
    return fields;
  }

  private static HiveType type(Schema schema, Set<String> within) throws UnreadableFileException {
    return switch (schema.getType()) {
      case BOOLEAN -> Primitive.BOOLEAN;
      case INT ->
          schema.getLogicalType() instanceof LogicalTypes.Date ? Primitive.DATE : Primitive.INT;
      // AvroSerDe and Trino read timestamps in microseconds as plain numbers.
      case LONG ->
          schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
              ? Primitive.TIMESTAMP
              : Primitive.BIGINT;
      case FLOAT -> Primitive.FLOAT;
      case DOUBLE -> Primitive.DOUBLE;
      case STRING, ENUM -> Primitive.STRING;
      case BYTES, FIXED -> bytes(schema);
      case NULL -> Primitive.UNKNOWN;
      case ARRAY -> new Array(type(schema.getElementType(), within));
      case MAP -> new MapOf(Primitive.STRING, type(schema.getValueType(), within));
      case RECORD -> new Struct(fields(schema, within));
      case UNION -> union(schema, within);
    };
  }

  private static HiveType bytes(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
            && decimal.getPrecision() <= Decimal.MAX_PRECISION
        ? new Decimal(decimal.getPrecision(), decimal.getScale())
        : Primitive.BINARY;
  }

  private static HiveType union(Schema union, Set<String> within) throws UnreadableFileException {
    var options = new ArrayList<HiveType>();
    for (var option : union.getTypes()) {
      if (option.getType() != Schema.Type.NULL) {
        options.add(type(option, within));
      }
    }
    return switch (options.size()) {
      case 0 -> Primitive.UNKNOWN;
      case 1 -> options.get(0);
      default -> new Union(options);
    };
  }
}
