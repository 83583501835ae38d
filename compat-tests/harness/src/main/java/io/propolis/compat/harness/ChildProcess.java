package io.propolis.compat.harness;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A long-running process whose merged output goes to a log file and which says on one line that it
 * is ready. Closing it sends SIGTERM and, if that does not end it within {@link #STOP_LIMIT},
 * SIGKILL.
 */
public final class ChildProcess implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final int SHOWN_LOG_LINES = 60;

  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<MatchResult> ready = new CompletableFuture<>();

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts it and returns at once; {@code ready} is searched for in every line of its output. */
  public static ChildProcess start(String name, ProcessBuilder command, Path log, Pattern ready) {
    try {
      var process = command.redirectErrorStream(true).start();
      process.getOutputStream().close();
      var child = new ChildProcess(name, process, log);
      var reader = new Thread(() -> child.follow(ready), "output of " + name);
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name, e);
    }
  }

  /**
   * Waits for the ready line; fails with the end of the log when the process ends or time is up.
   */
  public MatchResult awaitReady(Duration limit) {
    try {
      return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " ended before it was ready:\n" + logTail(), e);
    } catch (TimeoutException e) {
      close();
      throw new IllegalStateException(
          name + " was not ready within " + limit.toSeconds() + " s:\n" + logTail(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + name, e);
    }
  }

  /** The last lines it wrote. */
  public String logTail() {
    return tail(log);
  }

  /** Ends it and its children as a crash does, with SIGKILL, and returns when they are gone. */
  public void kill() {
    var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().orTimeout(STOP_LIMIT.toMillis(), MILLISECONDS).join());
  }

  /** The process itself, for tests that signal it. */
  public Process process() {
    return process;
  }

  @Override
  public void close() {
    stop(process);
  }

  static String tail(Path log) {
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e + ")";
    }
  }

  static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Pattern readyLine) {
    try (var output =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var writer = Files.newBufferedWriter(log)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        writer.write(line);
        writer.newLine();
        writer.flush();
        var matcher = readyLine.matcher(line);
        if (!ready.isDone() && matcher.find()) {
          ready.complete(matcher.toMatchResult());
        }
      }
      ready.completeExceptionally(new IllegalStateException("end of output"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }
}
