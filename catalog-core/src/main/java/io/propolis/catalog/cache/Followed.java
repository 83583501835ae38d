package io.propolis.catalog.cache;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
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

  private static final long MOST_UNREAD = 200_000;

  /** Changes of the log read at once. */
  private static final int PAGE = 1_000;

  private final FollowedLog log;
  private final Budget budget;
  private final List<Touch<Object>> pending = new ArrayList<>();
  private long unread;
  private @Nullable V value;
  private @Nullable Flight<Read<V>> reading;

  /** The value while nothing is pending; read without a lock. */
  private volatile @Nullable V fresh;

  private volatile boolean removed;

  /**
   * A state that was read.
   *
   * @param position nothing older than this is in it: what the transaction saw when it read all,
   *     else up to where changes had been told when it began
   * @param touches how many of those pending it took account of; negative when it read all
   */
  record Read<V>(V value, long position, int touches) {}

  Followed(FollowedLog log, Budget budget) {
    this.log = log;
    this.budget = budget;
  }

  /** Reads everything. */
  abstract V load(Transaction tx);

  /** What a change of the log touches, as {@link #touched} was told of it. */
  sealed interface Touching {
    record Nothing() implements Touching {}

    record These(Collection<?> what) implements Touching {}

    record Everything() implements Touching {}
  }

  static final Touching NOTHING = new Touching.Nothing();
  static final Touching EVERYTHING = new Touching.Everything();

  /** What a change touches. */
  abstract Touching touching(Change change);

  /**
   * The state in which what was touched has been read again; null when all has to be.
   *
   * @param touched by all that the transaction sees
   */
  abstract @Nullable V refreshed(Transaction tx, V current, List<Object> touched);

  abstract long size(V state);

  /**
   * Notes what a change touched. What nobody reads for long goes: the notes would grow for ever.
   *
   * @param weight how many objects
   */
  final void touched(Object what, int weight, long changePosition) {
    synchronized (this) {
      pending.add(new Touch<>(what, changePosition));
      fresh = null;
      unread += 1 + weight;
      if (unread <= MOST_UNREAD) {
        return;
      }
    }
    drop();
    remove();
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
        if (read.touches() < 0) {
          pending.removeIf(touch -> touch.position() <= read.position());
        } else {
          // Not those that came meanwhile, even if the transaction saw them: it did not look.
          pending.subList(0, read.touches()).clear();
        }
        fresh = pending.isEmpty() ? value : null;
        unread = 0;
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
              int pendingTouches = touched.size();
              var next =
                  current != null && addLater(tx, told, position, touched)
                      ? refreshed(tx, current, touched)
                      : null;
              return next == null
                  ? new Read<>(load(tx), position, -1)
                  : new Read<>(next, told, pendingTouches);
            });
  }

  /**
   * Adds what changes touch that the transaction sees and nobody was told of yet: they may belong
   * together with those that are read again. A table renamed to one that was dropped before would
   * be there by both names. False when all has to be read.
   */
  private boolean addLater(Transaction tx, long told, long position, List<Object> touched) {
    long from = told;
    while (from < position) {
      var page = tx.changes().after(from, PAGE);
      if (page.isEmpty() || page.get(0).position() != from + 1) {
        return false; // the log was cut meanwhile
      }
      for (var change : page) {
        var touching = touching(change);
        if (touching instanceof Touching.Everything) {
          return false;
        } else if (touching instanceof Touching.These these) {
          touched.addAll(these.what());
        }
      }
      from = page.get(page.size() - 1).position();
    }
    return true;
  }
}
