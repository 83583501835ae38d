package io.propolis.server.crawl;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.server.CommandException;
import java.net.URI;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.hadoop.hive.metastore.api.UnknownDBException;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/** One connection to a Hive Metastore, whose errors become the catalog's. Not thread-safe. */
final class MetastoreConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;

  /** A metastore may think long about a batch of partitions. */
  private static final int ANSWER_MILLIS = 600_000;

  private static final int FRAME_BYTES = 16 << 20;
  private static final int RECURSION = 64;

  private final TSocket socket;
  private final ThriftHiveMetastore.Client client;
  private final String uri;

  private MetastoreConnection(TSocket socket, String uri) {
    this.socket = socket;
    this.uri = uri;
    this.client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
  }

  /** A call to the metastore. */
  @FunctionalInterface
  interface Call<T> {
    T with(ThriftHiveMetastore.Client client) throws TException;
  }

  /** A call without an answer. */
  @FunctionalInterface
  interface Order {
    void with(ThriftHiveMetastore.Client client) throws TException;
  }

  /** Connects. Throws {@link CommandException} when the URI is wrong or nobody answers there. */
  static MetastoreConnection open(String uri) {
    var address = address(uri);
    try {
      var socket =
          new TSocket(
              new TConfiguration(Integer.MAX_VALUE, FRAME_BYTES, RECURSION),
              address.getHost(),
              address.getPort(),
              ANSWER_MILLIS,
              CONNECT_MILLIS);
      socket.open();
      return new MetastoreConnection(socket, uri);
    } catch (TTransportException e) {
      throw CommandException.because(
          "cannot reach the metastore " + uri,
          reason(e),
          "check the address, and that the server runs",
          e);
    }
  }

  private static URI address(String uri) {
    URI address;
    try {
      address = URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw wrong(uri, e);
    }
    if (!"thrift".equals(address.getScheme())
        || address.getHost() == null
        || address.getPort() < 0) {
      throw wrong(uri, null);
    }
    return address;
  }

  private static CommandException wrong(String uri, @Nullable Exception cause) {
    var what = "'" + uri + "' is no metastore";
    var why = "its form is thrift://HOST:PORT";
    var remedy = "correct --server";
    return cause == null
        ? CommandException.because(what, why, remedy)
        : CommandException.because(what, why, remedy, cause);
  }

  <T> T ask(Call<T> call) {
    try {
      return call.with(client);
    } catch (TException e) {
      throw translated(e);
    }
  }

  void order(Order order) {
    ask(
        metastore -> {
          order.with(metastore);
          return uri;
        });
  }

  private CatalogException translated(TException failure) {
    var kind = kind(failure);
    var message =
        kind == Kind.UNAVAILABLE
            ? "The metastore %s went away: %s".formatted(uri, reason(failure))
            : "The metastore %s refused: %s".formatted(uri, reason(failure));
    return new CatalogException(kind, Entity.REQUEST, message, failure);
  }

  private static Kind kind(TException failure) {
    if (failure instanceof NoSuchObjectException || failure instanceof UnknownDBException) {
      return Kind.NOT_FOUND;
    } else if (failure instanceof AlreadyExistsException) {
      return Kind.ALREADY_EXISTS;
    } else if (failure instanceof TTransportException) {
      return Kind.UNAVAILABLE;
    } else if (failure instanceof TApplicationException) {
      return Kind.UNSUPPORTED;
    }
    return Kind.INVALID;
  }

  private static String reason(TException failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank() ? failure.toString() : message;
  }

  @Override
  public void close() {
    socket.close();
  }
}
