package io.propolis.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;

/** A client of one server, which makes what benchmarks ask for. */
final class Metastore implements AutoCloseable {
  static final String DATABASE = "bench";

  private final TSocket socket;
  private final ThriftHiveMetastore.Client client;

  Metastore(int port) throws TException {
    socket = new TSocket("127.0.0.1", port);
    socket.open();
    client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
  }

  void createDatabase() throws TException {
    client.create_database(new Database(DATABASE, "", null, new HashMap<>()));
  }

  void createTable(String name, int columns) throws TException {
    var table = new Table();
    table.setDbName(DATABASE);
    table.setTableName(name);
    table.setTableType("MANAGED_TABLE");
    table.setParameters(new HashMap<>());
    table.setPartitionKeys(new ArrayList<>());
    table.setSd(layout(columns));
    client.create_table(table);
  }

  private static StorageDescriptor layout(int columns) {
    var fields = new ArrayList<FieldSchema>();
    for (int i = 0; i < columns; i++) {
      fields.add(new FieldSchema("column_" + i, i % 2 == 0 ? "bigint" : "string", "column " + i));
    }
    var layout = new StorageDescriptor();
    layout.setCols(fields);
    layout.setInputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat");
    layout.setOutputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat");
    layout.setSerdeInfo(
        new SerDeInfo(
            null, "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", new HashMap<>()));
    layout.setBucketCols(List.of());
    layout.setSortCols(List.of());
    layout.setParameters(new HashMap<>());
    return layout;
  }

  @Override
  public void close() {
    socket.close();
  }
}
