package io.propolis.compat.hms;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TException;

/** What scenarios share: a connection, an empty database of their own, and short ways to make things. */
abstract class Scenarios implements AutoCloseable {

  HiveMetaStoreClient client;
  String uri;
  String database;
  Path folder;

  final void open(String metastore, Path parent, String name) throws Exception {
    uri = metastore;
    client = Generation.connect(uri, Map.of());
    database = name;
    folder = Files.createDirectories(parent.resolve(name));
    dropDatabase();
    Database request = new Database();
    request.setName(database);
    client.createDatabase(request);
  }

  @Override
  public final void close() throws Exception {
    try {
      dropDatabase();
    } finally {
      client.close();
    }
  }

  private void dropDatabase() throws TException {
    try {
      client.dropDatabase(database, true, true, true);
    } catch (NoSuchObjectException e) {
      // a scenario may have dropped it itself
    }
  }

  /** A managed table of an id and a name, where the server wants it, not yet created. */
  final Table table(String name, FieldSchema... partitionKeys) {
    Table table = new Table();
    table.setDbName(database);
    table.setTableName(name);
    table.setOwner("ada");
    table.setTableType("MANAGED_TABLE");
    table.setParameters(new HashMap<>());
    table.setPartitionKeys(List.of(partitionKeys));
    table.setSd(storage(null));
    return table;
  }

  /** The same outside the warehouse, in a folder that exists. */
  final Table externalTable(String name, FieldSchema... partitionKeys) throws IOException {
    Table table = table(name, partitionKeys);
    table.setTableType("EXTERNAL_TABLE");
    table.putToParameters("EXTERNAL", "TRUE");
    Path location = Files.createDirectories(folder.resolve(name));
    table.getSd().setLocation(location.toUri().toString());
    return table;
  }

  final Table created(Table table) throws TException {
    client.createTable(table);
    return client.getTable(table.getDbName(), table.getTableName());
  }

  static StorageDescriptor storage(String location) {
    StorageDescriptor storage = new StorageDescriptor();
    List<FieldSchema> columns = new ArrayList<>();
    columns.add(column("id", "bigint", "the key"));
    columns.add(column("name", "string", null));
    storage.setCols(columns);
    storage.setLocation(location);
    storage.setInputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat");
    storage.setOutputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat");
    SerDeInfo serde = new SerDeInfo();
    serde.setName("row format");
    serde.setSerializationLib("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
    serde.setParameters(new HashMap<>(Map.of("serialization.format", "1")));
    storage.setSerdeInfo(serde);
    storage.setBucketCols(new ArrayList<>());
    storage.setSortCols(new ArrayList<>());
    storage.setParameters(new HashMap<>());
    storage.setNumBuckets(-1);
    return storage;
  }

  static FieldSchema column(String name, String type, String comment) {
    return new FieldSchema(name, type, comment);
  }

  static FieldSchema key(String name, String type) {
    return new FieldSchema(name, type, null);
  }

  /** A partition of {@code table} in the folder that its name gives, not yet added. */
  static Partition partition(Table table, String... values) {
    Partition partition = new Partition();
    partition.setDbName(table.getDbName());
    partition.setTableName(table.getTableName());
    partition.setValues(new ArrayList<>(List.of(values)));
    partition.setParameters(new HashMap<>());
    StorageDescriptor storage = table.getSd().deepCopy();
    storage.setLocation(null);
    partition.setSd(storage);
    return partition;
  }

  /** Several at once, in a list that may be asked for null, as the newest client does. */
  static List<Partition> batch(Partition... partitions) {
    return new ArrayList<>(Arrays.asList(partitions));
  }

  static Path path(String location) {
    URI uri = URI.create(location);
    return Path.of(uri.getPath());
  }

  static Path writeFile(String location) throws IOException {
    Path file = Files.createDirectories(path(location)).resolve("data-0");
    return Files.writeString(file, "content");
  }
}
