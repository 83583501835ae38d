package io.propolis.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * The network between clients and one server on the loopback address, which passes on what it gets
 * until it is told otherwise. It can stall, lose and delay what goes in one direction, cut
 * connections in the middle of a message, and leave one end in the belief that the other is there.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final int BACKLOG = 200;
  private static final int CONNECT_MILLIS = 5_000;

  /** Where bytes go. */
  public enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  /** What happens to bytes of one direction. */
  public sealed interface Flow {
    Flow PASS = new Pass();
    Flow HOLD = new Hold();
    Flow DROP = new Drop();
    Flow TEAR = new Tear();

    record Pass() implements Flow {}

    /** They wait, as when a cut cable is plugged in again soon. */
    record Hold() implements Flow {}

    /** They are lost; their connections are reset when the network heals. */
    record Drop() implements Flow {}

    /** Half of what comes next goes through, then the connection is reset. */
    record Tear() implements Flow {}

    /**
     * Of so many pieces one is torn: connections come about, and break when something is going on.
     */
    record Flaky(int pieces) implements Flow {}

    /** They come later. */
    record Delay(Duration time) implements Flow {}
  }

  private final IntSupplier target;
  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Map<Direction, Flow> flows = new EnumMap<>(Direction.class);
  private final AtomicInteger pieces = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private TcpProxy(IntSupplier target, ServerSocket listening) {
    this.target = target;
    this.listening = listening;
    for (var direction : Direction.values()) {
      flows.put(direction, Flow.PASS);
    }
  }

  /**
   * Listens on a free port.
   *
   * @param target port of the server, asked for each connection: it may start again on another one
   */
  public static TcpProxy to(IntSupplier target) {
    try {
      var proxy =
          new TcpProxy(target, new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
      daemon("proxy " + proxy.port(), proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("No port for a proxy", e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return listening.getLocalPort();
  }

  /** From now on bytes of this direction go that way, also those of open connections. */
  public void set(Direction direction, Flow flow) {
    lock.lock();
    try {
      flows.put(direction, flow);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Everything passes again. Connections that have lost bytes are reset, and those of clients whose
   * server was taken from them; a server that was left alone stays so.
   */
  public void heal() {
    links.stream().filter(link -> link.isBroken).forEach(Link::reset);
    for (var direction : Direction.values()) {
      set(direction, Flow.PASS);
    }
  }

  /** Resets all connections at both ends. */
  public void resetAll() {
    links.forEach(Link::reset);
  }

  /** Resets all connections at the end of the clients; the server hears nothing of it, ever. */
  public void orphanServer() {
    links.forEach(Link::orphanServer);
  }

  /** Resets all connections at the end of the server; clients hear of it when all is healed. */
  public void orphanClients() {
    links.forEach(Link::orphanClient);
  }

  @Override
  public void close() {
    closeQuietly(listening);
    resetAll();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        daemon("proxy connection", () -> connect(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    var server = new Socket();
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target.getAsInt()),
          CONNECT_MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      abort(client);
      abort(server);
      return;
    }
    var link = new Link(client, server);
    links.add(link);
    daemon("proxy to client", () -> link.pump(Direction.TO_CLIENT));
    link.pump(Direction.TO_SERVER);
  }

  private Flow flow(Direction direction) {
    lock.lock();
    try {
      return flows.getOrDefault(direction, Flow.PASS);
    } finally {
      lock.unlock();
    }
  }

  /** One connection of a client and the one to the server that goes with it. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean isBroken;
    private volatile boolean isOrphaned;
    private volatile boolean isClosed;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pump(Direction direction) {
      var from = direction == Direction.TO_SERVER ? client : server;
      var to = direction == Direction.TO_SERVER ? server : client;
      var buffer = new byte[BUFFER];
      try {
        for (int length = from.getInputStream().read(buffer);
            length >= 0;
            length = from.getInputStream().read(buffer)) {
          forward(buffer, length, to, direction);
        }
        end();
      } catch (IOException e) {
        if (!isOrphaned) {
          reset();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        reset();
      }
    }

    private void forward(byte[] buffer, int length, Socket to, Direction direction)
        throws IOException, InterruptedException {
      var flow = passable(direction);
      if (isOrphaned) {
        return;
      }
      if (flow instanceof Flow.Drop) {
        isBroken = true;
        return;
      }
      if (flow instanceof Flow.Delay delay) {
        LockSupport.parkNanos(delay.time().toNanos());
      }
      boolean tears =
          flow instanceof Flow.Tear
              || (flow instanceof Flow.Flaky flaky
                  && pieces.incrementAndGet() % flaky.pieces() == 0);
      to.getOutputStream().write(buffer, 0, tears ? length / 2 : length);
      if (tears) {
        reset();
      }
    }

    private Flow passable(Direction direction) throws InterruptedException {
      lock.lock();
      try {
        while (flows.get(direction) instanceof Flow.Hold && !isClosed) {
          changed.await();
        }
        return flows.getOrDefault(direction, Flow.PASS);
      } finally {
        lock.unlock();
      }
    }

    /** One end has closed: so does the other, unless it cannot be told now. */
    private void end() throws InterruptedException {
      for (var direction : Direction.values()) {
        if (!isOrphaned && flow(direction) instanceof Flow.Drop) {
          isBroken = true;
          return;
        }
        var unused = passable(direction);
      }
      isClosed = true;
      links.remove(this);
      closeQuietly(client);
      closeQuietly(server);
    }

    void reset() {
      isClosed = true;
      links.remove(this);
      abort(client);
      abort(server);
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void orphanServer() {
      isOrphaned = true;
      abort(client);
    }

    void orphanClient() {
      isOrphaned = true;
      isBroken = true;
      abort(server);
    }
  }

  /** Closes it with a RST instead of a FIN. */
  private static void abort(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // Nothing is left to be done about it.
    }
  }

  private static void daemon(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
