package io.propolis.thrift.wire;

import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.transport.TTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections, each on a thread of its own: a virtual one where the JVM has them. */
public final class ConnectionPool {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  /** Deeper than any struct of the API; what a client nests deeper is garbage. */
  private static final int MAX_DEPTH = 64;

  /** Times the limit of a message that are still received, to be forgotten, after a refusal. */
  static final long LINGER_LIMITS = 4;

  /** Silence after which a client that was refused has sent all. */
  static final int LINGER_MILLIS = 1_000;

  private final TConfiguration limits;
  private final int stallMillis;
  private final ThriftSecurity security;
  private final Dispatcher dispatcher;
  private final ExecutorService threads = threadPerTask();
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public ConnectionPool(MethodTable methods, ThriftSettings settings) {
    int maxMessageBytes = settings.maxMessageBytes();
    this.limits = new TConfiguration(maxMessageBytes, maxMessageBytes, MAX_DEPTH);
    this.stallMillis = Math.toIntExact(settings.stallTimeout().toMillis());
    this.security = settings.security();
    this.dispatcher = new Dispatcher(methods);
    TProtocolUtil.setMaxSkipDepth(MAX_DEPTH);
  }

  /** Takes the socket over and serves its client until either side closes. */
  public void serve(Socket socket) {
    ClientConnection connection;
    try {
      connection = new ClientConnection(socket, limits, stallMillis, security, dispatcher);
    } catch (IOException | TTransportException e) {
      LOG.debug("A client left before it was served: {}", e.toString());
      closeQuietly(socket);
      return;
    }
    open.add(connection);
    threads.execute(
        () -> {
          try {
            connection.run();
          } finally {
            open.remove(connection);
          }
        });
    if (closed) {
      connection.closeWhenResting();
    }
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
      } catch (TTransportException | StreamTransport.MessageTooLarge e) {
        if (!StreamTransport.isBeyondBounds(e)) {
          throw e;
        }
        LOG.warn("Refused a request of {}: {}", session.address(), e.getMessage());
        transport.skip(LINGER_LIMITS * limits.getMaxMessageSize());
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
    threads.shutdown();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Closing {} connections whose calls did not end within {}", open.size(), patience);
        open.forEach(ClientConnection::close);
      }
    } catch (InterruptedException e) {
      open.forEach(ClientConnection::close);
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Cannot close a socket: {}", e.toString());
    }
  }

  private static ExecutorService threadPerTask() {
    try {
      // JDK 21 and later; the code is compiled for 17.
      var virtual = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) virtual.invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      var number = new AtomicLong();
      return Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "thrift-client-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Cannot make virtual threads", e.getCause());
    }
  }
}
