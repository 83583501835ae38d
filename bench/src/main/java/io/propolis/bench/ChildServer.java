package io.propolis.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server in a process of its own, ready when it has printed a {@code thrift://host:port}. */
final class ChildServer implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("thrift://([^:\\s]+):(\\d+)");

  private final Process process;
  private final double secondsToReady;
  private final int port;

  private ChildServer(Process process, double secondsToReady, int port) {
    this.process = process;
    this.secondsToReady = secondsToReady;
    this.port = port;
  }

  /** Starts it and waits for its ready line; throws with its output when it ends before. */
  static ChildServer start(List<String> command, Path log) throws IOException {
    long started = System.nanoTime();
    var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      var address = ADDRESS.matcher(line);
      if (address.find()) {
        double seconds = (System.nanoTime() - started) / 1e9;
        return new ChildServer(process, seconds, Integer.parseInt(address.group(2)));
      }
    }
    throw new IOException(
        "The server ended before it was ready: " + command + "\n" + Files.readString(log));
  }

  double secondsToReady() {
    return secondsToReady;
  }

  int port() {
    return port;
  }

  /** Resident memory in MiB, of the process and its children (Linux only). */
  double residentMiB() throws IOException {
    double sum = residentMiB(process.pid());
    for (var child : process.descendants().toList()) {
      sum += residentMiB(child.pid());
    }
    return sum;
  }

  private static double residentMiB(long pid) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
