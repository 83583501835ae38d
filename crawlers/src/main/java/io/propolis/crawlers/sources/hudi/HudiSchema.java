package io.propolis.crawlers.sources.hudi;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * The columns of a Hudi table.
 *
 * @param origin where they were found, for people
 */
record HudiSchema(List<Field> fields, String origin) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_COMMIT = 64 << 20;

  /** Clustering and other services may leave the schema out. */
  private static final int MOST_COMMITS_READ = 20;

  /** Of the newest commit that tells it, else what the table was made with. */
  static HudiSchema of(Lake lake, String location, Properties properties, HudiTimeline timeline)
      throws IOException {
    for (var commit : timeline.commits().stream().limit(MOST_COMMITS_READ).toList()) {
      var schema = schema(lake, commit);
      if (schema.isPresent()) {
        var name = commit.location().substring(commit.location().lastIndexOf('/') + 1);
        return new HudiSchema(fields(parse(schema.get())), "the schema of commit " + name);
      }
    }
    var created = properties.getProperty("hoodie.table.create.schema", "");
    if (created.isBlank()) {
      throw new IOException("neither a commit nor hoodie.properties tells a schema");
    }
    return new HudiSchema(fields(parse(created)), "hoodie.table.create.schema");
  }

  private static Schema parse(String json) throws IOException {
    try {
      return new Schema.Parser().parse(json);
    } catch (AvroRuntimeException e) {
      throw new IOException("its schema is not Avro's: " + e.getMessage(), e);
    }
  }

  /** Commits are JSON; since Hudi 1.0 they are Avro. */
  private static Optional<String> schema(Lake lake, FileEntry commit) throws IOException {
    var content = lake.read(commit.location(), LARGEST_COMMIT);
    boolean isAvro = content.length > 4 && content[0] == 'O' && content[1] == 'b';
    if (!isAvro) {
      return content.length == 0
          ? Optional.empty()
          : given(JSON.readTree(content).at("/extraMetadata/schema").asText());
    }
    try (var records =
        new DataFileStream<GenericRecord>(
            new ByteArrayInputStream(content), new GenericDatumReader<>())) {
      if (records.hasNext() && records.next().get("extraMetadata") instanceof Map<?, ?> extra) {
        for (var entry : extra.entrySet()) {
          if (String.valueOf(entry.getKey()).equals("schema")) {
            return given(String.valueOf(entry.getValue()));
          }
        }
      }
      return Optional.empty();
    } catch (AvroRuntimeException e) {
      throw new IOException("commit %s is damaged: %s".formatted(commit.location(), e), e);
    }
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(schema -> !schema.isBlank());
  }

  private static List<Field> fields(Schema record) {
    return record.getFields().stream()
        .map(field -> new Field(field.name(), type(field.schema()), field.doc()))
        .toList();
  }

  /** As the Parquet files have them, into which Hudi writes the rows. */
  private static HiveType type(Schema schema) {
    var logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case BOOLEAN -> Primitive.BOOLEAN;
      case INT -> logical instanceof LogicalTypes.Date ? Primitive.DATE : Primitive.INT;
      case LONG -> logical == null ? Primitive.BIGINT : time(logical.getName());
      case FLOAT -> Primitive.FLOAT;
      case DOUBLE -> Primitive.DOUBLE;
      case STRING, ENUM, NULL -> Primitive.STRING;
      case BYTES, FIXED ->
          logical instanceof LogicalTypes.Decimal decimal
              ? new Decimal(decimal.getPrecision(), decimal.getScale())
              : Primitive.BINARY;
      case ARRAY -> new Array(type(schema.getElementType()));
      case MAP -> new MapOf(Primitive.STRING, type(schema.getValueType()));
      case RECORD -> new Struct(fields(schema));
      case UNION ->
          schema.getTypes().stream()
              .filter(option -> option.getType() != Schema.Type.NULL)
              .findFirst()
              .map(HudiSchema::type)
              .orElse(Primitive.STRING);
    };
  }

  private static HiveType time(String logical) {
    return logical.contains("timestamp") ? Primitive.TIMESTAMP : Primitive.BIGINT;
  }
}
