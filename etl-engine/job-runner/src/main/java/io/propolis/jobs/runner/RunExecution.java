package io.propolis.jobs.runner;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.jobs.model.JobLimits;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run from its first attempt to its end, on a thread of its own. */
final class RunExecution implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

  private final RunLedger ledger;
  private final SparkSubmission submission;
  private final JobLimits limits;
  private final RunnerSettings settings;
  private final RunListener listener;
  private final Clock clock;
  private volatile boolean takenOver;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final CompletableFuture<Run> end = new CompletableFuture<>();

  RunExecution(
      RunLedger ledger,
      SparkSubmission submission,
      JobLimits limits,
      RunnerSettings settings,
      RunListener listener,
      Clock clock) {
    this.ledger = ledger;
    this.submission = submission;
    this.limits = limits;
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
  }

  Run current() {
    return ledger.run();
  }

  /** The run in its final state; exceptional when it could not be recorded or was taken over. */
  CompletableFuture<Run> end() {
    return end;
  }

  /** Asks for the run's end; returns at once. */
  void stop() {
    stop.complete(null);
  }

  /** Shows the store that this node still works on the run, and hears whether to stop it. */
  void heartbeat() {
    if (takenOver) {
      return;
    }
    try {
      ledger.heartbeat();
      hearStop();
    } catch (CatalogException e) {
      if (e.kind() == CatalogException.Kind.CONFLICT) {
        LOG.error("{}; its processes here are ended", e.getMessage());
        takenOver = true;
        stop();
      } else {
        LOG.warn("Run {} could not prolong its lease: {}", current().id(), e.getMessage());
      }
    }
  }

  @Override
  public void run() {
    try {
      end.complete(attempts());
    } catch (RuntimeException e) {
      if (!takenOver) {
        LOG.error("Run {} could not be recorded to its end", current().id(), e);
      }
      end.completeExceptionally(e);
    }
  }

  private Run attempts() {
    tell(current());
    for (; ; ) {
      var outcome = attempt();
      if (outcome.state() != State.FAILED || current().attempt() >= limits.maxRetries()) {
        return moved(run -> run.ended(outcome.state(), clock.millis(), outcome.reason()));
      }
      noteProgress(Map.of("attempt-" + current().attempt() + ".error", "" + outcome.reason()));
      moved(Run::retried);
    }
  }

  private Outcome attempt() {
    var folder = AttemptFolder.of(settings.dataFolder(), current().id(), current().attempt());
    try {
      folder.create();
      noteProgress(Map.of("logs", folder.path().toString()));
      return new Attempt(this, folder, submission, settings).run(limits.timeout());
    } catch (IOException e) {
      LOG.error("Run {} could not be carried out", current().id(), e);
      return new Outcome(State.ERROR, "cannot be carried out: " + e);
    } finally {
      removeScratch(folder);
    }
  }

  private void removeScratch(AttemptFolder folder) {
    try {
      folder.removeScratch();
    } catch (IOException e) {
      LOG.warn("Run {}: scratch files in {} are left", current().id(), folder.scratch(), e);
    }
  }

  CompletableFuture<Void> stopAsked() {
    return stop;
  }

  /** Records the process that leads the run's tree, for whoever has to clear up after us. */
  void started(ProcessIdentity process) {
    noteProgress(Map.of("pid", "" + process.pid(), "pid.startedAt", "" + process.startedAt()));
    moved(run -> run.state() == State.STARTING ? run.in(State.RUNNING) : run);
  }

  void stopping() {
    moved(run -> run.state() == State.STOPPING ? run : run.in(State.STOPPING));
  }

  void exited(int exitCode) {
    noteProgress(Map.of("exitCode", "" + exitCode));
  }

  private void noteProgress(Map<String, String> news) {
    ledger.change(
        run -> {
          var progress = new LinkedHashMap<>(run.progress());
          progress.putAll(news);
          return run.withProgress(progress);
        });
    hearStop();
  }

  private Run moved(UnaryOperator<Run> change) {
    var before = current();
    var after = ledger.change(change);
    hearStop();
    if (after.state() != before.state() || after.attempt() != before.attempt()) {
      tell(after);
    }
    return after;
  }

  private void hearStop() {
    if (current().state() == State.STOPPING) {
      stop();
    }
  }

  private void tell(Run run) {
    try {
      listener.stateChanged(run);
    } catch (RuntimeException e) {
      // Whoever only looks on must not be able to end a run half-recorded.
      LOG.warn("Run {}: the listener failed at {}", run.id(), run.state(), e);
    }
  }
}
