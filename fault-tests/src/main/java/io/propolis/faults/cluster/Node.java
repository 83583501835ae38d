package io.propolis.faults.cluster;

import io.propolis.compat.harness.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server, with a proxy before it and, on a shared database, one behind it. */
public final class Node implements AutoCloseable {
  private static final int KEPT_LOGS = 9;

  private final String name;
  private final Path folder;
  private final List<String> flags;
  private final TcpProxy clients;
  private final @Nullable TcpProxy database;
  private @Nullable ServerProcess process;
  private volatile int port;
  private int starts;

  /**
   * A node that is not started yet.
   *
   * @param flags of {@code serve}, and of its JVM
   * @param database the proxy that the flags lead to; absent on an embedded database
   */
  public Node(String name, Path folder, List<String> flags, @Nullable TcpProxy database) {
    this.name = name;
    this.folder = folder;
    this.flags = List.copyOf(flags);
    this.database = database;
    this.clients = TcpProxy.to(() -> port);
  }

  public String name() {
    return name;
  }

  /** What its clients connect to. */
  public int clientPort() {
    return clients.port();
  }

  /** Its HTTP door, with no proxy before it. */
  public synchronized URI httpUri() {
    return Objects.requireNonNull(process, "not started").httpUri();
  }

  /** Between its clients and it. */
  public TcpProxy clients() {
    return clients;
  }

  /** Between it and its database. */
  public @Nullable TcpProxy database() {
    return database;
  }

  /** Starts the server, on the data it had. Throws IllegalStateException when it does not start. */
  public synchronized void start() {
    keepLog();
    var started = ServerProcess.start(folder, flags.toArray(String[]::new));
    process = started;
    port = started.thriftUri().getPort();
  }

  /** The log of the last life goes on beside that of this one. */
  private void keepLog() {
    try {
      Files.createDirectories(folder);
      var log = folder.resolve("server.log");
      if (Files.exists(log)) {
        var kept = folder.resolve("server-%d.log".formatted(starts++ % KEPT_LOGS));
        Files.move(log, kept, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the log of " + name, e);
    }
  }

  /** Whether its process lives, paused or not. */
  public synchronized boolean isAlive() {
    return process != null && process.process().isAlive();
  }

  /** Tells it to end, and waits until it has. */
  public synchronized void stop() {
    resume();
    if (process != null) {
      process.process().destroy();
      process.process().onExit().join();
    }
  }

  /** Ends it with SIGKILL. */
  public synchronized void kill() {
    if (process != null) {
      process.process().destroyForcibly().onExit().join();
    }
  }

  /** Stops it with SIGSTOP, as a virtual machine that is moved. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on with SIGCONT; without effect on one that runs. */
  public void resume() {
    signal("CONT");
  }

  private synchronized void signal(String signal) {
    if (process == null || !process.process().isAlive()) {
      return;
    }
    try {
      var pid = String.valueOf(process.process().pid());
      var kill = new ProcessBuilder("kill", "-" + signal, pid).start();
      if (!kill.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("kill -" + signal + " does not end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot signal " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The last lines that it logged. */
  public synchronized String logTail() {
    return process == null ? "" : process.logTail();
  }

  @Override
  public void close() {
    resume();
    kill();
    clients.close();
    if (database != null) {
      database.close();
    }
  }
}
