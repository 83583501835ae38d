package io.propolis.bench.operation;

import io.propolis.bench.call.Connection;
import java.io.IOException;
import org.apache.thrift.TException;

/** A client with one connection to a metastore. */
abstract class ThriftWorker implements Worker {
  private final Connection connection;

  ThriftWorker(Connection connection) {
    this.connection = connection;
  }

  @Override
  public abstract void run(int step, int index) throws IOException, TException;

  final Connection connection() {
    return connection;
  }

  @Override
  public final long sent() {
    return connection.sent();
  }

  @Override
  public final long received() {
    return connection.received();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
