package io.propolis.thrift;

import static java.util.Objects.requireNonNull;

import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.ConnectionPool;
import io.propolis.thrift.wire.FileLimit;
import io.propolis.thrift.wire.MethodTable;
import io.propolis.thrift.wire.SparseWarning;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for Hive Metastore clients and serves them. */
public final class ThriftServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThriftServer.class);
  private static final int BACKLOG = 1024;
  private static final long PAUSE_NANOS = 50_000_000;

  private final SparseWarning refusals = new SparseWarning(LOG);
  private final ThriftSettings settings;
  private final ConnectionPool connections;
  private @Nullable ServerSocketChannel listener;
  private @Nullable Thread acceptor;

  public ThriftServer(ThriftSettings settings, MethodTable methods) {
    this.settings = settings;
    this.connections = new ConnectionPool(methods, settings);
  }

  /**
   * Binds and begins to serve; clients can connect when it returns.
   *
   * @throws UncheckedIOException naming the address when it cannot be bound
   */
  public synchronized void start() {
    if (listener != null) {
      throw new IllegalStateException("The server has been started before");
    }
    var address =
        settings.host().isEmpty()
            ? new InetSocketAddress(settings.port())
            : new InetSocketAddress(settings.host(), settings.port());
    var socket = bind(address);
    FileLimit.warnBelow(settings.connections().max());
    var thread = new Thread(() -> accept(socket), "thrift-accept-" + address(socket).getPort());
    listener = socket;
    acceptor = thread;
    thread.start();
  }

  private static ServerSocketChannel bind(InetSocketAddress address) {
    try {
      var socket = ServerSocketChannel.open();
      try {
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        socket.bind(address, BACKLOG);
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  /** Who may speak to the door. */
  public ThriftSecurity security() {
    return settings.security();
  }

  /** Where clients connect. Throws IllegalStateException before the start. */
  public synchronized InetSocketAddress address() {
    if (listener == null) {
      throw new IllegalStateException("The server has not been started");
    }
    return address(listener);
  }

  private static InetSocketAddress address(ServerSocketChannel socket) {
    return (InetSocketAddress) socket.socket().getLocalSocketAddress();
  }

  /**
   * Answers one call that came by another way than the port, as HTTP. False when the request is not
   * Thrift.
   *
   * @throws IOException also when the request or the reply breaks off
   */
  public boolean answer(ClientSession session, InputStream request, OutputStream reply)
      throws IOException {
    return connections.answer(session, request, reply);
  }

  /** Connections that are open now. */
  public int connections() {
    return connections.size();
  }

  /**
   * Accepts nobody any more, closes resting connections, lets calls that are under way finish for
   * up to {@code patience}, then closes what is left. Stopping twice is allowed.
   */
  public void stop(Duration patience) {
    ServerSocketChannel socket;
    Thread thread;
    synchronized (this) {
      socket = listener;
      thread = acceptor;
    }
    if (socket == null) {
      return;
    }
    try {
      socket.close();
      requireNonNull(thread).join();
    } catch (IOException e) {
      LOG.warn("Cannot close the listener of {}", settings.port(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.close(patience);
  }

  /** Stops and waits up to 5 s for calls under way. */
  @Override
  public void close() {
    stop(Duration.ofSeconds(5));
  }

  private void accept(ServerSocketChannel socket) {
    while (true) {
      try {
        connections.serve(socket.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        refusals.warn("Cannot accept a connection: " + e.getMessage() + FileLimit.advice());
        LockSupport.parkNanos(PAUSE_NANOS); // the reason may need a moment to go away
      }
    }
  }
}
