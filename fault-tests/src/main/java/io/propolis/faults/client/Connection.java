package io.propolis.faults.client;

import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;

/** A connection of Hive's generated client. */
final class Connection implements AutoCloseable {
  private final TSocket socket;
  private final ThriftHiveMetastore.Client metastore;

  private Connection(TSocket socket) throws TTransportException {
    this.socket = socket;
    this.metastore = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
  }

  /** Returns when the node has answered: of a call through a dead one there is nothing to tell. */
  static Connection open(int port, int timeoutMillis) throws TException {
    var socket = new TSocket("127.0.0.1", port, timeoutMillis);
    try {
      socket.open();
      var connection = new Connection(socket);
      connection.metastore.getVersion();
      return connection;
    } catch (TException e) {
      socket.close();
      throw e;
    }
  }

  ThriftHiveMetastore.Iface metastore() {
    return metastore;
  }

  @Override
  public void close() {
    socket.close();
  }
}
