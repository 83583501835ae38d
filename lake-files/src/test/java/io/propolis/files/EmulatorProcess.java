package io.propolis.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A store's program of this machine, which a test starts on a port of its own. */
public final class EmulatorProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final Process process;

  private EmulatorProcess(Process process) {
    this.process = process;
  }

  /**
   * The folder that an environment variable names. Skips the test when there is none.
   *
   * @param setup the script that makes one
   */
  public static Path home(String variable, String setup) {
    var home = System.getenv(variable);
    assumeTrue(
        home != null && !home.isBlank(),
        () -> "%s is not set to what scripts/setup/%s prints".formatted(variable, setup));
    return Path.of(String.valueOf(home));
  }

  /** A port of the loopback address that nobody listens on. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts it, and returns when somebody listens on {@code port}. */
  public static EmulatorProcess start(ProcessBuilder command, int port, Path log)
      throws IOException {
    var process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var started = new EmulatorProcess(process);
    long end = System.nanoTime() + START.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        started.close();
        throw new IOException(
            "%s does not listen: %s"
                .formatted(command.command(), String.join("\n", lastLines(log))));
      }
      pause();
    }
    return started;
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> lastLines(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return lines.subList(Math.max(0, lines.size() - 10), lines.size());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
