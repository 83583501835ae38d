package io.propolis.thrift.wire;

import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.transport.TTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections, which are parked while they rest. */
public final class ConnectionPool {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  /** Times the limit of a message that are still received, to be forgotten, after a refusal. */
  static final long LINGER_LIMITS = 4;

  /** Silence after which a client that was refused has sent all. */
  static final int LINGER_MILLIS = 1_000;

  private final MessageLimits limits;
  private final ThriftSecurity security;
  private final Dispatcher dispatcher;
  private final ParkedServing serving;
  private final int maxConnections;
  private final SparseWarning refusals = new SparseWarning(LOG);
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public ConnectionPool(MethodTable methods, ThriftSettings settings) {
    var connections = settings.connections();
    var idle = connections.idleTimeout();
    var stall = settings.stallTimeout();
    this.limits = MessageLimits.of(settings.maxMessageBytes(), settings.maxReplyBytes());
    this.security = settings.security();
    this.dispatcher = new Dispatcher(methods);
    this.maxConnections = connections.max();
    this.serving = new ParkedServing(connections.workers(), methods.moments(), idle, stall);
    TProtocolUtil.setMaxSkipDepth(MessageLimits.MAX_DEPTH);
  }

  /** Takes the channel over and serves its client until either side closes. */
  public void serve(SocketChannel channel) {
    if (open.size() >= maxConnections) {
      refusals.warn(
          "Refused a connection: %d are open, and thrift.max-connections allows no more"
              .formatted(open.size()));
      closeQuietly(channel);
      return;
    }
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      serving.begin(channel, this::connection);
    } catch (IOException | RejectedExecutionException | OutOfMemoryError e) {
      LOG.debug("A client left before it was served: {}", e.toString());
      closeQuietly(channel);
    }
  }

  private ClientConnection connection(Wire wire) throws IOException {
    try {
      var connection = new ClientConnection(wire, limits, security, dispatcher, this::ended);
      open.add(connection);
      if (closed) {
        connection.closeWhenResting();
      }
      return connection;
    } catch (TTransportException e) {
      throw new IOException(e);
    }
  }

  private void ended(ClientConnection connection) {
    open.remove(connection);
  }

  /**
   * Answers one call that came with a protocol of its own around it, as HTTP's. The caller closes
   * both streams. False when the request is not Thrift, then nothing is written.
   *
   * @throws IOException also when the request or the reply breaks off
   */
  public boolean answer(ClientSession session, InputStream request, OutputStream reply)
      throws IOException {
    try {
      var transport = new StreamTransport(request, reply, limits);
      var format = WireFormat.sniff(transport);
      if (format.isEmpty()) {
        return false;
      }
      try {
        dispatcher.serve(session, format.get().over(transport), transport);
      } catch (TException | StreamTransport.MessageTooLarge e) {
        if (!Dispatcher.isTold(e)) {
          throw e;
        }
        Dispatcher.logRefusal(session.address(), e);
        transport.skip(LINGER_LIMITS * limits.requestBytes());
      }
      return true;
    } catch (TException | StreamTransport.MessageTooLarge e) {
      throw new IOException("A call of " + session.address() + " broke off", e);
    }
  }

  public int size() {
    return open.size();
  }

  /** Closes resting connections now, busy ones after their reply or after {@code patience}. */
  public void close(Duration patience) {
    closed = true;
    open.forEach(ClientConnection::closeWhenResting);
    try {
      if (!serving.awaitEnd(patience)) {
        LOG.warn("Closing {} connections whose calls did not end within {}", open.size(), patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.forEach(ClientConnection::close);
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("Cannot close a connection: {}", e.toString());
    }
  }
}
