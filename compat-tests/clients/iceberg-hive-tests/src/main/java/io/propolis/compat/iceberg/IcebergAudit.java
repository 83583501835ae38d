package io.propolis.compat.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hive.HiveCatalog;
import org.apache.iceberg.io.FileIO;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TJSONProtocol;

/**
 * Prints what is left of the commits to a table: {@code @moved from to} for each move of its
 * pointer in the notification log, {@code @metadata file previous} for each metadata file from the
 * first on, {@code @snapshot id parent added-records}, {@code @lock id} and {@code @pointer present
 * previous}. No value is a dash.
 */
public final class IcebergAudit {
  private static final String POINTER = "metadata_location";
  private static final String PREVIOUS = "previous_metadata_location";
  private static final int BATCH = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private IcebergAudit() {}

  /** Arguments: metastore, database, table. */
  public static void main(String[] args) throws Exception {
    var conf = new HiveConf();
    conf.set("hive.metastore.uris", args[0]);
    var client = new HiveMetaStoreClient(conf);
    events(client, args[1], args[2]);
    var parameters = client.getTable(args[1], args[2]).getParameters();
    System.out.printf("@pointer %s %s%n", parameters.get(POINTER), parameters.get(PREVIOUS));
    var ofDatabase = new ShowLocksRequest();
    ofDatabase.setDbname(args[1]);
    client
        .showLocks(ofDatabase)
        .getLocks()
        .forEach(lock -> System.out.printf("@lock %d%n", lock.getLockid()));
    client.close();
    var catalog = new HiveCatalog();
    catalog.setConf(new Configuration(false));
    catalog.initialize("hive", Map.of("uri", args[0]));
    var table = (BaseTable) catalog.loadTable(TableIdentifier.of(args[1], args[2]));
    files(table.operations().current(), table.io());
    for (var snapshot : table.snapshots()) {
      System.out.printf(
          "@snapshot %d %s %s%n",
          snapshot.snapshotId(),
          snapshot.parentId() == null ? "-" : snapshot.parentId(),
          snapshot.summary().get("added-records"));
    }
    System.out.println("@done");
    System.exit(0); // pools of clients leave threads behind
  }

  private static void events(IMetaStoreClient client, String database, String name)
      throws Exception {
    long last = 0;
    for (var events = after(client, last); !events.isEmpty(); events = after(client, last)) {
      for (var event : events) {
        last = event.getEventId();
        if (database.equals(event.getDbName())
            && name.equals(event.getTableName())
            && event.getEventType().equals("ALTER_TABLE")) {
          System.out.printf(
              "@moved %s %s%n", pointer(event, "tableObjBefore"), pointer(event, "tableObjAfter"));
        }
      }
    }
  }

  private static List<NotificationEvent> after(IMetaStoreClient client, long last)
      throws TException {
    var events = client.getNextNotification(last, BATCH, event -> true).getEvents();
    return events == null ? List.of() : events; // so Hive's client says that none was left over
  }

  private static String pointer(NotificationEvent event, String object) throws Exception {
    JsonNode message = JSON.readTree(event.getMessage());
    var table = new Table();
    read(table, message.required(object + "Json").asText());
    return table.getParameters().get(POINTER);
  }

  private static void read(Table table, String json) throws TException {
    new TDeserializer(new TJSONProtocol.Factory())
        .deserialize(table, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Each file tells of those before it: the last of them is the one that it followed. */
  private static void files(TableMetadata present, FileIO io) {
    List<String> files = new ArrayList<>();
    present.previousFiles().forEach(entry -> files.add(entry.file()));
    files.add(present.metadataFileLocation());
    for (var file : files) {
      var before = TableMetadataParser.read(io, file).previousFiles();
      var previous = before.isEmpty() ? "-" : before.get(before.size() - 1).file();
      System.out.printf("@metadata %s %s%n", file, previous);
    }
  }
}
