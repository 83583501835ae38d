package io.propolis.thrift.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Tables;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.thrift.TBase;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of one event, field by field. Objects of the API stand in it as texts in Thrift's
 * JSON. What is null is left out.
 */
final class Message {
  private static final JsonFactory JSON = new JsonFactory();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  private Message() throws IOException {
    json = JSON.createGenerator(text);
  }

  /** What every message says: Hive's readers need a server and a principal, even empty ones. */
  static Message of(Change change) {
    try {
      var message = new Message();
      message.json.writeStartObject();
      return message
          .with("server", "")
          .with("servicePrincipal", "")
          .with("timestamp", change.at() / 1000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Field {
    void write() throws IOException;
  }

  private Message field(Field field) {
    try {
      field.write();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Message with(String name, @Nullable String value) {
    return value == null ? this : field(() -> json.writeStringField(name, value));
  }

  Message with(String name, long value) {
    return field(() -> json.writeNumberField(name, value));
  }

  Message with(String name, Map<String, String> values) {
    return field(
        () -> {
          json.writeObjectFieldStart(name);
          writeFields(values);
          json.writeEndObject();
        });
  }

  private void writeFields(Map<String, String> values) throws IOException {
    for (var entry : values.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
  }

  Message with(String name, Collection<String> values) {
    return field(
        () -> {
          json.writeArrayFieldStart(name);
          for (var value : values) {
            json.writeString(value);
          }
          json.writeEndArray();
        });
  }

  Message withNumbers(String name, Collection<Long> values) {
    return field(
        () -> {
          json.writeArrayFieldStart(name);
          for (long value : values) {
            json.writeNumber(value);
          }
          json.writeEndArray();
        });
  }

  /** Objects with numbers as fields. */
  Message withRecords(String name, List<Map<String, Long>> records) {
    return field(
        () -> {
          json.writeArrayFieldStart(name);
          for (var each : records) {
            json.writeStartObject();
            for (var entry : each.entrySet()) {
              json.writeNumberField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  Message with(String name, @Nullable TBase<?, ?> object) {
    return object == null
        ? this
        : field(
            () -> {
              json.writeFieldName(name);
              json.writeRawValue(ThriftText.embedded(object));
            });
  }

  Message withAll(String name, Stream<? extends TBase<?, ?>> objects) {
    return field(
        () -> {
          json.writeArrayFieldStart(name);
          for (var text : objects.map(ThriftText::embedded).toList()) {
            json.writeRawValue(text);
          }
          json.writeEndArray();
        });
  }

  /** Database and name of a table, its type, and the table under the given name. */
  Message withTable(Table table, String field) {
    return with("db", table.name().database().name())
        .with("table", table.name().name())
        .with("tableType", table.type().name())
        .with(field, Tables.bean(table));
  }

  /** The values of partitions by key. */
  Message withValues(Table table, List<Partition> partitions) {
    return field(
        () -> {
          json.writeArrayFieldStart("partitions");
          for (var partition : partitions) {
            json.writeStartObject();
            writeFields(byKey(table, partition));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The partitions themselves. */
  Message withPartitions(Table table, List<Partition> partitions) {
    return withAll("partitionListJson", Partitions.beans(table.name(), partitions).stream());
  }

  /** The files of new partitions: none, as their folders have just been made or are not ours. */
  Message withoutFiles(Table table, List<Partition> partitions) {
    return field(
        () -> {
          json.writeArrayFieldStart("partitionFiles");
          for (var partition : partitions) {
            json.writeStartObject();
            json.writeStringField(
                "partitionName", PartitionNames.of(table.partitionKeys(), partition.values()));
            json.writeArrayFieldStart("files");
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static Map<String, String> byKey(Table table, Partition partition) {
    var byKey = new LinkedHashMap<String, String>();
    var keys = table.partitionKeys();
    for (int i = 0; i < keys.size() && i < partition.values().size(); i++) {
      byKey.put(keys.get(i).name(), partition.values().get(i));
    }
    return byKey;
  }

  /** Nothing can be added afterwards. */
  String end() {
    try {
      json.writeEndObject();
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
