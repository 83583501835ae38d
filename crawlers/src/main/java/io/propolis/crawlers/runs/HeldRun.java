package io.propolis.crawlers.runs;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.RunOperations;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.RunNote;
import io.propolis.crawlers.RunLog;
import io.propolis.crawlers.discovery.LakeMemory;
import io.propolis.crawlers.progress.RunStoppedException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that this node executes. As long as it is open, signs of life and progress are stored, and
 * whoever executes it is told when somebody asks it to stop or another node has taken the run on.
 */
public final class HeldRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldRun.class);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SHOW = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT = RunOperations.LEASE.dividedBy(4);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

  private final RunLog log;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var made = new Thread(work, "run-heartbeat");
            made.setDaemon(true);
            return made;
          });
  private Run run;
  private long shownAt;
  private RunProgress progress = new Unchanged();
  private volatile @Nullable Stop stop;

  /** Why the run is to end. */
  private enum Stop {
    ASKED,
    TAKEN_OVER,
    GIVEN_BACK
  }

  /** What was shown before, until there is more. */
  private final class Unchanged implements RunProgress {
    @Override
    public Map<String, String> shown() {
      return run().progress();
    }

    @Override
    public boolean hasChanged() {
      return false;
    }
  }

  private HeldRun(RunLog log, Clock clock, Run run) {
    this.log = log;
    this.clock = clock;
    this.run = run;
    this.shownAt = clock.millis();
  }

  /** Holds a run that this node has begun or claimed. */
  public static HeldRun of(RunLog log, Clock clock, Run run) {
    var held = new HeldRun(log, clock, run);
    held.thread.scheduleWithFixedDelay(
        held::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return held;
  }

  public synchronized Run run() {
    return run;
  }

  /** What is shown of the run from now on; nothing new before. */
  public synchronized void shows(RunProgress newProgress) {
    progress = newProgress;
  }

  /** What people call a run of a kind. */
  static String noun(Run.Kind kind) {
    return switch (kind) {
      case CRAWL -> "Crawl";
      case CRAWL_LISTING -> "Listing";
      case JOB -> "Job run";
      case COLUMN_STATISTICS -> "Statistics run";
      case TABLE_OPTIMIZER -> "Optimizer run";
    };
  }

  private String noun() {
    return noun(run.kind());
  }

  /** Looks who has changed the run, and shows that it is under way. */
  synchronized void look() {
    if (run.state().isFinal()) {
      return;
    }
    try {
      log.find(run.id()).ifPresentOrElse(this::take, this::vanished);
      long now = clock.millis();
      boolean isDue =
          now - shownAt >= HEARTBEAT.toMillis()
              || (now - shownAt >= SHOW.toMillis() && progress.hasChanged());
      if (isDue && stop != Stop.TAKEN_OVER) {
        store(run.heartbeat(now + RunOperations.LEASE.toMillis(), progress.shown()), List.of());
        shownAt = now;
      }
    } catch (CatalogException e) {
      if (e.kind() != Kind.CONFLICT) {
        LOG.warn("{} {} cannot be recorded now: {}", noun(), run.id(), e.getMessage());
      }
      if (clock.millis() > run.leaseUntil()) {
        stop = Stop.TAKEN_OVER;
      }
    }
  }

  /** Whoever asked for it needs it no more. */
  private void vanished() {
    if (log.keeps()) {
      stop = Stop.TAKEN_OVER;
    }
  }

  /** Takes in what others have stored. */
  private void take(Run stored) {
    if (!Objects.equals(stored.leaseOwner(), run.leaseOwner())) {
      stop = Stop.TAKEN_OVER;
      return;
    }
    run = stored;
    if (stored.state() == State.STOPPING && stop == null) {
      stop = Stop.ASKED;
    }
  }

  private void store(Run changed, Collection<RunNote> notes) {
    store(changed, notes, LakeMemory.Change.NONE);
  }

  private void store(Run changed, Collection<RunNote> notes, LakeMemory.Change memory) {
    log.update(changed, notes, memory);
    run = changed;
  }

  /** Makes the run end soon, so that another node can begin it again. */
  public void giveBack() {
    if (stop == null) {
      stop = Stop.GIVEN_BACK;
    }
  }

  /** Whether it is still to be executed. */
  public boolean goesOn() {
    return stop == null;
  }

  /**
   * Asked often by the thread that executes the run.
   *
   * @throws RunStoppedException unless it {@link #goesOn}
   */
  public void goOn() {
    var why = stop;
    if (why != null) {
      var what = noun(run().kind()).toLowerCase(Locale.ROOT);
      throw new RunStoppedException(
          switch (why) {
            case ASKED -> "The " + what + " was stopped";
            case TAKEN_OVER -> "Another server has taken the " + what + " on";
            case GIVEN_BACK -> "The server stops";
          });
    }
  }

  /** Ends a run that a {@link RunStoppedException} has ended. As the run is kept then. */
  public synchronized Run stopped() {
    if (stop == Stop.TAKEN_OVER) {
      LOG.warn("{} {} of {} goes on elsewhere", noun(), run.id(), run.subject());
      return run;
    }
    return stop == Stop.GIVEN_BACK
        ? change(Run::givenBack, List.of(), LakeMemory.Change.NONE)
        : end(State.STOPPED, null, progress.shown(), List.of());
  }

  /**
   * Ends the run. As it is kept then.
   *
   * @param error absent unless it failed
   * @throws RunStoppedException when it is another node's by now
   */
  public synchronized Run end(
      State state,
      @Nullable String error,
      Map<String, String> lastProgress,
      Collection<RunNote> notes) {
    return change(
        current -> current.ended(state, clock.millis(), error, lastProgress),
        notes,
        LakeMemory.Change.NONE);
  }

  /**
   * Ends the run of a crawl that did all of its work, and keeps with it what the crawler remembers
   * of the lake. As it is kept then.
   *
   * @throws RunStoppedException when it is another node's by now; nothing is remembered then
   */
  public synchronized Run succeeded(
      Map<String, String> lastProgress, Collection<RunNote> notes, LakeMemory.Change memory) {
    return change(
        current -> current.ended(State.SUCCEEDED, clock.millis(), null, lastProgress),
        notes,
        memory);
  }

  /**
   * Ends the run of a crawl that did all of its work but some: it has failed, and what the crawler
   * learnt is kept all the same.
   *
   * @param error what could not be done, and why
   */
  public synchronized Run failedInPart(
      String error,
      Map<String, String> lastProgress,
      Collection<RunNote> notes,
      LakeMemory.Change memory) {
    return change(
        current -> current.ended(State.FAILED, clock.millis(), error, lastProgress), notes, memory);
  }

  /** Ends a run that failed, with the progress it had made. */
  public Run failed(String error) {
    return end(State.FAILED, error, progress.shown(), List.of());
  }

  private Run change(
      java.util.function.UnaryOperator<Run> change,
      Collection<RunNote> notes,
      LakeMemory.Change memory) {
    long deadline = clock.millis() + RunOperations.LEASE.toMillis();
    for (; ; ) {
      var changed = change.apply(run);
      try {
        store(changed, notes, memory);
        return run;
      } catch (CatalogException e) {
        boolean mayWait = clock.millis() < deadline && !Thread.currentThread().isInterrupted();
        if (e.kind() == Kind.UNAVAILABLE && mayWait) {
          pause();
        } else if (e.kind() != Kind.CONFLICT) {
          throw e;
        }
      }
      var found = log.find(run.id());
      if (found.isEmpty()) {
        vanished();
        goOn();
      }
      var stored = found.orElse(run);
      if (stored.equals(changed)) {
        // It was stored although the answer got lost.
        run = changed;
        return run;
      }
      take(stored);
      if (stop == Stop.TAKEN_OVER) {
        goOn();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
