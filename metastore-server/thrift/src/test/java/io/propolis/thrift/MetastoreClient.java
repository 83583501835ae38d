package io.propolis.thrift;

import io.propolis.thrift.api.ApiMethod;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;

/** The generated client of Hive 4.1 with the calls of older lines. */
public final class MetastoreClient extends ThriftHiveMetastore.Client implements AutoCloseable {
  private final TSocket socket;

  private MetastoreClient(TSocket socket, TProtocol protocol) {
    super(protocol);
    this.socket = socket;
  }

  /** A protocol over a connection. */
  public interface Dialect {
    TProtocol over(TSocket socket) throws TTransportException;
  }

  static MetastoreClient connect(int port) {
    return connect(port, TBinaryProtocol::new);
  }

  static MetastoreClient connect(int port, Dialect dialect) {
    try {
      var socket = new TSocket("localhost", port, 30_000);
      socket.open();
      return new MetastoreClient(socket, dialect.over(socket));
    } catch (TTransportException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls any method by its name, as old clients call those that Hive 4 dropped. */
  public Object call(String method, Object... arguments) throws TException {
    var api = ApiMethod.find(method).orElseThrow();
    return receive(api, api.argumentsOf(arguments));
  }

  /** Calls a method of which the API classes know nothing. */
  public void callUnknown(String method) throws TException {
    // with arguments, which have to be read past
    var database = new Database("moon", "x".repeat(10_000), "file:/moon", Map.of("k", "v"));
    sendBase(method, new ThriftHiveMetastore.create_database_args(database));
    receiveBase(new ThriftHiveMetastore.get_all_databases_result(), method);
  }

  private Object receive(ApiMethod api, TBase<?, ?> arguments) throws TException {
    sendBase(api.name(), arguments);
    var result = api.newResult();
    receiveBase(result, api.name());
    var error = api.error(result);
    if (error.isPresent()) {
      throw error.get();
    }
    return api.success(result);
  }

  public TSocket socket() {
    return socket;
  }

  @Override
  public void close() {
    socket.close();
  }
}
