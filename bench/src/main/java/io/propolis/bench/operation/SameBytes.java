package io.propolis.bench.operation;

import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.server.EmptyServer;
import io.propolis.bench.server.Site;
import java.io.IOException;
import org.apache.thrift.TException;

/** A client of the empty server. */
public final class SameBytes extends ThriftWorker {
  private final Request request;
  private final byte[] reply;

  private SameBytes(Connection connection, Request request, byte[] reply) {
    super(connection);
    this.request = request;
    this.reply = reply;
  }

  /** One that calls for nothing. */
  public static SameBytes none(Site empty) throws IOException, TException {
    return open(empty, EmptyServer.emptyCall());
  }

  /** One that sends and gets as many bytes as another client with each call. */
  public static SameBytes of(Site empty, int sent, int received) throws IOException, TException {
    return open(empty, EmptyServer.sameBytes(sent, received));
  }

  private static SameBytes open(Site empty, Request request) throws IOException, TException {
    var connection = new Connection(empty.thriftPort());
    connection.run(request);
    return new SameBytes(connection, request, new byte[Math.toIntExact(connection.received())]);
  }

  @Override
  public void run(int step, int index) throws IOException {
    connection().run(request, reply);
  }
}
