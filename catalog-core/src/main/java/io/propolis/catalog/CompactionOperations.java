package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.Compaction.Kind;
import io.propolis.catalog.model.acid.Compaction.Request;
import io.propolis.catalog.model.acid.Compaction.State;
import io.propolis.catalog.model.acid.Compaction.Work;
import io.propolis.catalog.model.acid.CompactionMetric;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.store.Compactions.Filter;
import io.propolis.catalog.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The compaction queue: who compacts which table or partition, and what became of it. The catalog
 * only keeps the queue; Hive's workers do the work.
 */
public final class CompactionOperations {
  /** After which anybody takes what was meant for a pool that has no workers (Hive's default). */
  private static final long POOL_TIMEOUT_MILLIS = 3_600_000;

  /** How long a worker may work before it is taken for dead (Hive's default). */
  private static final Duration WORKER_TIMEOUT = Duration.ofDays(1);

  /** Entries of each final state that the history of a table or partition keeps. */
  private static final int REMEMBERED = 3;

  private static final List<State> FINAL =
      Stream.of(State.values()).filter(State::isFinal).toList();

  private final Context context;

  CompactionOperations(Context context) {
    this.context = context;
  }

  /**
   * What became of a request.
   *
   * @param refusal why it was not enqueued; absent when it was
   */
  public record Submission(Optional<Compaction> entry, @Nullable String refusal) {}

  /** Enqueues a request, unless its table or partition is enqueued or being compacted already. */
  public Submission submit(Request request) {
    return context.store().write(tx -> submit(tx, request));
  }

  Submission submit(Transaction tx, Request request) {
    tx.compactions().serialise();
    var existing =
        tx
            .compactions()
            .all(
                Filter.of(
                    request.tableName(),
                    List.of(State.INITIATED, State.WORKING, State.READY_FOR_CLEANING)))
            .stream()
            .filter(other -> Objects.equals(other.request().partition(), request.partition()))
            .filter(other -> other.request().kind() != Kind.ABORT_TXN_CLEANUP)
            .filter(other -> other.state() != State.READY_FOR_CLEANING || takesInAll(tx, other))
            .findFirst();
    if (existing.isPresent()) {
      return new Submission(
          Optional.empty(),
          "Compaction is already scheduled with state='%s' and id=%d"
              .formatted(existing.get().state().word(), existing.get().id()));
    }
    return new Submission(Optional.of(insert(tx, request, State.INITIATED, Work.NONE)), null);
  }

  /** Whether nothing has been written since that another compaction could take in. */
  private static boolean takesInAll(Transaction tx, Compaction compaction) {
    var table = compaction.request().tableName();
    var snapshot = TxnOperations.unfinished(tx).without(List.of(Txn.Kind.READ_ONLY)).snapshot();
    var visible = WriteIdOperations.visible(tx, List.of(table), snapshot).get(0);
    long upTo = visible.oldestOpen().map(open -> open - 1).orElse(visible.highWaterMark());
    return Objects.equals(compaction.work().highestWriteId(), upTo);
  }

  /** Enqueues what a transaction made obsolete, to be cleaned when all who see it have ended. */
  public Compaction submitForCleanup(Request request, long highestWriteId, long txn) {
    return context
        .store()
        .write(
            tx -> {
              tx.compactions().serialise();
              return insert(
                  tx,
                  request,
                  State.READY_FOR_CLEANING,
                  Work.NONE.in(txn, highestWriteId, request.runAs()));
            });
  }

  private Compaction insert(Transaction tx, Request request, State state, Work work) {
    return tx.compactions()
        .insert(new Compaction(0, request, state, context.clock().millis(), work));
  }

  /**
   * Who asks for work.
   *
   * @param pool takes requests of that pool alone; absent for those of none
   */
  public record Worker(@Nullable String id, @Nullable String version, @Nullable String pool) {}

  /** Hands the oldest waiting request to a worker. */
  public Optional<Compaction> next(Worker worker) {
    return context
        .store()
        .write(
            tx -> {
              tx.compactions().serialise();
              long now = context.clock().millis();
              var next =
                  tx.compactions().all(Filter.in(List.of(State.INITIATED))).stream()
                      .filter(waiting -> isFor(waiting, worker, now))
                      .findFirst()
                      .map(
                          waiting ->
                              waiting.in(
                                  State.WORKING,
                                  waiting.work().startedBy(worker.id(), worker.version(), now)));
              next.ifPresent(taken -> tx.compactions().update(taken));
              return next;
            });
  }

