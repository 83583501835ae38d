package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.conflict;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.Lock.Blockage;
import io.propolis.catalog.model.Lock.Mode;
import io.propolis.catalog.model.Lock.State;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.store.Locks;
import io.propolis.catalog.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Locks of the metastore protocol: granted in the order of requests, shared by all nodes, and gone
 * by themselves when their owner sends no heartbeat for {@link CatalogSettings#lockTimeout}. The
 * locks of a transaction live and end with it.
 */
public final class LockOperations {
  private final Context context;
  private final TxnLife life;

  LockOperations(Context context) {
    this.context = context;
    this.life = new TxnLife(context);
  }

  /** What a client does when its lock is not free at once. */
  public enum Patience {
    WAIT,
    /** Waits, but not to read. */
    WAIT_TO_WRITE,
    /** Does not wait. */
    NONE
  }

  /**
   * A lock to be had.
   *
   * @param written what its transaction will write under it; empty without a transaction
   */
  public record Request(Lock lock, Patience patience, Collection<Written> written) {
    public Request {
      written = List.copyOf(written);
    }
  }

  /**
   * What will be written to a table, or, when the partition is known, to that alone.
   *
   * @param table absent for a whole database
   */
  public record Written(
      String database,
      @Nullable String table,
      @Nullable String partition,
      WrittenComponent.Operation operation) {}

  /**
   * An answer to a request.
   *
   * @param refusal why it was not even queued; absent when it is granted or waits
   */
  public record Answer(Lock lock, @Nullable String refusal) {}

  /**
   * Requests a lock: granted at once, or waiting behind those asked for earlier. Throws NOT_FOUND
   * for its transaction; CONFLICT when that has been aborted.
   */
  public Answer request(Request request) {
    return context.store().write(tx -> request(tx, request)).get();
  }

  /** Requests a lock without transaction, and waits for it if need be. */
  public Lock request(Lock lock) {
    return request(new Request(lock, Patience.WAIT, List.of())).lock();
  }

  /** The answer is there when the transaction has committed. */
  private Supplier<Answer> request(Transaction tx, Request request) {
    tx.locks().serialise();
    var wanted = request.lock().withHeartbeat(context.clock().millis());
    if (wanted.transaction() != 0) {
      life.requireOpen(tx, wanted.transaction());
      note(tx, wanted.transaction(), request.written());
    }
    var blocking = blocking(tx, wanted);
    if (blocking.isEmpty()) {
      var acquired = wanted.acquired(wanted.heartbeatAt());
      var id = tx.locks().insertLater(acquired);
      return () -> new Answer(acquired.withId(id.getAsLong()), null);
    }
    var waiting = tx.locks().insert(wanted.waitingFor(blocking.get()));
    if (mayWait(request.patience(), wanted, blocking.get())) {
      return () -> new Answer(waiting, null);
    }
    tx.locks().delete(waiting.id());
    return () -> new Answer(waiting, refusal(request.patience(), blocking.get()));
  }

  /** What fell silent is looked for when something is in the way, and now and then by itself. */
  private Optional<Blockage> blocking(Transaction tx, Lock wanted) {
    if (blocking(tx, wanted, Long.MAX_VALUE).isEmpty()) {
      return Optional.empty();
    }
    removeSilent(tx);
    return blocking(tx, wanted, Long.MAX_VALUE);
  }

  private static boolean mayWait(Patience patience, Lock wanted, Blockage blockage) {
    return switch (patience) {
      case WAIT -> true;
      case WAIT_TO_WRITE ->
          wanted.transaction() == 0
              || wanted.component(blockage.component()).mode() != Mode.SHARED_READ;
      case NONE -> wanted.transaction() == 0;
    };
  }

  private static String refusal(Patience patience, Blockage blockage) {
    return patience == Patience.NONE
        ? "Failed to initiate a concurrent CTAS operation with the same table name, lockInfo : lock %d"
            .formatted(blockage.lock())
        : "Unable to acquire read lock due to an existing exclusive lock {lock %d}"
            .formatted(blockage.lock());
  }

  /** Remembers what a transaction will write, with the write ids it has. */
  private static void note(Transaction tx, long txn, Collection<Written> written) {
    if (written.isEmpty()) {
      return;
    }
    var writeIds = tx.writeIds().of(txn);
    tx.writtenComponents()
        .insert(written.stream().map(each -> component(txn, each, writeIds)).distinct().toList());
  }

  private static WrittenComponent component(
      long txn, Written written, Map<TableName, Long> writeIds) {
    return new WrittenComponent(
        txn,
        written.database(),
        written.table(),
        written.partition(),
        written.operation(),
        written.table() == null
            ? null
            : writeIds.get(TableName.of(written.database(), written.table())),
        null);
  }

  private static Optional<Blockage> blocking(Transaction tx, Lock wanted, long before) {
    return tx.locks().touching(wanted.components()).stream()
        .filter(other -> other.id() < before && other.id() != wanted.id())
        .flatMap(other -> other.blocks(wanted).stream())
        .findFirst();
  }

  /**
   * A sign of life, and whether the lock is granted by now. NOT_FOUND when it or its transaction is
   * gone; CONFLICT when the transaction has been aborted.
   */
  public Lock check(long id) {
    return context
        .store()
        .write(
            tx -> {
              tx.locks().serialise();
              removeSilent(tx);
              var found = tx.locks().find(id).orElseThrow(() -> notFound(Entity.LOCK, id));
              long now = context.clock().millis();
              if (found.transaction() != 0) {
                life.requireOpen(tx, found.transaction());
                tx.txns().heartbeat(List.of(found.transaction()), now);
              }
              var lock = found.withHeartbeat(now);
              var checked = lock.state() == State.WAITING ? decided(tx, lock) : lock;
              tx.locks().update(checked);
              return checked;
            });
  }

  private static Lock decided(Transaction tx, Lock lock) {
    return blocking(tx, lock, lock.id())
        .map(lock::waitingFor)
        .orElseGet(() -> lock.acquired(lock.heartbeatAt()));
  }

  /**
   * A sign of life of a lock; one of a transaction lives by the signs of that. NOT_FOUND when the
   * lock is gone.
   */
  public void heartbeat(long id) {
    context
        .store()
        .<Void>write(
            tx -> {
              if (!tx.locks().heartbeat(id, context.clock().millis(), life.silent())
                  && !isOfLivingTransaction(tx, id)) {
                throw notFound(Entity.LOCK, id);
              }
              return null;
            });
  }

  private boolean isOfLivingTransaction(Transaction tx, long id) {
    return tx.locks()
        .find(id)
        .filter(lock -> lock.transaction() != 0)
        .flatMap(lock -> tx.txns().find(lock.transaction()))
        .filter(txn -> txn.isOpen() && !life.isSilent(txn))
        .isPresent();
  }

  /**
   * Gives the lock up; one that is gone is passed over, as Hive does: its owner may have fallen
   * silent for too long, or repeat a call whose answer was lost. Throws CONFLICT for a lock that a
   * transaction holds: it goes with the transaction.
   */
  public void release(long id) {
    var released =
        context
            .store()
            .write(
                tx -> {
                  tx.locks().serialise();
                  return tx.locks().deleteUnlessOfTransaction(id);
                });
    if (!released.getAsBoolean()) {
      context.store().read(tx -> tx.locks().find(id)).ifPresent(LockOperations::refuseRelease);
    }
  }

  private static void refuseRelease(Lock lock) {
    if (lock.transaction() != 0 && lock.state() == State.ACQUIRED) {
      throw conflict(
          Entity.LOCK,
          "Unlocking locks associated with transaction not permitted. Lock %d belongs to %s"
              .formatted(lock.id(), TxnLife.name(lock.transaction())));
    }
  }

  /** All living locks, by id. */
  public List<Lock> all() {
    return all(Locks.Filter.NONE);
  }

  /** The living locks that pass the filter, with those of their components that do, by id. */
  public List<Lock> all(Locks.Filter filter) {
    return context.store().read(tx -> living(tx, filter));
  }

  private List<Lock> living(Transaction tx, Locks.Filter filter) {
    var dead =
        tx.txns().unfinished().stream()
            .filter(txn -> !txn.isOpen() || life.isSilent(txn))
            .map(txn -> txn.id())
            .toList();
    return tx.locks().all(filter).stream()
        .filter(
            lock ->
                lock.transaction() == 0
                    ? lock.heartbeatAt() > life.silent()
                    : !dead.contains(lock.transaction()))
        .toList();
  }

  private void removeSilent(Transaction tx) {
    life.abortSilent(tx);
    tx.locks().deleteSilent(life.silent());
  }
}
