package io.propolis.catalog;

import io.propolis.catalog.RunStateException.Reason;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunSchedule;
import io.propolis.catalog.store.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of runs of one kind. Who changes one holds its subject meanwhile, as does who
 * starts a run by it.
 */
final class RunScheduling {
  private static final int DUE_AT_ONCE = 100;

  private final Context context;
  private final Schedules schedules;
  private final Run.Kind kind;

  RunScheduling(Context context, Schedules schedules, Run.Kind kind) {
    this.context = context;
    this.schedules = schedules;
    this.kind = kind;
  }

  /** What a subject whose time has come does. */
  interface Turn {
    /** Holds the subject; false when it is gone, and its schedule is to go, too. */
    boolean hold(Transaction tx, String subject);

    /** Stores a run of a subject that is held and does not run; none when it has nothing to do. */
    Optional<Run> begin(Transaction tx, String subject);
  }

  /** Gives a subject a schedule, another one, or none: "". Throws INVALID for the expression. */
  void put(Transaction tx, String subject, String expression) {
    if (expression.isEmpty()) {
      tx.runSchedules().delete(kind, subject);
      return;
    }
    var current = tx.runSchedules().find(kind, subject);
    if (current.isEmpty() || !current.get().expression().equals(expression)) {
      schedules.check(expression);
    }
    if (current.isEmpty()) {
      tx.runSchedules().insert(RunSchedule.of(kind, subject, expression, next(expression)));
    } else if (!current.get().expression().equals(expression)) {
      boolean starts = current.get().state() == RunSchedule.State.SCHEDULED;
      tx.runSchedules()
          .update(current.get().withExpression(expression, starts ? next(expression) : null));
    }
  }

  void remove(Transaction tx, String subject) {
    tx.runSchedules().delete(kind, subject);
  }

  /** Those of the subjects that have one. */
  List<RunSchedule> of(Collection<String> subjects) {
    return subjects.isEmpty()
        ? List.of()
        : context.store().read(tx -> tx.runSchedules().findAll(kind, subjects));
  }

  /**
   * Lets it start runs again.
   *
   * @param shown what messages call the subject: "crawler nightly"
   * @throws RunStateException NO_SCHEDULE, SCHEDULED
   */
  void resume(Transaction tx, String subject, String shown) {
    var schedule = require(tx, subject, shown);
    if (schedule.state() == RunSchedule.State.SCHEDULED) {
      throw new RunStateException(
          Reason.SCHEDULED, "The schedule of " + shown + " is already running");
    }
    tx.runSchedules().update(schedule.scheduled(next(schedule.expression())));
  }

  /**
   * Keeps it from starting runs.
   *
   * @throws RunStateException NO_SCHEDULE, NOT_SCHEDULED
   */
  void pause(Transaction tx, String subject, String shown) {
    var schedule = require(tx, subject, shown);
    if (schedule.state() == RunSchedule.State.PAUSED) {
      throw new RunStateException(
          Reason.NOT_SCHEDULED, "The schedule of " + shown + " is not running");
    }
    tx.runSchedules().update(schedule.paused());
  }

  private RunSchedule require(Transaction tx, String subject, String shown) {
    return tx.runSchedules()
        .find(kind, subject)
        .orElseThrow(() -> new RunStateException(Reason.NO_SCHEDULE, "No schedule for " + shown));
  }

  /**
   * Starts what is due, once each however many times were missed, and on one of all nodes. A
   * subject that runs leaves its turn out.
   */
  List<Run> startDue(Turn turn) {
    long now = context.clock().millis();
    return context.store().read(tx -> tx.runSchedules().due(kind, now, DUE_AT_ONCE)).stream()
        .flatMap(due -> startDue(due, turn).stream())
        .toList();
  }

  private List<Run> startDue(RunSchedule due, Turn turn) {
    try {
      return context
          .store()
          .write(
              tx -> {
                if (!turn.hold(tx, due.subject())) {
                  tx.runSchedules().delete(kind, due.subject());
                  return List.of();
                }
                // Fails when another node was first.
                tx.runSchedules().update(due.scheduled(next(due.expression())));
                return tx.runs().unfinished(kind, due.subject()).isEmpty()
                    ? turn.begin(tx, due.subject()).stream().toList()
                    : List.of();
              });
    } catch (CatalogException e) {
      if (e.kind() != CatalogException.Kind.CONFLICT) {
        throw e;
      }
      return List.of();
    }
  }

  private @Nullable Long next(String expression) {
    return schedules
        .next(expression, context.clock().instant())
        .map(Instant::toEpochMilli)
        .orElse(null);
  }
}
