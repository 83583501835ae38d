package io.propolis.server;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;

/** A plain Hive Metastore client. */
final class HiveClient implements AutoCloseable {
  private final TSocket socket;
  private final ThriftHiveMetastore.Client client;

  HiveClient(int port) throws TException {
    socket = new TSocket("127.0.0.1", port, 60_000);
    socket.open();
    client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
  }

  void createDatabase(String name) throws TException {
    var database = new Database();
    database.setName(name);
    client.create_database(database);
  }

  List<String> databases() throws TException {
    return client.get_all_databases();
  }

  List<String> partitionNames(String database, String table) throws TException {
    return client.get_partition_names(database, table, (short) -1);
  }

  /** All calls of the protocol. */
  ThriftHiveMetastore.Client calls() {
    return client;
  }

  @Override
  public void close() {
    socket.close();
  }
}
