package io.propolis.catalog.model;

import org.jspecify.annotations.Nullable;

/**
 * When runs of a subject start by themselves. Changed by compare-and-swap of {@code version}, so
 * that of several nodes one starts the run.
 *
 * @param subject what runs: the name of a crawler, the id of a table
 * @param expression as it was given
 * @param nextAt epoch milliseconds of the next start; absent when there is none
 * @param version one more with every stored change
 */
public record RunSchedule(
    Run.Kind kind,
    String subject,
    String expression,
    State state,
    @Nullable Long nextAt,
    long version) {
  /** Whether it starts runs. */
  public enum State {
    SCHEDULED,
    PAUSED
  }

  /** A schedule that starts runs. */
  public static RunSchedule of(
      Run.Kind kind, String subject, String expression, @Nullable Long nextAt) {
    return new RunSchedule(kind, subject, expression, State.SCHEDULED, nextAt, 0);
  }

  /** The next version, with another expression. */
  public RunSchedule withExpression(String newExpression, @Nullable Long newNextAt) {
    return new RunSchedule(kind, subject, newExpression, state, newNextAt, version + 1);
  }

  /** The next version, which starts runs. */
  public RunSchedule scheduled(@Nullable Long newNextAt) {
    return new RunSchedule(kind, subject, expression, State.SCHEDULED, newNextAt, version + 1);
  }

  /** The next version, which starts none. */
  public RunSchedule paused() {
    return new RunSchedule(kind, subject, expression, State.PAUSED, null, version + 1);
  }
}