  private static boolean isFor(Compaction waiting, Worker worker, long now) {
    var pool = waiting.request().pool();
    return worker.pool() == null
        ? pool == null || waiting.enqueuedAt() < now - POOL_TIMEOUT_MILLIS
        : worker.pool().equals(pool);
  }

  /** Says in which transaction an entry is worked on and how far it will reach. */
  public void work(long id, long txn, @Nullable Long highestWriteId, @Nullable String runAs) {
    context
        .store()
        .<Void>write(
            tx -> {
              var compaction = require(tx, id);
              tx.compactions()
                  .update(compaction.with(compaction.work().in(txn, highestWriteId, runAs)));
              var request = compaction.request();
              // Should the compactor die, what it leaves lying about is found by this.
              tx.writtenComponents()
                  .insert(
                      List.of(
                          new WrittenComponent(
                              txn,
                              request.database(),
                              request.table(),
                              request.partition(),
                              WrittenComponent.Operation.COMPACT,
                              highestWriteId,
                              null)));
              return null;
            });
  }

  /** The work is done; files that it made obsolete are to be cleaned. */
  public void compacted(long id) {
    context
        .store()
        .<Void>write(
            tx -> {
              var compaction = require(tx, id);
              move(tx, compaction, State.READY_FOR_CLEANING, compaction.work().withoutWorker());
              return null;
            });
  }

