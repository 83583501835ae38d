package io.propolis.catalog.model.workload;

import org.jspecify.annotations.Nullable;

/**
 * One execution of a scheduled query.
 *
 * @param id 0 until it is stored; never given twice
 * @param executorQuery id of the query where it runs
 * @param startedAt epoch milliseconds
 * @param updatedAt last sign of life, epoch milliseconds; absent once it has ended
 * @param endedAt epoch milliseconds; absent while it is under way
 */
public record ScheduledExecution(
    long id,
    ScheduledQuery.Key query,
    State state,
    @Nullable String executorQuery,
    long startedAt,
    @Nullable Long updatedAt,
    @Nullable Long endedAt,
    @Nullable String error) {

  /** Hive's {@code QueryState}. */
  public enum State {
    INITED,
    EXECUTING,
    FAILED,
    FINISHED,
    TIMED_OUT,
    AUTO_DISABLED;

    /** Whether an execution in this state may report the next one. */
    public boolean mayBecome(State next) {
      return switch (this) {
        case INITED, EXECUTING -> next != INITED && next != AUTO_DISABLED;
        case FAILED, FINISHED, TIMED_OUT, AUTO_DISABLED -> false;
      };
    }

    public boolean isUnderWay() {
      return this == INITED || this == EXECUTING;
    }

    public boolean isFailure() {
      return this == FAILED || this == TIMED_OUT;
    }
  }

  /** An execution that somebody has just taken on. */
  public static ScheduledExecution begun(ScheduledQuery.Key query, long now) {
    return new ScheduledExecution(0, query, State.INITED, null, now, now, null, null);
  }

  /** The record that a query was disabled. */
  public static ScheduledExecution disabling(ScheduledQuery.Key query, long now, String reason) {
    return new ScheduledExecution(0, query, State.AUTO_DISABLED, null, now, null, now, reason);
  }

  /** What its executor says; texts that it leaves out stay. */
  public ScheduledExecution reported(
      State next, @Nullable String newExecutorQuery, @Nullable String newError, long now) {
    boolean underWay = next.isUnderWay();
    return new ScheduledExecution(
        id,
        query,
        next,
        newExecutorQuery == null ? executorQuery : newExecutorQuery,
        startedAt,
        underWay ? now : null,
        underWay ? null : now,
        newError == null ? error : newError);
  }
}
