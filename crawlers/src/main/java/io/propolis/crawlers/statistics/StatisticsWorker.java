package io.propolis.crawlers.statistics;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.Session;
import io.propolis.catalog.StatisticsTaskOperations;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.StatisticsTask;
import io.propolis.crawlers.statistics.StatisticsComputation.Done;
import io.propolis.files.Lake;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the runs of column statistics that are asked for, among all nodes over a catalog: takes
 * on those that nobody holds, and those of nodes that have died, from their beginning.
 */
public final class StatisticsWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatisticsWorker.class);

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final long HEARTBEAT_MILLIS = StatisticsTaskOperations.LEASE.toMillis() / 4;

  private final Catalog catalog;
  private final Session session;
  private final Lake lake;
  private final String node;
  private final Semaphore free;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "statistics-worker"));
  private final ExecutorService work =
      Executors.newCachedThreadPool(task -> daemon(task, "statistics"));
  private boolean wasAway;

  /** A run that this node executes. */
  private static final class Held {
    volatile boolean goesOn = true;
    volatile boolean isStopped;
    volatile long shownAt;

    Held(long now) {
      shownAt = now;
    }
  }

  /**
   * A worker that does nothing yet.
   *
   * @param node names this node in the runs that it holds
   * @param parallel runs that this node executes at once, at most
   */
  public StatisticsWorker(Catalog catalog, Lake lake, String node, int parallel) {
    this.catalog = catalog;
    this.session = catalog.as(new Caller("", "statistics"));
    this.lake = lake;
    this.node = node;
    this.free = new Semaphore(parallel);
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to work, for as long as the node runs. */
  public void start() {
    rounds.scheduleWithFixedDelay(
        this::guardedRound, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Work that fails, because the database is away, is no reason to omit the next round. */
  private void guardedRound() {
    try {
      round();
      wasAway = false;
    } catch (RuntimeException e) {
      if (!rounds.isShutdown() && !wasAway) {
        LOG.warn("Statistics are not looked after, to be tried again: {}", e.getMessage());
        LOG.debug("Statistics are not looked after", e);
      }
      wasAway = true;
    }
  }

  /** Looks after what is under way, and takes on what waits while there is room. */
  void round() {
    held.forEach(this::look);
    while (!rounds.isShutdown() && free.tryAcquire()) {
      boolean isTaken = false;
      try {
        var claimed = session.statisticsTasks().claim(node);
        if (claimed.isEmpty()) {
          return;
        }
        var run = claimed.get();
        held.put(run.id(), new Held(catalog.clock().millis()));
        work.execute(() -> execute(run));
        isTaken = true;
      } finally {
        if (!isTaken) {
          free.release();
        }
      }
    }
  }

  /** Whether somebody asks it to stop or another node has it; shows that it is under way. */
  private void look(String id, Held run) {
    var stored = session.statisticsTasks().require(id);
    boolean isOurs = node.equals(stored.leaseOwner()) && !stored.state().isFinal();
    if (!isOurs) {
      run.goesOn = false;
      return;
    }
    if (stored.state() == State.STOPPING) {
      run.isStopped = true;
      run.goesOn = false;
    }
    long now = catalog.clock().millis();
    if (now - run.shownAt >= HEARTBEAT_MILLIS) {
      long until = now + StatisticsTaskOperations.LEASE.toMillis();
      session.statisticsTasks().change(id, node, current -> current.heartbeat(until));
      run.shownAt = now;
    }
  }

  private void execute(Run run) {
    var state = held.computeIfAbsent(run.id(), id -> new Held(catalog.clock().millis()));
    try {
      var task = StatisticsTask.of(run.progress());
      LOG.info("Statistics of {}: run {} begins", task.table(), run.id());
      var done =
          new StatisticsComputation(lake, session, task.part(), () -> state.goesOn)
              .compute(task.table(), task.columns());
      end(run, state, done);
    } catch (CatalogException e) {
      LOG.warn("Run {} of statistics failed: {}", run.id(), e.getMessage());
      LOG.debug("Run {} failed", run.id(), e);
      fail(run, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.error("Run {} of statistics failed", run.id(), e);
      fail(run, "The server failed; its log says how: " + e);
    } finally {
      held.remove(run.id());
      free.release();
    }
  }

  private void end(Run run, Held state, Done done) {
    if (done.isWhole()) {
      change(run, current -> current.withProgress(progress(current, done)));
      change(run, current -> current.ended(State.SUCCEEDED, catalog.clock().millis(), null));
    } else if (state.isStopped) {
      change(run, current -> current.ended(State.STOPPED, catalog.clock().millis(), null));
    } else {
      // The node stops, or the run is another's: it can be taken on at once.
      change(run, current -> current.heldBy(node, 0));
    }
  }

  private static Map<String, String> progress(Run run, Done done) {
    var progress = new LinkedHashMap<>(run.progress());
    progress.put("computed", String.join("\n", done.columns()));
    progress.put("files", Long.toString(done.files()));
    progress.put("bytes", Long.toString(done.bytes()));
    return progress;
  }

  private void fail(Run run, String why) {
    change(run, current -> current.ended(State.FAILED, catalog.clock().millis(), why));
  }

  private void change(Run run, java.util.function.UnaryOperator<Run> change) {
    try {
      session.statisticsTasks().change(run.id(), node, change);
    } catch (RuntimeException e) {
      LOG.warn("How run {} ended could not be kept; it is begun again later", run.id(), e);
    }
  }

  /** Gives back what is under way, for other nodes to do. Takes 1 s at most. */
  @Override
  public void close() {
    rounds.shutdownNow();
    held.values().forEach(run -> run.goesOn = false);
    work.shutdown();
    try {
      if (!work.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("Statistics that are being computed are left to others when their lease ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
