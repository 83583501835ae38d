package io.propolis.jobs.runner;

import io.propolis.catalog.model.Run.State;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One attempt of a run: the processes it starts, what it waits for, and their certain end. */
final class Attempt {
  /** Keeps the exit code for whoever comes when the runner itself is gone; renamed when whole. */
  private static final String WRAPPER =
      "\"$@\"; code=$?; echo \"$code\" > \"$0.part\" && mv \"$0.part\" \"$0\"; exit \"$code\"";

  private final RunExecution execution;
  private final AttemptFolder folder;
  private final SparkSubmission submission;
  private final RunnerSettings settings;
  private final String runId;

  Attempt(
      RunExecution execution,
      AttemptFolder folder,
      SparkSubmission submission,
      RunnerSettings settings) {
    this.execution = execution;
    this.folder = folder;
    this.submission = submission;
    this.settings = settings;
    this.runId = execution.current().id();
  }

  /** Prepares and runs the script, both within {@code timeout}. */
  Outcome run(Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    var install = submission.installModules(folder);
    if (!install.isEmpty()) {
      var installed = carryOut(install, deadline, timeout);
      if (installed.ended().isPresent()) {
        return installed.ended().get();
      }
      if (installed.exitCode() != 0) {
        return Outcome.failed(
            FailureReason.ofStep(folder.logs(), "installing Python modules", installed.exitCode()));
      }
    }
    writeProperties();
    var command = new ArrayList<>(List.of("sh", "-c", WRAPPER, folder.exitCodeFile().toString()));
    command.addAll(submission.submit(runId, folder));
    var spark = carryOut(command, deadline, timeout);
    if (spark.ended().isPresent()) {
      return spark.ended().get();
    }
    execution.exited(spark.exitCode());
    return spark.exitCode() == 0
        ? Outcome.succeeded()
        : Outcome.failed(FailureReason.of(folder.logs(), submission.script(), spark.exitCode()));
  }

  /**
   * @param ended present when the attempt is over without the process having ended by itself
   */
  private record Step(int exitCode, Optional<Outcome> ended) {
    static Step over(State state, @Nullable String reason) {
      return new Step(-1, Optional.of(new Outcome(state, reason)));
    }
  }

  private Step carryOut(List<String> command, long deadline, Duration timeout) throws IOException {
    if (execution.stopAsked().isDone()) {
      execution.stopping();
      return Step.over(State.STOPPED, null);
    }
    var process = start(command);
    var tree = ProcessTree.startedBy(runId, process.toHandle());
    try {
      execution.started(ProcessIdentity.of(process.toHandle()));
      if (!endsBefore(deadline, process)) {
        return Step.over(State.TIMEOUT, "ran longer than its timeout of " + words(timeout));
      }
      if (process.isAlive()) {
        execution.stopping();
        return Step.over(State.STOPPED, null);
      }
      return new Step(process.exitValue(), Optional.empty());
    } finally {
      // Also after a good end: what a script leaves running in the background ends with it.
      tree.end(settings.grace());
    }
  }

  private Process start(List<String> command) throws IOException {
    var builder =
        new ProcessBuilder(ProcessTree.inOwnSession(command))
            .directory(folder.work().toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.appendTo(folder.logs().stdout().toFile()))
            .redirectError(Redirect.appendTo(folder.logs().stderr().toFile()));
    var environment = submission.environment(runId, folder, System.getenv());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** True when the process has ended or a stop was asked for; false when time ran out before. */
  private boolean endsBefore(long deadline, Process process) {
    try {
      CompletableFuture.anyOf(process.onExit(), execution.stopAsked())
          .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void writeProperties() throws IOException {
    var properties = new Properties();
    submission.sparkProperties(folder).forEach(properties::setProperty);
    var file = folder.properties();
    Files.createFile(file);
    // Settings carry keys to storage.
    Files.setPosixFilePermissions(
        file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }

  private static String words(Duration timeout) {
    return timeout.toSecondsPart() == 0 && timeout.toMinutes() > 0
        ? timeout.toMinutes() + " min"
        : timeout.toMillis() / 1000.0 + " s";
  }
}
