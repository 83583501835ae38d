package io.propolis.catalog.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a store and its database server and breaks one connection where a COMMIT goes
 * through it: before, after, or long before the server gets to see it.
 */
final class CommitProxy implements AutoCloseable {
  private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

  /** What becomes of the next request that commits. */
  enum Fate {
    /** The server never gets it. */
    REQUEST_LOST,
    /** The server commits, and nobody is told. */
    ANSWER_LOST,
    /** The server gets it when {@link #deliver} is called; the client loses its connection. */
    REQUEST_LATE,
    /** The server commits at once, and the client is told when {@link #deliver} is called. */
    ANSWER_LATE
  }

  private final ServerSocket door;
  private final int target;
  private final AtomicReference<Fate> fate = new AtomicReference<>();
  private final CompletableFuture<Void> delivery = new CompletableFuture<>();
  private final CompletableFuture<Void> delivered = new CompletableFuture<>();

  CommitProxy(int target) {
    this.target = target;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  void next(Fate next) {
    fate.set(next);
  }

  /** Whether a request met its fate. */
  boolean hasStruck() {
    return fate.get() == null;
  }

  /** Hands the late request to the server and waits for its answer. */
  void deliver() {
    delivery.complete(null);
    delivered.join();
  }

  private void accept() throws IOException {
    while (true) {
      var client = door.accept();
      var server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      var late = new AtomicBoolean();
      start(() -> requests(client, server, late));
      start(() -> answers(server, client, late));
    }
  }

  private void requests(Socket client, Socket server, AtomicBoolean late) throws IOException {
    try (client) {
      var buffer = new byte[1 << 20];
      for (int read = client.getInputStream().read(buffer);
          read >= 0;
          read = client.getInputStream().read(buffer)) {
        var request = Arrays.copyOf(buffer, read);
        var struck = commits(request) ? fate.getAndSet(null) : null;
        if (struck == Fate.ANSWER_LATE) {
          late.set(true);
        } else if (struck != null) {
          strike(struck, request, client, server);
          return;
        }
        server.getOutputStream().write(request);
      }
      server.close();
    }
  }

  private void strike(Fate struck, byte[] request, Socket client, Socket server)
      throws IOException {
    client.close();
    if (struck == Fate.REQUEST_LOST) {
      server.close();
      return;
    }
    if (struck == Fate.REQUEST_LATE) {
      delivery.join();
    }
    server.getOutputStream().write(request);
    server.shutdownOutput();
  }

  private void answers(Socket server, Socket client, AtomicBoolean late) throws IOException {
    try (server) {
      var buffer = new byte[1 << 16];
      for (int read = server.getInputStream().read(buffer);
          read >= 0;
          read = server.getInputStream().read(buffer)) {
        if (late.getAndSet(false)) {
          delivery.join();
          delivered.complete(null);
        }
        if (!client.isClosed()) {
          client.getOutputStream().write(buffer, 0, read);
        }
      }
    } finally {
      if (delivery.isDone()) {
        delivered.complete(null);
      }
      client.close();
    }
  }

  private static boolean commits(byte[] request) {
    for (int i = 0; i + COMMIT.length <= request.length; i++) {
      if (Arrays.equals(request, i, i + COMMIT.length, COMMIT, 0, COMMIT.length)) {
        return true;
      }
    }
    return false;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The one end of a broken connection.
              }
            },
            "commit-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
