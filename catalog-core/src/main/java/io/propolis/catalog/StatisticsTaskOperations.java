package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.Runs.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs that compute the column statistics of a table: of each table one at a time. A node takes on
 * what nobody holds, by a lease that it prolongs; every change is a compare-and-swap, so that a run
 * ends once.
 */
public final class StatisticsTaskOperations {
  /** For how long a run is held without a sign of life; as long as a node may be silent. */
  public static final Duration LEASE = NodeOperations.SILENCE;

  /** A run that so many nodes have died of is not begun again. */
  private static final int MOST_ATTEMPTS = 3;

  private static final int ATTEMPTS_TO_CHANGE = 10;

  private final Context context;

  StatisticsTaskOperations(Context context) {
    this.context = context;
  }

  /** What was asked for does not go with what is under way. */
  public static final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
      RUNNING,
      NOT_RUNNING,
      STOPPING
    }

    private final Reason reason;

    private StateException(Reason reason, String message) {
      super(message);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /**
   * Asks for a run, which a node will take on.
   *
   * @param request what is to be done, as the run's progress begins
   * @throws StateException RUNNING
   */
  public Run start(Table table, String cause, Map<String, String> request) {
    var run =
        new Run(
            UUID.randomUUID().toString(),
            Run.Kind.COLUMN_STATISTICS,
            subject(table),
            Run.State.WAITING,
            0,
            cause,
            null,
            0,
            0,
            context.clock().millis(),
            null,
            null,
            request);
    return context
        .store()
        .write(
            tx -> {
              tx.runs().serialise();
              if (tx.runs().unfinished(Run.Kind.COLUMN_STATISTICS).stream()
                  .anyMatch(each -> each.subject().equals(run.subject()))) {
                throw new StateException(
                    StateException.Reason.RUNNING,
                    "Statistics of %s are being computed already".formatted(table.name()));
              }
              tx.runs().insert(run);
              return run;
            });
  }

  /** Tables keep their id when they are renamed. */
  private static String subject(Table table) {
    return Long.toString(table.id());
  }

  /**
   * Asks the run that is under way to stop. One that nobody has taken on yet has stopped then.
   *
   * @throws StateException NOT_RUNNING, STOPPING
   */
  public Run stop(Table table) {
    for (int attempt = 1; ; attempt++) {
      var run =
          unfinished().stream()
              .filter(each -> each.subject().equals(subject(table)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new StateException(
                          StateException.Reason.NOT_RUNNING,
                          "No statistics of %s are being computed".formatted(table.name())));
      if (run.state() == Run.State.STOPPING) {
        throw new StateException(
            StateException.Reason.STOPPING,
            "The computation of statistics of %s is stopping already".formatted(table.name()));
      }
      var changed =
          run.leaseOwner() == null
              ? run.ended(Run.State.STOPPED, context.clock().millis(), null)
              : run.in(Run.State.STOPPING);
      var stored = tryUpdate(changed);
      if (stored.isPresent()) {
        return stored.get();
      } else if (attempt == ATTEMPTS_TO_CHANGE) {
        throw CatalogException.conflict(Entity.RUN, "Run %s keeps changing".formatted(run.id()));
      }
    }
  }

  private List<Run> unfinished() {
    return context.store().read(tx -> tx.runs().unfinished(Run.Kind.COLUMN_STATISTICS));
  }

  /** Throws NOT_FOUND. */
  public Run require(String id) {
    return context
        .store()
        .read(tx -> tx.runs().find(id))
        .filter(run -> run.kind() == Run.Kind.COLUMN_STATISTICS)
        .orElseThrow(() -> notFound(Entity.RUN, id));
  }

  /**
   * Runs, newest first.
   *
   * @param table absent for those of all tables, dropped ones among them
   * @param before begins behind this one; absent for the newest
   */
  public List<Run> list(@Nullable Table table, @Nullable Place before, int limit) {
    var subject = table == null ? null : subject(table);
    return context
        .store()
        .read(tx -> tx.runs().listed(Run.Kind.COLUMN_STATISTICS, subject, before, limit));
  }

  /** Takes on the oldest run that nobody holds, if there is one. It is this owner's then. */
  public Optional<Run> claim(String owner) {
    long now = context.clock().millis();
    for (var run : unfinished()) {
      boolean isFree = run.leaseOwner() == null || run.leaseUntil() < now;
      if (isFree) {
        var claimed = claim(run, owner, now + LEASE.toMillis());
        if (claimed.isPresent()) {
          return claimed;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Run> claim(Run run, String owner, long until) {
    if (run.state() == Run.State.STOPPING) {
      tryUpdate(run.ended(Run.State.STOPPED, context.clock().millis(), null));
      return Optional.empty();
    } else if (run.attempt() >= MOST_ATTEMPTS) {
      var why = "The servers that computed have died %d times".formatted(run.attempt());
      tryUpdate(run.ended(Run.State.FAILED, context.clock().millis(), why));
      return Optional.empty();
    }
    var held = tryUpdate(run.heldBy(owner, until));
    return held.flatMap(
        each ->
            tryUpdate(
                run.state() == Run.State.WAITING ? each.in(Run.State.RUNNING) : each.retried()));
  }

  /**
   * Changes a run that its owner holds, whoever else has changed it meanwhile. Empty when it has
   * ended or is another's by now.
   */
  public Optional<Run> change(String id, String owner, UnaryOperator<Run> change) {
    for (int attempt = 1; attempt <= ATTEMPTS_TO_CHANGE; attempt++) {
      var current = require(id);
      if (current.state().isFinal() || !owner.equals(current.leaseOwner())) {
        return Optional.empty();
      }
      var stored = tryUpdate(change.apply(current));
      if (stored.isPresent()) {
        return stored;
      }
    }
    throw CatalogException.conflict(Entity.RUN, "Run %s keeps changing".formatted(id));
  }

  private Optional<Run> tryUpdate(Run changed) {
    try {
      return context
          .store()
          .write(
              tx -> {
                tx.runs().update(changed);
                return Optional.of(changed);
              });
    } catch (CatalogException e) {
      if (e.kind() != Kind.CONFLICT) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
