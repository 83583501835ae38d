package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.RunStateException.Reason;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.Runs.Place;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs that compute the column statistics of a table: of each table one at a time. Nodes take them
 * on as they do all runs ({@link RunOperations}).
 */
public final class StatisticsTaskOperations {
  private static final Run.Kind KIND = Run.Kind.COLUMN_STATISTICS;
  private static final int ATTEMPTS_TO_CHANGE = 10;

  private final Context context;

  StatisticsTaskOperations(Context context) {
    this.context = context;
  }

  /**
   * Asks for a run, which a node will take on.
   *
   * @param request what is to be done, as the run's progress begins
   * @throws RunStateException RUNNING
   */
  public Run start(Table table, String cause, Map<String, String> request) {
    var run = run(subject(table), cause, context.clock().millis(), request);
    return context
        .store()
        .write(
            tx -> {
              tx.runs().serialise();
              if (!tx.runs().unfinished(KIND, run.subject()).isEmpty()) {
                throw new RunStateException(
                    Reason.RUNNING,
                    "Statistics of %s are being computed already".formatted(table.name()));
              }
              tx.runs().insert(run);
              return run;
            });
  }

  static Run run(String subject, String cause, long at, Map<String, String> request) {
    return Run.waiting(UUID.randomUUID().toString(), KIND, subject, cause, at).withRequest(request);
  }

  /** Tables keep their id when they are renamed. */
  static String subject(Table table) {
    return Long.toString(table.id());
  }

  /**
   * Asks the run that is under way to stop. One that nobody has taken on yet has stopped then.
   *
   * @throws RunStateException NOT_RUNNING, STOPPING
   */
  public Run stop(Table table) {
    for (int attempt = 1; ; attempt++) {
      try {
        return context.store().write(tx -> stop(tx, table));
      } catch (CatalogException e) {
        // The node that computes has shown that it lives meanwhile.
        if (e.kind() != Kind.CONFLICT || attempt == ATTEMPTS_TO_CHANGE) {
          throw e;
        }
      }
    }
  }

  private Run stop(Transaction tx, Table table) {
    var run =
        tx.runs().unfinished(KIND, subject(table)).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new RunStateException(
                        Reason.NOT_RUNNING,
                        "No statistics of %s are being computed".formatted(table.name())));
    if (run.state() == Run.State.STOPPING) {
      throw new RunStateException(
          Reason.STOPPING,
          "The computation of statistics of %s is stopping already".formatted(table.name()));
    }
    var changed =
        run.leaseOwner() == null
            ? run.ended(Run.State.STOPPED, context.clock().millis(), null)
            : run.in(Run.State.STOPPING);
    tx.runs().update(changed);
    return changed;
  }

  /** Throws NOT_FOUND. */
  public Run require(String id) {
    return context
        .store()
        .read(tx -> tx.runs().find(id))
        .filter(run -> run.kind() == KIND)
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
    return context.store().read(tx -> tx.runs().listed(KIND, subject, before, limit));
  }
}
