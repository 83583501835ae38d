package io.propolis.crawlers.runs;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.RunOperations;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.crawlers.RunLog;
import io.propolis.crawlers.plan.CrawlRefusedException;
import io.propolis.crawlers.progress.RunStoppedException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the runs that are asked for, among all nodes over a catalog: takes on those that nobody
 * holds, and those of nodes that have died, from their beginning. Starts what schedules say.
 */
public final class RunWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);

  /** A run that has taken so many nodes with it is not begun again. */
  private static final int MOST_ATTEMPTS = 3;

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Catalog catalog;
  private final RunOperations runs;
  private final RunLog log;
  private final String node;
  private final List<Lane> lanes;
  private final Set<HeldRun> held = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService poll =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "run-worker"));
  private final ExecutorService threads = Executors.newCachedThreadPool(w -> daemon(w, "run"));

  /**
   * Runs of a kind that a node executes.
   *
   * @param parallel at once, at most; 0 leaves all to others
   */
  public record Share(RunTask task, int parallel) {}

  /** A share while the worker works. */
  private static final class Lane {
    final RunTask task;
    final String noun;
    final Semaphore free;
    boolean wasAway;

    Lane(Share share) {
      task = share.task();
      noun = HeldRun.noun(task.kind());
      free = new Semaphore(share.parallel());
    }
  }

  /**
   * A worker that does nothing yet.
   *
   * @param node names this node in the runs it holds
   */
  public RunWorker(Catalog catalog, String node, List<Share> shares) {
    this.catalog = catalog;
    this.runs = catalog.as(Caller.SYSTEM).runs();
    this.log = RunLog.in(catalog.store());
    this.node = node;
    this.lanes = shares.stream().map(Lane::new).toList();
  }

  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to work, for as long as the node runs.
   *
   * @param dead whether a node that holds runs is known to be dead, so that its lease need not end
   */
  public void start(Predicate<String> dead) {
    for (var lane : lanes) {
      poll.execute(() -> guarded(lane, () -> runs.release(lane.task.kind(), dead)));
    }
    poll.scheduleWithFixedDelay(
        () -> lanes.forEach(lane -> guarded(lane, () -> round(lane))),
        0,
        POLL.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Work that fails, because the database is away, is no reason to omit the next round. */
  private void guarded(Lane lane, Runnable work) {
    try {
      work.run();
      lane.wasAway = false;
    } catch (RuntimeException e) {
      if (!poll.isShutdown() && !lane.wasAway) {
        LOG.warn("{}s are not looked after, to be tried again: {}", lane.noun, e.getMessage());
        LOG.debug("{}s are not looked after", lane.noun, e);
      }
      lane.wasAway = true;
    }
  }

  /** Starts what is due, and takes on what waits while there is room. */
  private void round(Lane lane) {
    lane.task.startDue();
    while (!poll.isShutdown() && lane.free.tryAcquire()) {
      boolean taken = false;
      try {
        var claimed = runs.claim(lane.task.kind(), node);
        if (claimed.isEmpty()) {
          return;
        }
        threads.execute(() -> execute(lane, claimed.get()));
        taken = true;
      } finally {
        if (!taken) {
          lane.free.release();
        }
      }
    }
  }

  private void execute(Lane lane, Run claimed) {
    try (var run = HeldRun.of(log, catalog.clock(), claimed)) {
      held.add(run);
      try {
        execute(lane, run);
      } finally {
        held.remove(run);
      }
    } finally {
      lane.free.release();
      goOn(lane);
    }
  }

  /** Takes on what waits without a wait for the next round. */
  private void goOn(Lane lane) {
    try {
      poll.execute(() -> guarded(lane, () -> round(lane)));
    } catch (RejectedExecutionException e) {
      LOG.debug("The worker is closed; what waits is left to others", e);
    }
  }

  private void execute(Lane lane, HeldRun held) {
    var run = held.run();
    try {
      if (run.state() == State.STOPPING) {
        held.end(State.STOPPED, null, run.progress(), List.of());
      } else if (run.attempt() >= MOST_ATTEMPTS) {
        held.failed("The servers that executed it have died %d times".formatted(run.attempt()));
      } else {
        LOG.info(
            run.attempt() == 0 ? "{} {} of {} begins" : "{} {} of {} goes on, its server is gone",
            lane.noun,
            run.id(),
            run.subject());
        lane.task.execute(held);
        tell(lane, held.run());
      }
    } catch (RunStoppedException e) {
      LOG.info("{} {} of {}: {}", lane.noun, run.id(), run.subject(), e.getMessage());
    } catch (CatalogException | CrawlRefusedException e) {
      LOG.warn("{} {} of {} failed: {}", lane.noun, run.id(), run.subject(), e.getMessage());
      LOG.debug("{} {} failed", lane.noun, run.id(), e);
      end(held, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.error("{} {} of {} failed", lane.noun, run.id(), run.subject(), e);
      end(held, "The server failed; its log says how: " + e);
    }
  }

  private static void tell(Lane lane, Run ended) {
    var error = ended.error();
    if (error == null) {
      LOG.info("{} {} of {}: {}", lane.noun, ended.id(), ended.subject(), outcome(ended));
    } else {
      LOG.warn(
          "{} {} of {}: {}: {}", lane.noun, ended.id(), ended.subject(), outcome(ended), error);
    }
  }

  /** {@code succeeded, objects 14, sampled 8}; the summary says the same again. */
  private static String outcome(Run run) {
    return Stream.concat(
            Stream.of(run.state().name().toLowerCase(Locale.ROOT)),
            run.progress().entrySet().stream()
                .filter(each -> !each.getKey().equals(CrawlProgress.SUMMARY))
                .map(each -> each.getKey() + " " + each.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** A failure that cannot be kept now leaves the run to whoever takes it on later. */
  private static void end(HeldRun held, String why) {
    if (held.run().state().isFinal()) {
      return;
    }
    try {
      held.failed(why);
    } catch (RuntimeException e) {
      LOG.warn("How run {} ended could not be kept", held.run().id(), e);
    }
  }

  /** Gives back the runs that are under way, for other nodes to do. Takes a second at most. */
  @Override
  public void close() {
    poll.shutdownNow();
    held.forEach(HeldRun::giveBack);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("Runs that are under way are taken on by other servers when their lease ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
