package io.propolis.jobs.runner;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.store.CatalogStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs whose runner died. What is left of their processes is ended, and the run with them: by the
 * exit code when Spark had finished by itself, otherwise FAILED. They are not retried: whoever
 * asked for the run has gone with the runner, and what it had written so far deserves a look first.
 */
final class AbandonedRuns {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedRuns.class);

  private final CatalogStore store;
  private final Clock clock;
  private final RunnerSettings settings;
  private final NodeIdentity self;

  AbandonedRuns(CatalogStore store, Clock clock, RunnerSettings settings, NodeIdentity self) {
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.self = self;
  }

  /**
   * Ends all abandoned runs but those in {@code active}, which this runner itself works on; returns
   * them as they are stored then.
   */
  List<Run> end(Set<String> active) {
    return store.read(tx -> tx.runs().unfinished(Run.Kind.JOB)).stream()
        .filter(run -> !active.contains(run.id()))
        .filter(this::isAbandoned)
        .flatMap(run -> end(run).stream())
        .toList();
  }

  private boolean isAbandoned(Run run) {
    if (run.leaseOwner() == null) {
      return run.state() != State.WAITING;
    }
    var owner = NodeIdentity.parse(run.leaseOwner());
    // A dead process on this machine is certain; elsewhere only the lease tells.
    return run.leaseUntil() < clock.millis()
        || (owner.isOnSameMachineAs(self) && owner.process().living().isEmpty());
  }

  private Optional<Run> end(Run run) {
    try {
      var claimed = changed(run.heldBy(self.owner(), clock.millis() + settings.lease().toMillis()));
      var outcome = outcome(run);
      LOG.warn("Run {} of {} was abandoned: {}", run.id(), run.subject(), outcome);
      return Optional.of(changed(claimed.ended(outcome.state(), clock.millis(), outcome.reason())));
    } catch (CatalogException e) {
      if (e.kind() != CatalogException.Kind.CONFLICT) {
        throw e;
      }
      LOG.info("Run {} is looked after by another node", run.id());
      return Optional.empty();
    }
  }

  private Outcome outcome(Run run) {
    var owner = NodeIdentity.parse("" + run.leaseOwner());
    var death =
        "the runner (process %d on %s) died during the run"
            .formatted(owner.process().pid(), owner.machine());
    if (!owner.isOnSameMachineAs(self)) {
      return Outcome.failed(death + "; its processes there cannot be reached from here");
    }
    var tree = ProcessTree.leftBehind(run.id(), recordedProcess(run));
    boolean stillRan = !tree.isEmpty();
    tree.end(settings.grace());
    if (run.state() == State.STOPPING) {
      return new Outcome(State.STOPPED, null);
    }
    var exitCode = stillRan ? OptionalInt.empty() : exitCode(run);
    if (exitCode.isPresent() && exitCode.getAsInt() == 0) {
      return Outcome.succeeded();
    }
    return Outcome.failed(
        exitCode.isPresent()
            ? death + "; the script ended with exit code " + exitCode.getAsInt()
            : death + (stillRan ? "; its processes were ended" : ""));
  }

  private OptionalInt exitCode(Run run) {
    return AttemptFolder.of(settings.dataFolder(), run.id(), run.attempt()).exitCode();
  }

  private static ProcessIdentity recordedProcess(Run run) {
    return ProcessIdentity.parse(
        run.progress().getOrDefault("pid", ""), run.progress().getOrDefault("pid.startedAt", ""));
  }

  private Run changed(Run run) {
    return store.write(
        tx -> {
          tx.runs().update(run);
          return run;
        });
  }
}
