package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that appends rows to a table: it says {@code @ready}, waits for a line,
 * appends, says {@code @appended n attempt} or {@code @failed n attempt why} of each attempt, and
 * {@code @done} at the end.
 */
public final class AppenderProcess implements AutoCloseable {
  private static final String APPENDED = "@appended ";
  private static final String FAILED = "@failed ";

  private final String writer;
  private final Process process;
  private final Path log;

  private AppenderProcess(String writer, Process process, Path log) {
    this.writer = writer;
    this.process = process;
    this.log = log;
  }

  /** Starts it in {@code folder} and returns at once. */
  static AppenderProcess start(String writer, List<String> command, Path folder) {
    var log = folder.resolve(writer + ".log");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(log.toFile())
              .start();
      return new AppenderProcess(writer, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + writer, e);
    }
  }

  /** Waits until it has loaded the table. */
  public void awaitReady() {
    while (!line().equals("@ready")) {}
  }

  /** Lets it begin and waits for its end. Returns its attempts, in order. */
  public List<Append> run() {
    try {
      process.outputWriter().append("go\n").flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot speak to " + writer, e);
    }
    var attempts = new ArrayList<Append>();
    for (var line = line(); !line.equals("@done"); line = line()) {
      var words = line.split(" ", 4);
      if (line.startsWith(APPENDED)) {
        attempts.add(attempt(words, ""));
      } else if (line.startsWith(FAILED)) {
        attempts.add(attempt(words, words[3]));
      }
    }
    return attempts;
  }

  @Override
  public void close() {
    ChildProcess.stop(process);
  }

  private Append attempt(String[] words, String failure) {
    return new Append(writer, Integer.parseInt(words[1]), Integer.parseInt(words[2]), failure);
  }

  private String line() {
    try {
      var line = process.inputReader().readLine();
      if (line == null) {
        throw new IllegalStateException(writer + " ended early:\n" + ChildProcess.tail(log));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read from " + writer, e);
    }
  }
}
