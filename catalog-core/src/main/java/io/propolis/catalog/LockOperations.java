package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.Lock.State;
import io.propolis.catalog.store.Transaction;
import java.util.List;

/**
 * Locks of the metastore protocol: granted in the order of requests, shared by all nodes, and gone
 * by themselves when their owner sends no heartbeat for {@link CatalogSettings#lockTimeout}.
 */
public final class LockOperations {
  private final Context context;

  LockOperations(Context context) {
    this.context = context;
  }

  /** Requests a lock: granted at once, or waiting behind those asked for earlier. */
  public Lock request(Lock requested) {
    return context
        .store()
        .write(
            tx -> {
              tx.locks().serialise();
              var others = living(tx);
              var waiting = requested.withHeartbeat(context.clock().millis());
              var granted =
                  others.stream().noneMatch(other -> other.blocks(waiting))
                      ? waiting.acquired(context.clock().millis())
                      : waiting;
              return tx.locks().insert(granted);
            });
  }

  /** A sign of life, and whether the lock is granted by now. NOT_FOUND when it is gone. */
  public Lock check(long id) {
    return context
        .store()
        .write(
            tx -> {
              tx.locks().serialise();
              var all = living(tx);
              var lock =
                  all.stream()
                      .filter(other -> other.id() == id)
                      .findFirst()
                      .orElseThrow(() -> notFound(Entity.LOCK, id))
                      .withHeartbeat(context.clock().millis());
              boolean free = all.stream().noneMatch(other -> other.id() < id && other.blocks(lock));
              var checked =
                  lock.state() == State.WAITING && free
                      ? lock.acquired(context.clock().millis())
                      : lock;
              tx.locks().update(checked);
              return checked;
            });
  }

  /** A sign of life. NOT_FOUND when the lock is gone. */
  public void heartbeat(long id) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.locks().serialise();
              var lock =
                  living(tx).stream()
                      .filter(other -> other.id() == id)
                      .findFirst()
                      .orElseThrow(() -> notFound(Entity.LOCK, id));
              tx.locks().update(lock.withHeartbeat(context.clock().millis()));
              return null;
            });
  }

  /**
   * Gives the lock up; one that is gone is passed over, as Hive does: its owner may have fallen
   * silent for too long, or repeat a call whose answer was lost.
   */
  public void release(long id) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.locks().serialise();
              tx.locks().delete(id);
              return null;
            });
  }

  /** All living locks, by id. */
  public List<Lock> all() {
    return context.store().read(tx -> tx.locks().all()).stream().filter(this::isAlive).toList();
  }

  /** Removes the locks of owners that fell silent, and returns the others. */
  private List<Lock> living(Transaction tx) {
    var all = tx.locks().all();
    all.stream().filter(lock -> !isAlive(lock)).forEach(lock -> tx.locks().delete(lock.id()));
    return all.stream().filter(this::isAlive).toList();
  }

  private boolean isAlive(Lock lock) {
    return lock.heartbeatAt() + context.settings().lockTimeout().toMillis()
        > context.clock().millis();
  }
}
