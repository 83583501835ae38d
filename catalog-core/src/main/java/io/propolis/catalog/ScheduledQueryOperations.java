package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.workload.ScheduledExecution;
import io.propolis.catalog.model.workload.ScheduledExecution.State;
import io.propolis.catalog.model.workload.ScheduledQuery;
import io.propolis.catalog.model.workload.ScheduledQuery.Key;
import io.propolis.catalog.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queries that Hive's servers run by a schedule. A server polls for one that is due, which no other
 * server gets then, and reports its progress; one that falls silent counts as timed out when the
 * next server polls.
 */
public final class ScheduledQueryOperations {
  /** How many due queries a poll looks at: others may take some of them meanwhile. */
  private static final int CANDIDATES = 32;

  private final Context context;
  private final Schedules schedules;
  private final WorkloadSettings settings;

  ScheduledQueryOperations(Context context, Schedules schedules) {
    this.context = context;
    this.schedules = schedules;
    this.settings = context.settings().workload();
  }

  /** What a server has taken on. */
  public record Claim(ScheduledQuery query, long execution) {}

  /** What a server says of an execution; texts that it leaves out stay. */
  public record Report(
      long execution, State state, @Nullable String executorQuery, @Nullable String error) {}

  /** Throws NOT_FOUND. */
  public ScheduledQuery require(Key key) {
    return context
        .store()
        .read(tx -> tx.scheduledQueries().find(key))
        .orElseThrow(() -> missing("There is no scheduled query for: " + key));
  }

  /** Its executions, newest first, {@code limit} at most. */
  public List<ScheduledExecution> executions(Key key, int limit) {
    return context.store().read(tx -> tx.scheduledQueries().executions(key, limit));
  }

  /** Stores a query and reckons when it runs first. Throws ALREADY_EXISTS, INVALID. */
  public void create(ScheduledQuery requested) {
    requireServed();
    var query =
        requested
            .withNextExecutionAt(after(requested.schedule(), context.clock().millis()))
            .withActiveExecution(null);
    context
        .store()
        .<Void>write(
            tx -> {
              tx.scheduledQueries().insert(query);
              return null;
            });
  }

  /**
   * Replaces all of a query but its key.
   *
   * @param requested runs next when its schedule says, unless it has a time of its own
   * @throws CatalogException NOT_FOUND, INVALID
   */
  public void alter(ScheduledQuery requested) {
    requireServed();
    var next =
        requested.nextExecutionAt() == null
            ? after(requested.schedule(), context.clock().millis())
            : requested.nextExecutionAt();
    context
        .store()
        .<Void>write(
            tx -> {
              var current =
                  tx.scheduledQueries()
                      .lock(requested.key())
                      .orElseThrow(() -> doesNotExist(requested.key()));
              tx.scheduledQueries()
                  .update(
                      requested
                          .withId(current.id())
                          .withNextExecutionAt(next)
                          .withActiveExecution(current.activeExecution()));
              return null;
            });
  }

  /** Deletes a query with its executions. Throws NOT_FOUND. */
  public void drop(Key key) {
    requireServed();
    boolean deleted = context.store().write(tx -> tx.scheduledQueries().delete(key));
    if (!deleted) {
      throw doesNotExist(key);
    }
  }

  /** Takes on the query of the namespace that has been due for longest, if one is. */
  public Optional<Claim> poll(String namespace) {
    requireServed();
    long now = context.clock().millis();
    // Servers poll all the time and mostly in vain: that costs a read.
    boolean vain =
        context
            .store()
            .read(
                tx ->
                    tx.scheduledQueries().due(namespace, now, 1).isEmpty()
                        && tx.scheduledQueries()
                            .silentSince(namespace, lastSign(now), 1)
                            .isEmpty());
    return vain ? Optional.empty() : context.store().write(tx -> claim(tx, namespace, now));
  }

  private Optional<Claim> claim(Transaction tx, String namespace, long now) {
    timeOut(tx, namespace, now);
    for (var key : tx.scheduledQueries().due(namespace, now, CANDIDATES)) {
      // Another server may have taken it before this transaction came to hold it.
      var held = tx.scheduledQueries().lock(key).filter(query -> query.isDue(now));
      if (held.isPresent()) {
        tx.scheduledQueries().deleteEndedUntil(now - settings.executionAge().toMillis());
        return Optional.of(begin(tx, held.get(), now));
      }
    }
    return Optional.empty();
  }

  private Claim begin(Transaction tx, ScheduledQuery query, long now) {
    long execution =
        tx.scheduledQueries().append(query, ScheduledExecution.begun(query.key(), now));
    var begun =
        query.withNextExecutionAt(after(query.schedule(), now)).withActiveExecution(execution);
    tx.scheduledQueries().update(begun);
    return new Claim(begun, execution);
  }

