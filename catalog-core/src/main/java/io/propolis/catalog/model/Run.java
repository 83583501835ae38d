package io.propolis.catalog.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of something: a crawl, a job, a task. One worker holds it by lease; it ends exactly
 * once, because every change is a compare-and-swap of {@code version}.
 *
 * @param subject name of the crawler, job, … that runs
 * @param attempt 0 for the first, one more per retry
 * @param cause what started it ("manual", a trigger's name)
 * @param leaseOwner node that executes it, absent when nobody does
 * @param leaseUntil epoch milliseconds after which another node may take it over
 * @param version one more with every stored change
 * @param startedAt epoch milliseconds
 * @param endedAt epoch milliseconds, absent while it runs
 * @param error why it failed, absent unless it did
 * @param progress numbers and texts that grow while it runs (process id, counts, log files)
 */
public record Run(
    String id,
    Kind kind,
    String subject,
    State state,
    int attempt,
    String cause,
    @Nullable String leaseOwner,
    long leaseUntil,
    long version,
    long startedAt,
    @Nullable Long endedAt,
    @Nullable String error,
    Map<String, String> progress) {
  public Run {
    progress = Maps.copy(progress);
  }

  /** What runs. */
  public enum Kind {
    CRAWL,
    /**
     * Part of a crawl's listing, which another node than the crawl's does. Its cause is that run.
     */
    CRAWL_LISTING,
    JOB,
    COLUMN_STATISTICS,
    TABLE_OPTIMIZER
  }

  /** Glue's job-run states. */
  public enum State {
    WAITING,
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    SUCCEEDED,
    FAILED,
    TIMEOUT,
    ERROR;

    /** True for states a run never leaves. */
    public boolean isFinal() {
      return switch (this) {
        case WAITING, STARTING, RUNNING, STOPPING -> false;
        case STOPPED, SUCCEEDED, FAILED, TIMEOUT, ERROR -> true;
      };
    }
  }

  /** A run that has just been asked for and is held by {@code owner}. */
  public static Run starting(
      String id, Kind kind, String subject, String cause, String owner, long leaseUntil, long at) {
    return new Run(
        id,
        kind,
        subject,
        State.STARTING,
        0,
        cause,
        owner,
        leaseUntil,
        0,
        at,
        null,
        null,
        Map.of());
  }

  /** A run that nobody holds yet. */
  public static Run waiting(String id, Kind kind, String subject, String cause, long at) {
    return new Run(
        id, kind, subject, State.WAITING, 0, cause, null, 0, 0, at, null, null, Map.of());
  }

  /** The same run, which nobody has seen yet, with what it is asked to do. */
  public Run withRequest(Map<String, String> request) {
    return withProgress(request).asVersion(version);
  }

  /** Whether a node may take it on: nobody holds it, or who held it has not been heard of. */
  public boolean isFree(long now) {
    return !state.isFinal() && (leaseOwner == null || leaseUntil < now);
  }

  /**
   * The next version, taken on by a node. One that another node held before is begun again, unless
   * it was to be stopped.
   */
  public Run claimed(String owner, long newLeaseUntil) {
    return next(
        state == State.STOPPING ? State.STOPPING : State.RUNNING,
        state == State.WAITING ? attempt : attempt + 1,
        owner,
        newLeaseUntil,
        null,
        null,
        progress);
  }

  /** The next version, held by nobody, so that another node can take it on at once. */
  public Run givenBack() {
    return next(
        state == State.STOPPING ? State.STOPPING : State.WAITING,
        attempt,
        null,
        0,
        null,
        null,
        progress);
  }

  /** The next version, in another state that is not final. */
  public Run in(State newState) {
    return next(newState, attempt, leaseOwner, leaseUntil, null, null, progress);
  }

  /** The next version, ended; the lease is given up. */
  public Run ended(State finalState, long at, @Nullable String reason) {
    if (!finalState.isFinal()) {
      throw new IllegalArgumentException("not a final state: " + finalState);
    }
    return next(finalState, attempt, null, 0, at, reason, progress);
  }

  /** The same, with the last progress. */
  public Run ended(
      State finalState, long at, @Nullable String reason, Map<String, String> lastProgress) {
    return withProgress(lastProgress).asVersion(version).ended(finalState, at, reason);
  }

  private Run asVersion(long other) {
    return new Run(
        id,
        kind,
        subject,
        state,
        attempt,
        cause,
        leaseOwner,
        leaseUntil,
        other,
        startedAt,
        endedAt,
        error,
        progress);
  }

  /** The next version, with the lease prolonged and other progress. */
  public Run heartbeat(long newLeaseUntil, Map<String, String> newProgress) {
    return next(state, attempt, leaseOwner, newLeaseUntil, endedAt, error, newProgress);
  }

  /** The next version, with the lease prolonged. */
  public Run heartbeat(long newLeaseUntil) {
    return next(state, attempt, leaseOwner, newLeaseUntil, endedAt, error, progress);
  }

  /** The next version, held by another node, which took it over after the lease had run out. */
  public Run heldBy(String owner, long newLeaseUntil) {
    return next(state, attempt, owner, newLeaseUntil, endedAt, error, progress);
  }

  /** The next version, with other progress. */
  public Run withProgress(Map<String, String> newProgress) {
    return next(state, attempt, leaseOwner, leaseUntil, endedAt, error, newProgress);
  }

  /** The next version, started anew after a failed attempt. */
  public Run retried() {
    return next(State.STARTING, attempt + 1, leaseOwner, leaseUntil, null, null, progress);
  }

  private Run next(
      State newState,
      int newAttempt,
      @Nullable String owner,
      long until,
      @Nullable Long ended,
      @Nullable String reason,
      Map<String, String> newProgress) {
    return new Run(
        id,
        kind,
        subject,
        newState,
        newAttempt,
        cause,
        owner,
        until,
        version + 1,
        startedAt,
        ended,
        reason,
        newProgress);
  }
}
