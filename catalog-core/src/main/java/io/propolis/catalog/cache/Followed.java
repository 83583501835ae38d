package io.propolis.catalog.cache;

import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something large that is read once and then brought up to date: the log tells what was touched,
 * and the next reader has just that read again.
 *
 * @param <V> a state of it, which never changes
 */
abstract class Followed<V> extends Budget.Held {
  /** What a change touched. */
  record Touch<T>(T what, long position) {}

  private final FollowedLog log;
  private final Budget budget;
  private List<Touch<Object>> pending = new ArrayList<>();
  private @Nullable V value;
  private @Nullable Flight<Read<V>> reading;

  /** The value while nothing is pending; read without a lock. */
  private volatile @Nullable V fresh;

  private volatile boolean removed;

  /** A state, as of a position. */
  record Read<V>(V value, long position) {}

  Followed(FollowedLog log, Budget budget) {
    this.log = log;
    this.budget = budget;
  }

  /** Reads everything. */
  abstract V load(Transaction tx);

  /**
   * The state in which what was touched has been read again; null when all has to be.
   *
   * @param told up to where changes are among those touched; the transaction may see more
   */
  abstract @Nullable V refreshed(Transaction tx, V current, List<Object> touched, long told);

  abstract long size(V state);

  /** Notes what a change touched. */
  final synchronized void touched(Object what, long changePosition) {
    pending.add(new Touch<>(what, changePosition));
    fresh = null;
  }

  final void remove() {
    removed = true;
    budget.forget(this);
  }

  /** The state when it is at hand and up to date; costs neither a lock nor an object. */
  final @Nullable V fresh() {
    touch();
    return fresh;
  }

  /** Whether there is a state, which may have to be brought up to date. */
  final synchronized boolean isLoaded() {
    return value != null;
  }

  /** Whether somebody reads everything now. */
  final synchronized boolean isLoading() {
    return reading != null && value == null;
  }

  /** The state as it was at {@code at} or later, which the log was followed to. */
  final V get(long at) {
    while (true) {
      var known = fresh();
      if (known != null) {
        return known;
      }
      Flight<Read<V>> flight;
      boolean leads;
      synchronized (this) {
        leads = reading == null;
        if (leads) {
          reading = new Flight<>();
        }
        flight = Objects.requireNonNull(reading);
      }
      var read = leads ? lead(flight) : flight.await();
      if (read.position() >= at) {
        return read.value();
      }
    }
  }

  /**
   * Takes a state that was read with others, unless there is one.
   *
   * @param readAt what the transaction saw that read it
   */
  final void offer(V offered, long readAt) {
    synchronized (this) {
      if (value != null || reading != null) {
        return;
      }
      value = offered;
      pending.removeIf(touch -> touch.position() <= readAt);
      fresh = pending.isEmpty() ? value : null;
    }
    count(offered);
  }

  private void count(V state) {
    if (!removed) {
      budget.count(this, size(state));
      if (removed) {
        budget.forget(this);
      }
    }
  }

  private Read<V> lead(Flight<Read<V>> flight) {
    try {
      var read = read();
      synchronized (this) {
        value = read.value();
        pending.removeIf(touch -> touch.position() <= read.position());
        fresh = pending.isEmpty() ? value : null;
        reading = null;
      }
      count(read.value());
      flight.land(read);
      return read;
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        reading = null;
      }
      flight.fail(
          e instanceof RuntimeException known ? known : new IllegalStateException("Failed", e));
      throw e;
    }
  }

  private Read<V> read() {
    List<Object> touched;
    V current;
    long told = log.followed();
    synchronized (this) {
      touched = new ArrayList<>();
      pending.forEach(touch -> touched.add(touch.what()));
      current = value;
    }
    return log.store()
        .read(
            tx -> {
              // First, so that the snapshot is not older than the position.
              long position = tx.changes().position();
              var next = current == null ? null : refreshed(tx, current, touched, told);
              return new Read<>(next == null ? load(tx) : next, position);
            });
  }
}
