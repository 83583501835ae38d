package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.TxnLife.Announcement;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.OpenTxns;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import io.propolis.catalog.store.Transaction;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of engines over transactional tables. They are aborted by themselves when their
 * owner sends no heartbeat for {@link CatalogSettings#lockTimeout}.
 */
public final class TxnOperations {
  /** Hive's {@code metastore.max.open.txns.batch}: who asks for more gets as many. */
  private static final int MAX_BATCH = 1_000;

  /** More transactions than anybody keeps open. */
  private static final long MAX_RANGE = 1_000_000;

  /** How long a client that lost an answer may ask again what became of its transaction. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Context context;
  private final TxnLife life;

  TxnOperations(Context context) {
    this.context = context;
    this.life = new TxnLife(context);
  }

  /**
   * A transaction of another warehouse that replication does again here.
   *
   * @param policy what is replicated, beginning with the name of the database
   * @param sources the transactions' ids over there
   */
  public record Replay(String policy, List<Long> sources) {
    public Replay {
      sources = List.copyOf(sources);
    }
  }

  /**
   * What to open.
   *
   * @param replay absent for transactions of this warehouse
   * @param announced false for those of replication itself
   */
  public record Opening(
      int count,
      Txn.Kind kind,
      String user,
      String host,
      @Nullable String agentInfo,
      @Nullable Replay replay,
      boolean announced) {}

  /** Opens transactions and returns their ids, ascending; a replay that is open stays as it is. */
  public List<Long> open(Opening opening) {
    if (opening.count() <= 0) {
      throw invalid(Entity.TRANSACTION, "Invalid input for number of txns: " + opening.count());
    }
    return context.store().write(tx -> open(tx, opening));
  }

  List<Long> open(Transaction tx, Opening opening) {
    var replay = opening.replay();
    if (replay != null) {
      var targets = targets(tx, replay);
      if (!targets.isEmpty()) {
        return List.copyOf(new TreeSet<>(targets.values()));
      }
    }
    int count = replay == null ? Math.min(opening.count(), MAX_BATCH) : replay.sources().size();
    long first = tx.txns().lockHighWaterMark() + 1;
    var ids = LongStream.range(first, first + count).boxed().toList();
    tx.txns().raiseHighWaterMark(first + count - 1);
    long now = context.clock().millis();
    tx.txns()
        .insert(
            ids.stream()
                .map(
                    id ->
                        new Txn(
                            id,
                            Txn.State.OPEN,
                            opening.kind(),
                            opening.user(),
                            opening.host(),
                            opening.agentInfo(),
                            now,
                            now,
                            null))
                .toList());
    if (replay != null) {
      remember(tx, replay, ids);
    }
    if (opening.announced() && opening.kind() != Txn.Kind.READ_ONLY) {
      tx.changes()
          .append(context.txnChange(ChangeKind.OPEN_TXN, TxnLife.details(ids, opening.kind())));
    }
    return ids;
  }

  private static void remember(Transaction tx, Replay replay, List<Long> targets) {
    var bySource = new HashMap<Long, Long>();
    for (int i = 0; i < targets.size(); i++) {
      bySource.put(replay.sources().get(i), targets.get(i));
    }
    tx.txns().putReplayed(replay.policy(), bySource);
  }

  private static Map<Long, Long> targets(Transaction tx, Replay replay) {
    var all = tx.txns().replayed(replay.policy());
    return replay.sources().stream()
        .filter(all::containsKey)
        .distinct()
        .collect(Collectors.toMap(source -> source, all::get));
  }

  /** The open transactions that replay those of another warehouse: target by source. */
  public Map<Long, Long> replayed(String policy) {
    return context.store().read(tx -> tx.txns().replayed(policy));
  }

  /** The transaction that replays a source here, or null when it has ended or never began. */
  static @Nullable Long target(Transaction tx, Replay replay) {
    return targets(tx, replay).get(replay.sources().get(0));
  }

  /**
   * Commits a transaction; committing it again is no error. Throws NOT_FOUND; CONFLICT when it has
   * been aborted, or is aborted now because another one committed a change of the same rows first.
   */
  public void commit(TxnCommit.Request request) {
    var refusal = context.store().write(tx -> new TxnCommit(context, request).run(tx));
    refusal.ifPresent(
        conflict -> {
          throw conflict;
        });
  }

  /**
   * What to abort.
   *
   * @param txn of the source when it is a replay
   * @param policy of the replay, absent when it is none
   * @param announced false for transactions of replication itself
   */
  public record Abortion(
      long txn, @Nullable String policy, @Nullable String cause, boolean announced) {}

  /** Aborts a transaction; aborting it again is no error. Throws NOT_FOUND. */
  public void abort(Abortion abortion) {
    context
        .store()
        .<Void>write(
            tx -> {
              var policy = abortion.policy();
              var own =
                  policy == null
                      ? Long.valueOf(abortion.txn())
                      : target(tx, new Replay(policy, List.of(abortion.txn())));
              if (own == null) {
                return null;
              }
              if (policy != null) {
                tx.txns().deleteReplayed(List.of(own));
              }
              var txn = tx.txns().lock(List.of(own)).stream().findFirst().orElse(null);
              if (txn == null || txn.state() == Txn.State.COMMITTED) {
                life.requireOpen(txn, own);
              } else if (txn.isOpen()) {
                life.abort(
                    tx,
                    List.of(txn),
                    abortion.cause(),
                    abortion.announced() ? Announcement.LOGGED : Announcement.SILENT);
              }
              return null;
            });
  }

  /** Aborts those that are open and passes over the others. */
  public void abortAll(Collection<Long> ids, @Nullable String cause) {
    context
        .store()
        .<Void>write(
            tx -> {
              var open = tx.txns().lock(ids).stream().filter(Txn::isOpen).toList();
              life.abort(tx, open, cause, Announcement.LOGGED);
              return null;
            });
  }

  /** Open and aborted transactions of one moment; none that is open is missing. */
  public OpenTxns unfinished() {
    var found = context.store().read(TxnOperations::unfinished);
    if (found.unfinished().stream().noneMatch(txn -> txn.isOpen() && life.isSilent(txn))) {
      return found;
    }
    // Nobody is told of an abortion that another node could still take for a pause.
    context
        .store()
        .<Void>write(
            tx -> {
              life.abortSilent(tx);
              return null;
            });
    return context.store().read(TxnOperations::unfinished);
  }

  static OpenTxns unfinished(Transaction tx) {
    return new OpenTxns(tx.txns().highWaterMark(), tx.txns().unfinished());
  }

  /** A sign of life. Throws NOT_FOUND; CONFLICT when it has been aborted. */
  public void heartbeat(long id) {
    context
        .store()
        .<Void>write(
            tx -> {
              life.requireOpen(tx, id);
              tx.txns().heartbeat(List.of(id), context.clock().millis());
              return null;
            });
  }

  /** Which of those that were to get a sign of life are gone. */
  public record Lost(Set<Long> aborted, Set<Long> unknown) {}

  /** A sign of life of all from {@code min} to {@code max}. */
  public Lost heartbeat(long min, long max) {
    if (max - min >= MAX_RANGE) {
      throw invalid(
          Entity.TRANSACTION, "Too many transactions at once: %d to %d".formatted(min, max));
    }
    var ids = LongStream.rangeClosed(min, max).boxed().toList();
    return context
        .store()
        .write(
            tx -> {
              var known =
                  tx.txns().lock(ids).stream()
                      .collect(Collectors.toMap(Txn::id, Function.identity()));
              var aborted = new TreeSet<Long>();
              var unknown = new TreeSet<Long>();
              for (var id : ids) {
                var txn = known.get(id);
                if (txn == null || txn.state() == Txn.State.COMMITTED) {
                  unknown.add(id);
                } else if (!txn.isOpen() || life.isSilent(txn)) {
                  aborted.add(id);
                }
              }
              var living =
                  ids.stream()
                      .filter(id -> !aborted.contains(id) && !unknown.contains(id))
                      .toList();
              tx.txns().heartbeat(living, context.clock().millis());
              return new Lost(aborted, unknown);
            });
  }

  /** Makes the next transaction the given one. Throws INVALID when there has been such a one. */
  public void seed(long next) {
    context
        .store()
        .<Void>write(
            tx -> {
              long mark = tx.txns().lockHighWaterMark();
              if (mark >= next) {
                throw invalid(
                    Entity.TRANSACTION,
                    "Invalid txnId seed %d, the highWaterMark is %d".formatted(next, mark));
              }
              tx.txns().raiseHighWaterMark(next - 1);
              return null;
            });
  }

  /**
   * The newest transaction that has committed a change of what the given one changes since that one
   * began; -1 when there is none.
   */
  public long latestInConflict(long id) {
    return context
        .store()
        .read(
            tx -> {
              var mine =
                  tx.writtenComponents().of(List.of(id)).stream()
                      .filter(component -> component.operation().changesRows())
                      .toList();
              return tx.writtenComponents().committedSince(id, TxnCommit.tables(mine)).stream()
                  .filter(other -> other.txn() != id && other.operation().changesRows())
                  .filter(other -> mine.stream().anyMatch(own -> covers(own, other)))
                  .mapToLong(WrittenComponent::txn)
                  .max()
                  .orElse(-1);
            });
  }

  private static boolean covers(WrittenComponent own, WrittenComponent other) {
    return own.isSamePlace(other)
        || (own.partition() == null
            && own.database().equals(other.database())
            && own.table() != null
            && own.table().equals(other.table()));
  }

  /**
   * Says which partitions an open transaction writes to, where so far the table alone was known.
   * Throws NOT_FOUND; CONFLICT when it has been aborted.
   */
  public void addPartitions(
      long id,
      TableName table,
      @Nullable Long writeId,
      Collection<String> partitions,
      Operation operation) {
    context
        .store()
        .<Void>write(
            tx -> {
              life.requireOpen(tx, id);
              tx.writtenComponents()
                  .insert(
                      partitions.stream()
                          .map(
                              partition ->
                                  new WrittenComponent(
                                      id,
                                      table.database().name(),
                                      table.name(),
                                      partition,
                                      operation,
                                      writeId,
                                      null))
                          .toList());
              tx.writtenComponents().deleteWhole(id, table);
              return null;
            });
  }

  /**
   * Aborts transactions and removes locks of owners that fell silent, and forgets committed
   * transactions that all readers see. To be called now and then.
   */
  public void tidy() {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.locks().serialise();
              life.abortSilent(tx);
              tx.locks().deleteSilent(life.silent());
              return null;
            });
    context
        .store()
        .<Void>write(
            tx -> {
              var unfinished = unfinished(tx);
              long oldestOpen =
                  unfinished.unfinished().stream()
                      .filter(Txn::isOpen)
                      .mapToLong(Txn::id)
                      .findFirst()
                      .orElse(unfinished.highWaterMark() + 1);
              tx.txns().forgetBelow(oldestOpen, context.clock().millis() - REMEMBERED.toMillis());
              tx.writeIds()
                  .forgetBelow(
                      unfinished(tx).unfinished().stream()
                          .mapToLong(Txn::id)
                          .findFirst()
                          .orElse(oldestOpen));
              return null;
            });
  }
}
