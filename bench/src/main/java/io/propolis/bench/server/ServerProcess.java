package io.propolis.bench.server;

import io.propolis.bench.machine.ProcessTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, ready when its port accepts connections. It ends with this JVM,
 * however that ends.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 20;
  private static final long STOP_SECONDS = 60;
  private static final int SHOWN_LOG_LINES = 30;

  /** Ends the server in good order when its standard input ends: also when the JVM is killed. */
  private static final String GUARD =
      """
      exec 3<&0
      "$@" </dev/null 3<&- & server=$!
      (cat <&3 >/dev/null; kill $server) 2>/dev/null &
      exec 3<&-
      wait $server
      """;

  private final Process guard;
  private final double secondsToReady;

  private ServerProcess(Process guard, double secondsToReady) {
    this.guard = guard;
    this.secondsToReady = secondsToReady;
  }

  /** A port of this machine that was free a moment ago. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts it and waits until the port answers; throws with the end of its log otherwise. */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, int port, Path log)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    var guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
    guarded.addAll(command);
    var builder = new ProcessBuilder(guarded).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.directory(Path.of("/").toFile()).redirectOutput(log.toFile()).start();
    var server = new ServerProcess(process, 0);
    try {
      server.awaitPort(port, log, started);
      return new ServerProcess(process, (System.nanoTime() - started) / 1e9);
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void awaitPort(int port, Path log, long started)
      throws IOException, InterruptedException {
    while (!answers(port)) {
      boolean late = System.nanoTime() - started > START_LIMIT.toNanos();
      if (!guard.isAlive() || late) {
        throw new IOException(
            "The server %s; the end of %s:\n%s"
                .formatted(
                    late ? "does not listen after " + START_LIMIT.toSeconds() + " s" : "ended",
                    log,
                    end(log)));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String end(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size()));
  }

  public double secondsToReady() {
    return secondsToReady;
  }

  /** The server and its children; the shell that guards them uses next to nothing. */
  public ProcessTree tree() {
    return new ProcessTree(guard.toHandle());
  }

  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
      if (!guard.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
      }
    } catch (IOException e) {
      guard.descendants().forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      guard.descendants().forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
