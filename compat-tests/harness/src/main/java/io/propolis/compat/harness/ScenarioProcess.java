package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that runs scenarios and prints a line for each: passed, failed, details of it. */
final class ScenarioProcess {
  private static final String PASSED = "@passed ";
  private static final String FAILED = "@failed ";
  private static final String DETAIL = "@detail ";
  private static final String DONE = "@done";

  private ScenarioProcess() {}

  /** What its scenarios came to, in the order in which they ran; otherwise as {@link #lines}. */
  static List<ScenarioReport> run(
      String name, List<String> command, Path folder, String logName, Duration limit) {
    return run(name, command, Map.of(), folder, logName, limit);
  }

  /** The same with more in its environment. */
  static List<ScenarioReport> run(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      String logName,
      Duration limit) {
    return reports(lines(name, command, environment, folder, logName, limit));
  }

  /**
   * Runs it in {@code folder} to its end, its output in the file {@code logName} there, and returns
   * what it printed; fails when it ends early or passes the limit.
   */
  static List<String> lines(
      String name, List<String> command, Path folder, String logName, Duration limit) {
    return lines(name, command, Map.of(), folder, logName, limit);
  }

  private static List<String> lines(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      String logName,
      Duration limit) {
    var log = folder.resolve(logName);
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(name + " hangs:\n" + ChildProcess.tail(log));
      }
      var lines = Files.readAllLines(log);
      if (!lines.contains(DONE)) {
        throw new IllegalStateException(name + " ended early:\n" + ChildProcess.tail(log));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + name + " ran", e);
    }
  }

  private static List<ScenarioReport> reports(List<String> lines) {
    var reports = new ArrayList<ScenarioReport>();
    for (var line : lines) {
      if (line.startsWith(PASSED)) {
        reports.add(new ScenarioReport(line.substring(PASSED.length()), ""));
      } else if (line.startsWith(FAILED)) {
        reports.add(new ScenarioReport(line.substring(FAILED.length()), "failed:\n"));
      } else if (line.startsWith(DETAIL)) {
        int last = reports.size() - 1;
        var report = reports.get(last);
        var failure = report.failure() + line.substring(DETAIL.length()) + "\n";
        reports.set(last, new ScenarioReport(report.name(), failure));
      }
    }
    return reports;
  }
}
