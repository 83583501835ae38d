package io.propolis.thrift.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.thrift.translate.Tables;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TJSONProtocol;

/**
 * Changes as notification events. A message is JSON in the format that Hive's consumers call {@code
 * json-0.2}; the table in it is the table as it stands now, while it still stands.
 */
public final class Events {
  private static final String FORMAT = "json-0.2";
  private static final JsonFactory JSON = new JsonFactory();

  private Events() {}

  public static NotificationEvent event(Session session, Change change) {
    var event =
        new NotificationEvent(
            change.position(),
            (int) (change.at() / 1000),
            change.kind().name(),
            message(change, table(session, change)));
    event.setCatName(change.catalog());
    event.setDbName(change.database());
    event.setTableName(change.table());
    event.setMessageFormat(FORMAT);
    return event;
  }

  private static Optional<Table> table(Session session, Change change) {
    var id = change.tableId();
    if (change.database() == null || change.table() == null || id == null) {
      return Optional.empty();
    }
    return session
        .tables()
        .find(new DatabaseName(change.catalog(), change.database()).table(change.table()))
        .filter(table -> table.id() == id);
  }

  private static String message(Change change, Optional<Table> table) {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("server", "");
      json.writeStringField("servicePrincipal", "");
      if (change.database() != null) {
        json.writeStringField("db", change.database());
      }
      if (change.table() != null) {
        json.writeStringField("table", change.table());
      }
      json.writeNumberField("timestamp", change.at() / 1000);
      for (var detail : change.details().entrySet()) {
        json.writeStringField(detail.getKey(), detail.getValue());
      }
      if (table.isPresent()) {
        writeTable(json, change, table.get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void writeTable(JsonGenerator json, Change change, Table table)
      throws IOException {
    json.writeStringField("tableType", table.type().name());
    json.writeStringField("tableObjJson", thriftJson(table));
    if (!change.partitions().isEmpty()) {
      json.writeArrayFieldStart("partitions");
      for (var values : change.partitions()) {
        writePartition(json, table.partitionKeys(), values);
      }
      json.writeEndArray();
    }
  }

  private static void writePartition(JsonGenerator json, List<Column> keys, List<String> values)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < keys.size() && i < values.size(); i++) {
      json.writeStringField(keys.get(i).name(), values.get(i));
    }
    json.writeEndObject();
  }

  private static String thriftJson(Table table) {
    try {
      return new TSerializer(new TJSONProtocol.Factory()).toString(Tables.bean(table));
    } catch (TException e) {
      throw new IllegalStateException("Cannot write " + table.name() + " as JSON", e);
    }
  }
}
