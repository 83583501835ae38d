package io.propolis.thrift.translate;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.LakeFiles;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Columns of tables of Hive's Avro SerDe that name a schema: the schema says them, not the table.
 * Types become what Hive makes of them.
 */
public final class AvroColumns {
  private static final String SERDE = "org.apache.hadoop.hive.serde2.avro.AvroSerDe";
  private static final String LITERAL = "avro.schema.literal";
  private static final String URL = "avro.schema.url";

  /** What Hive's shell sets in the place of a schema it takes away. */
  private static final String NONE = "none";

  private static final int MAX_SCHEMA_BYTES = 16 * 1024 * 1024;

  private AvroColumns() {}

  /**
   * Empty for a table that is not of Avro or names no schema.
   *
   * @throws CatalogException INVALID, naming the table, when its schema cannot be read
   */
  public static Optional<List<Column>> of(Table table, LakeFiles files) {
    if (!SERDE.equals(table.layout().serDe().library())) {
      return Optional.empty();
    }
    return property(table, LITERAL)
        .or(() -> property(table, URL).map(url -> read(table, url, files)))
        .map(text -> columns(table, text));
  }

  /** SerDe properties hide those of the table. */
  private static Optional<String> property(Table table, String key) {
    var inSerDe = table.layout().serDe().parameters().get(key);
    return Optional.ofNullable(inSerDe == null ? table.parameters().get(key) : inSerDe)
        .filter(value -> !value.isBlank() && !value.equals(NONE));
  }

  private static String read(Table table, String url, LakeFiles files) {
    try {
      return new String(files.read(url, MAX_SCHEMA_BYTES), StandardCharsets.UTF_8);
    } catch (CatalogException e) {
      throw unreadable(table, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Column> columns(Table table, String text) {
    try {
      var schema = new Schema.Parser(NameValidator.NO_VALIDATION).parse(text);
      if (schema.getType() != Schema.Type.RECORD) {
        throw new AvroRuntimeException("it is a " + schema.getType().getName() + ", not a record");
      }
      return new Types()
          .fields(schema).stream()
              .map(field -> new Column(field.name(), field.type(), field.comment()))
              .toList();
    } catch (SchemaParseException e) {
      // Its message quotes the text, which may be of a file that the client must not see.
      throw unreadable(table, "it is no Avro schema", e);
    } catch (AvroRuntimeException e) {
      throw unreadable(table, String.valueOf(e.getMessage()), e);
    }
  }

  private static CatalogException unreadable(Table table, String why, RuntimeException cause) {
    return new CatalogException(
        CatalogException.Kind.INVALID,
        Entity.REQUEST,
        "The Avro schema of table %s cannot be read: %s".formatted(table.name(), why),
        cause);
  }

  /** Hive's type of each Avro type. */
  private static final class Types {
    private final Deque<String> open = new ArrayDeque<>();

    List<Column> fields(Schema record) {
      if (open.contains(record.getFullName())) {
        throw new AvroRuntimeException("record " + record.getFullName() + " contains itself");
      }
      open.push(record.getFullName());
      var fields =
          record.getFields().stream()
              .map(
                  field ->
                      new Column(
                          Names.fold(field.name()),
                          type(field.schema()),
                          field.doc() == null ? "" : field.doc()))
              .toList();
      open.pop();
      return fields;
    }

    private String type(Schema schema) {
      return switch (schema.getType()) {
        case NULL -> "void";
        case BOOLEAN -> "boolean";
        case INT -> schema.getLogicalType() instanceof LogicalTypes.Date ? "date" : "int";
        case LONG ->
            schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                ? "timestamp"
                : "bigint";
        case FLOAT -> "float";
        case DOUBLE -> "double";
        case STRING -> text(schema);
        case ENUM -> "string";
        case BYTES, FIXED -> binary(schema);
        case ARRAY -> "array<" + type(schema.getElementType()) + ">";
        case MAP -> "map<string," + type(schema.getValueType()) + ">";
        case RECORD ->
            fields(schema).stream()
                .map(field -> field.name() + ":" + field.type())
                .collect(Collectors.joining(",", "struct<", ">"));
        case UNION -> union(schema);
      };
    }

    private static String binary(Schema schema) {
      return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
          ? "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale())
          : "binary";
    }

    /** Hive's own logical types char and varchar have a length. */
    private static String text(Schema schema) {
      var kind = schema.getProp("logicalType");
      boolean bounded = "char".equals(kind) || "varchar".equals(kind);
      return bounded ? "%s(%s)".formatted(kind, schema.getObjectProp("maxLength")) : "string";
    }

    private String union(Schema schema) {
      var types =
          schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
      if (types.isEmpty()) {
        return "void";
      }
      return types.size() == 1
          ? type(types.get(0))
          : types.stream().map(this::type).collect(Collectors.joining(",", "uniontype<", ">"));
    }
  }
}
