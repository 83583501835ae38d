package io.propolis.faults.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.faults.log.LogEntry.Change;
import io.propolis.faults.log.LogEntry.Effect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TJSONProtocol;
import org.jspecify.annotations.Nullable;

/** Reads what events say about objects, out of their messages, as replication does. */
final class LogReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VALUE = "value";
  private static final String STATISTICS = "#";

  private LogReader() {}

  static LogEntry read(NotificationEvent event) {
    try {
      var message = JSON.readTree(event.getMessage());
      return new LogEntry(
          event.getEventId(), event.getEventType(), changes(event.getEventType(), message));
    } catch (JsonProcessingException | TException e) {
      throw new IllegalArgumentException("Cannot read event " + event, e);
    }
  }

  private static List<Change> changes(String type, JsonNode message) throws TException {
    return switch (type) {
      case "CREATE_DATABASE" -> List.of(made(database(message, "dbJson")));
      case "ALTER_DATABASE" ->
          List.of(
              changed(database(message, "dbObjBeforeJson"), database(message, "dbObjAfterJson")));
      case "DROP_DATABASE" -> List.of(removed(database(message, "dbJson")));
      case "CREATE_TABLE" -> List.of(made(table(message, "tableObjJson")));
      case "ALTER_TABLE" ->
          moved(table(message, "tableObjBeforeJson"), table(message, "tableObjAfterJson"));
      case "DROP_TABLE" -> List.of(removed(table(message, "tableObjJson")));
      case "ADD_PARTITION" -> added(message);
      case "ALTER_PARTITION" ->
          moved(
              partition(message.get("partitionObjBeforeJson")),
              partition(message.get("partitionObjAfterJson")));
      case "DROP_PARTITION" -> dropped(message);
      case "UPDATE_PART_COL_STAT_EVENT" -> List.of(statistics(message));
      default -> List.of();
    };
  }

  /** An object as an event tells of it. */
  private record Told(String object, @Nullable String value) {}

  private static Change made(Told after) {
    return new Change(Effect.MADE, after.object(), null, after.value());
  }

  private static Change changed(Told before, Told after) {
    return new Change(Effect.CHANGED, after.object(), before.value(), after.value());
  }

  private static Change removed(Told before) {
    return new Change(Effect.REMOVED, before.object(), before.value(), null);
  }

  private static List<Change> moved(Told before, Told after) {
    return before.object().equals(after.object())
        ? List.of(changed(before, after))
        : List.of(new Change(Effect.MOVED, before.object(), before.value(), null), made(after));
  }

  private static List<Change> added(JsonNode message) throws TException {
    var all = new ArrayList<Change>();
    for (var each : message.get("partitionListJson")) {
      all.add(made(partition(each)));
    }
    return all;
  }

  private static List<Change> dropped(JsonNode message) throws TException {
    var table = table(message, "tableObjJson").object();
    var all = new ArrayList<Change>();
    for (var each : message.get("partitions")) {
      var name = new StringBuilder();
      for (Map.Entry<String, JsonNode> key : each.properties()) {
        name.append('/').append(key.getKey()).append('=').append(key.getValue().asText());
      }
      all.add(removed(new Told(table + name, null)));
    }
    return all;
  }

  private static Change statistics(JsonNode message) throws TException {
    var statistics = read(new ColumnStatistics(), message.get("colStatsJson"));
    var description = statistics.getStatsDesc();
    var object =
        description.getDbName()
            + "."
            + description.getTableName()
            + "/"
            + description.getPartName()
            + STATISTICS;
    var data = statistics.getStatsObj().get(0).getStatsData().getLongStats();
    return new Change(Effect.GIVEN, object, null, String.valueOf(data.getNumNulls()));
  }

  private static Told database(JsonNode message, String field) throws TException {
    var database = read(new Database(), message.get(field));
    return new Told(database.getName(), value(database.getParameters()));
  }

  private static Told table(JsonNode message, String field) throws TException {
    var table = read(new Table(), message.get(field));
    return new Told(table.getDbName() + "." + table.getTableName(), value(table.getParameters()));
  }

  private static Told partition(JsonNode text) throws TException {
    var partition = read(new Partition(), text);
    return new Told(
        "%s.%s/day=%s"
            .formatted(
                partition.getDbName(), partition.getTableName(), partition.getValues().get(0)),
        value(partition.getParameters()));
  }

  private static @Nullable String value(@Nullable Map<String, String> parameters) {
    return parameters == null ? null : parameters.get(VALUE);
  }

  private static <T extends TBase<?, ?>> T read(T bean, JsonNode text) throws TException {
    new TDeserializer(new TJSONProtocol.Factory())
        .deserialize(bean, text.asText().getBytes(StandardCharsets.UTF_8));
    return bean;
  }
}
