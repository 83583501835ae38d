package io.propolis.jobs.runner;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.store.CatalogStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored state of one run that this node holds. Every change is a compare-and-swap; a run that
 * another node has taken over cannot be changed from here any more.
 */
final class RunLedger {
  private static final Logger LOG = LoggerFactory.getLogger(RunLedger.class);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

  private final CatalogStore store;
  private final Clock clock;
  private final Duration lease;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Run run;

  RunLedger(CatalogStore store, Clock clock, Duration lease, Run run) {
    this.store = store;
    this.clock = clock;
    this.lease = lease;
    this.run = run;
  }

  Run run() {
    return run;
  }

  /**
   * Stores one change, or nothing when it returns the run it was given. A database that is out of
   * reach is tried again for as long as the lease lasts. Throws CONFLICT when another node holds
   * the run.
   */
  Run change(UnaryOperator<Run> change) {
    lock.lock();
    try {
      long deadline = clock.millis() + lease.toMillis();
      for (; ; ) {
        try {
          return swap(change);
        } catch (CatalogException e) {
          if (e.kind() != Kind.UNAVAILABLE || clock.millis() > deadline) {
            throw e;
          }
          LOG.warn("Run {} cannot be recorded now, trying again: {}", run.id(), e.getMessage());
          pause();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Prolongs the lease unless another change, which shows life as well, is under way. */
  void heartbeat() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (!run.state().isFinal()) {
        swap(current -> current.heartbeat(clock.millis() + lease.toMillis()));
      }
    } finally {
      lock.unlock();
    }
  }

  private Run swap(UnaryOperator<Run> change) {
    var changed = change.apply(run);
    if (changed == run) {
      return run;
    }
    try {
      store(changed);
      run = changed;
    } catch (CatalogException e) {
      if (e.kind() != Kind.CONFLICT) {
        throw e;
      }
      var stored = store.read(tx -> tx.runs().find(run.id())).orElse(null);
      // A first try that was stored although its answer got lost.
      if (changed.equals(stored)) {
        run = changed;
      } else {
        run = stillOurs(stored, e);
        return swap(change);
      }
    }
    return run;
  }

  /** Somebody else may ask to stop the run, which is taken in; a take-over is final. */
  private Run stillOurs(@Nullable Run stored, CatalogException conflict) {
    if (stored == null || !isOurs(stored.leaseOwner())) {
      throw new CatalogException(
          Kind.CONFLICT,
          Entity.RUN,
          "Run " + run.id() + " was taken over by another node",
          conflict);
    }
    return stored;
  }

  private boolean isOurs(@Nullable String owner) {
    return owner != null && owner.equals(run.leaseOwner());
  }

  private void store(Run changed) {
    store.write(
        tx -> {
          tx.runs().update(changed);
          return changed;
        });
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