  /** The entry has come to its end, and what it has taken in need not be compacted again. */
  public void cleaned(long id, @Nullable Long highestWriteId) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.compactions().serialise();
              var found = tx.compactions().findAll(List.of(id));
              if (found.isEmpty()) {
                return null; // repeated: the first time removed it
              }
              cleaned(tx, found.get(0), highestWriteId);
              return null;
            });
  }

  private void cleaned(Transaction tx, Compaction compaction, @Nullable Long highestWriteId) {
    var request = compaction.request();
    var table = request.tableName();
    var highest = highestWriteId == null ? compaction.work().highestWriteId() : highestWriteId;
    if (request.kind() == Kind.ABORT_TXN_CLEANUP) {
      tx.compactions().delete(List.of(compaction.id()));
    } else {
      move(
          tx, compaction, State.SUCCEEDED, compaction.work().ended(context.clock().millis(), null));
      var retries =
          tx.compactions().all(Filter.of(table, List.of())).stream()
              .filter(other -> other.request().kind() == Kind.ABORT_TXN_CLEANUP)
              .filter(other -> Objects.equals(other.request().partition(), request.partition()))
              .map(Compaction::id)
              .toList();
      tx.compactions().delete(retries);
    }
    tx.writtenComponents().deleteCompacted(table, request.partition(), highest);
  }

  /**
   * The entry has come to nothing. One that was never enqueued is kept in the history as not
   * initiated.
   */
  public void failed(Compaction failed, State state) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.compactions().serialise();
              long now = context.clock().millis();
              var error = failed.work().error();
              if (failed.id() == 0) {
                insert(tx, failed.request(), State.DID_NOT_INITIATE, Work.NONE.ended(now, error));
              } else {
                var current = find(tx, failed.id());
                move(tx, current, state, current.work().ended(now, error));
              }
              return null;
            });
  }

  /** The job that does the work. */
  public void hadoopJob(long id, String job) {
    context
        .store()
        .<Void>write(
            tx -> {
              var compaction = require(tx, id);
              tx.compactions().update(compaction.with(compaction.work().withHadoopJob(job)));
              return null;
            });
  }

  private static Compaction require(Transaction tx, long id) {
    tx.compactions().serialise();
    return find(tx, id);
  }

  private static Compaction find(Transaction tx, long id) {
    return tx.compactions().findAll(List.of(id)).stream()
        .findFirst()
        .orElseThrow(() -> notFound(Entity.REQUEST, "compaction " + id));
  }

  /** To be where it should go is no error: the answer to the first call may have been lost. */
  private static void move(Transaction tx, Compaction compaction, State state, Work work) {
    if (compaction.state() == state) {
      return;
    }
    if (!compaction.state().mayBecome(state)) {
      throw invalid(
          Entity.REQUEST,
          "Compaction %d is %s and cannot become %s"
              .formatted(compaction.id(), compaction.state().word(), state.word()));
    }
    tx.compactions().update(compaction.in(state, work));
  }

  /** Takes waiting entries out of the queue; the answer says why one was not, or null. */
  public Map<Long, Optional<String>> abort(Collection<Long> ids) {
    return context
        .store()
        .write(
            tx -> {
              tx.compactions().serialise();
              var found =
                  tx.compactions().findAll(ids).stream()
                      .collect(Collectors.toMap(Compaction::id, Function.identity()));
              var refusals = new LinkedHashMap<Long, Optional<String>>();
              for (var id : ids) {
                refusals.put(id, abort(tx, found.get(id)));
              }
              return refusals;
            });
  }

  private Optional<String> abort(Transaction tx, @Nullable Compaction compaction) {
    if (compaction == null) {
      return Optional.of("No Such Compaction Id Available");
    }
    if (compaction.state() != State.INITIATED) {
      return Optional.of(
          "Error while aborting compaction as compaction is in state-" + compaction.state().word());
    }
    move(
        tx,
        compaction,
        State.ABORTED,
        compaction.work().ended(context.clock().millis(), "Aborted on request"));
    return Optional.empty();
  }

  /** Queue and history, the newest event first. */
  public List<Compaction> all(Filter filter) {
    return context.store().read(tx -> tx.compactions().all(filter)).stream()
        .sorted(
            Comparator.comparingLong(CompactionOperations::lastEvent)
                .reversed()
                .thenComparingLong(Compaction::enqueuedAt)
                .thenComparingLong(Compaction::id))
        .toList();
  }

  private static long lastEvent(Compaction compaction) {
    var work = compaction.work();
    return Math.max(
        orZero(work.endedAt()), Math.max(orZero(work.startedAt()), orZero(work.committedAt())));
  }

  private static long orZero(@Nullable Long time) {
    return time == null ? 0 : time;
  }

  /**
   * The newest compaction of the table, or of each of its partitions, whose files may be read.
   *
   * @param partitions names to look at, empty for all
   * @param after only those with a higher id, null for all
   */
  public List<Compaction> latest(
      TableName table, Collection<String> partitions, @Nullable Long after) {
    var newest = new LinkedHashMap<Optional<String>, Compaction>();
    context
        .store()
        .read(
            tx ->
                tx.compactions()
                    .all(Filter.of(table, List.of(State.SUCCEEDED, State.READY_FOR_CLEANING))))
        .stream()
        .filter(
            compaction ->
                partitions.isEmpty() || partitions.contains(compaction.request().partition()))
        .filter(compaction -> after == null || compaction.id() > after)
        .forEach(
            compaction ->
                newest.put(Optional.ofNullable(compaction.request().partition()), compaction));
    return newest.values().stream()
        .sorted(Comparator.comparingLong(Compaction::id).reversed())
        .toList();
  }

  /** Keeps a metric while it reaches the threshold, and forgets it when it does not. */
  public boolean measure(CompactionMetric metric, long threshold) {
    return context
        .store()
        .write(
            tx -> {
              tx.compactions().serialise();
              if (metric.value() < threshold) {
                tx.compactions().delete(metric.table(), metric.partition(), metric.kind());
                return true;
              }
              long version =
                  tx.compactions()
                      .metric(metric.table(), metric.partition(), metric.kind())
                      .map(CompactionMetric::version)
                      .orElse(0L);
              tx.compactions()
                  .put(
                      new CompactionMetric(
                          metric.table(),
                          metric.partition(),
                          metric.kind(),
                          metric.value(),
                          version + 1));
              return true;
            });
  }

  /**
   * Gives the entries of workers that seem dead to others, and forgets the older history of each
   * table or partition. To be called now and then.
   */
  public void tidy() {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.compactions().serialise();
              takeFromTheDead(tx);
              var kept = new HashMap<List<Object>, Integer>();
              var history = new ArrayList<>(tx.compactions().all(Filter.in(FINAL)));
              Collections.reverse(history);
              var old =
                  history.stream()
                      .filter(entry -> kept.merge(place(entry), 1, Integer::sum) > REMEMBERED)
                      .map(Compaction::id)
                      .toList();
              tx.compactions().delete(old);
              return null;
            });
  }

  private void takeFromTheDead(Transaction tx) {
    long latest = context.clock().millis() - WORKER_TIMEOUT.toMillis();
    tx.compactions().all(Filter.in(List.of(State.WORKING))).stream()
        .filter(entry -> orZero(entry.work().startedAt()) < latest)
        .map(entry -> entry.in(State.INITIATED, entry.work().unstarted()))
        .forEach(tx.compactions()::update);
  }

  private static List<Object> place(Compaction entry) {
    return List.of(
        entry.request().tableName(),
        Optional.ofNullable(entry.request().partition()),
        entry.state());
  }

  /** Forgets a metric. */
  public void forget(TableName table, @Nullable String partition, CompactionMetric.Kind kind) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.compactions().serialise();
              tx.compactions().delete(table, partition, kind);
              return null;
            });
  }
}
