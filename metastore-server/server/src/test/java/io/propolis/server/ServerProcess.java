package io.propolis.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The program in a process of its own, as people run it. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile(
          "Propolis is ready in \\d+\\.\\d{3} s: (thrift://127\\.0\\.0\\.1:\\d+)"
              + " (http://127\\.0\\.0\\.1:\\d+) \\(store sqlite, data (.+)\\)");

  private final Process process;
  private final Path errors;
  private final BufferedReader output;

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs the program with these arguments; what it logs goes to a file beside {@code scratch}. */
  static ServerProcess run(Path scratch, List<String> arguments) throws IOException {
    return run(Path.of(System.getProperty("java.home")), scratch, arguments);
  }

  /** The same on another JVM than ours. */
  static ServerProcess run(Path javaHome, Path scratch, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(javaHome.resolve(Path.of("bin", "java")).toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("io.propolis.server.Main");
    command.addAll(arguments);
    var errors = Files.createTempFile(scratch, "err", ".log");
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PROPOLIS_"));
    return new ServerProcess(builder.start(), errors);
  }

  /** A server on this data folder and free ports. */
  static ServerProcess serve(Path scratch, Path data) throws IOException {
    return serve(Path.of(System.getProperty("java.home")), scratch, data);
  }

  /** The same on another JVM than ours. */
  static ServerProcess serve(Path javaHome, Path scratch, Path data) throws IOException {
    return run(
        javaHome,
        scratch,
        List.of("serve", "--data", data.toString(), "--thrift-port", "0", "--http-port=0"));
  }

  /** Waits for the ready line, which is the first. */
  Addresses awaitReady() throws IOException {
    var line = output.readLine();
    if (line == null) {
      throw new AssertionError("not ready, it said: " + errors());
    }
    var ready = READY.matcher(line);
    if (!ready.matches()) {
      throw new AssertionError("not the ready line: " + line);
    }
    return new Addresses(ready.group(1), ready.group(2), ready.group(3));
  }

  record Addresses(String thrift, String http, String data) {
    int thriftPort() {
      return Integer.parseInt(thrift.substring(thrift.lastIndexOf(':') + 1));
    }

    int httpPort() {
      return Integer.parseInt(http.substring(http.lastIndexOf(':') + 1));
    }
  }

  /** What is left on standard output once the process has ended. */
  String rest() {
    return String.join("\n", output.lines().toList());
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** SIGTERM. Through the handle, which leaves what the process has said readable. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** The exit code, within so many seconds. */
  int awaitExit(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs after " + seconds + " s, it said: " + errors());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