  private long lastSign(long now) {
    return now - settings.executionTimeout().toMillis();
  }

  private void timeOut(Transaction tx, String namespace, long now) {
    for (var silent : tx.scheduledQueries().silentSince(namespace, lastSign(now), CANDIDATES)) {
      var query = tx.scheduledQueries().lock(silent.query());
      var current = tx.scheduledQueries().execution(silent.id());
      if (query.isPresent() && current.equals(Optional.of(silent))) {
        var reason =
            "Query stuck in: %s state for >%d seconds. Execution timed out."
                .formatted(silent.state(), settings.executionTimeout().toSeconds());
        end(tx, query.get(), silent.reported(State.TIMED_OUT, null, reason, now), now);
      }
    }
  }

  /** Throws NOT_FOUND; INVALID for a state that cannot follow. */
  public void report(Report report) {
    requireServed();
    long now = context.clock().millis();
    context
        .store()
        .<Void>write(
            tx -> {
              var queries = tx.scheduledQueries();
              var query =
                  queries
                      .execution(report.execution())
                      .flatMap(execution -> queries.lock(execution.query()))
                      .orElseThrow(() -> missingExecution(report.execution()));
              var current =
                  queries
                      .execution(report.execution())
                      .orElseThrow(() -> missingExecution(report.execution()));
              if (!current.state().mayBecome(report.state())) {
                throw invalid(
                    Entity.SCHEDULED_QUERY,
                    "Invalid state change: %s=>%s".formatted(current.state(), report.state()));
              }
              var next =
                  current.reported(report.state(), report.executorQuery(), report.error(), now);
              if (next.state().isUnderWay()) {
                queries.update(next);
              } else {
                end(tx, query, next, now);
              }
              return null;
            });
  }

  private void end(Transaction tx, ScheduledQuery query, ScheduledExecution ended, long now) {
    tx.scheduledQueries().update(ended);
    var next = query;
    if (Long.valueOf(ended.id()).equals(query.activeExecution())) {
      next = next.withActiveExecution(null);
    }
    if (ended.state().isFailure()) {
      next = afterFailure(tx, next, now);
    }
    tx.scheduledQueries().update(next);
  }

  /** Failures in a row make a query miss turns, and finally disable it. */
  private ScheduledQuery afterFailure(Transaction tx, ScheduledQuery query, long now) {
    int last = Math.max(settings.disableAfterFailures(), settings.skipAfterFailures());
    if (last <= 0) {
      return query;
    }
    int failures =
        (int)
            tx.scheduledQueries().executions(query.key(), last).stream()
                .takeWhile(execution -> execution.state().isFailure())
                .count();
    var next = query;
    if (settings.disableAfterFailures() > 0 && settings.disableAfterFailures() <= failures) {
      next = next.withEnabled(false);
      var reason =
          "Disabling query after %d consecutive failures"
              .formatted(settings.disableAfterFailures());
      tx.scheduledQueries().append(query, ScheduledExecution.disabling(query.key(), now, reason));
    }
    int skipped = Math.min(settings.skipAfterFailures(), failures) - 1;
    return skipped <= 0 || next.nextExecutionAt() == null
        ? next
        : next.withNextExecutionAt(skipping(query.schedule(), next.nextExecutionAt(), skipped));
  }

  private Long skipping(String schedule, long from, int turns) {
    return Stream.iterate(Optional.of(from), time -> time.map(millis -> after(schedule, millis)))
        .takeWhile(Optional::isPresent)
        .limit(turns + 1L)
        .reduce((earlier, later) -> later)
        .flatMap(time -> time)
        .orElse(from);
  }

  private @Nullable Long after(String schedule, long millis) {
    return schedules
        .next(schedule, Instant.ofEpochMilli(millis))
        .map(Instant::toEpochMilli)
        .orElse(null);
  }

  private void requireServed() {
    if (!settings.scheduledQueries()) {
      throw new CatalogException(
          Kind.UNSUPPORTED,
          Entity.SCHEDULED_QUERY,
          "Scheduled query request processing is disabled via metastore.scheduled.queries.enabled");
    }
  }

  private static CatalogException missingExecution(long id) {
    return missing("There is no execution of a scheduled query: " + id);
  }

  private static CatalogException doesNotExist(Key key) {
    return missing("Scheduled query with name: %s does not exist.".formatted(key));
  }

  private static CatalogException missing(String message) {
    return new CatalogException(Kind.NOT_FOUND, Entity.SCHEDULED_QUERY, message);
  }
}
