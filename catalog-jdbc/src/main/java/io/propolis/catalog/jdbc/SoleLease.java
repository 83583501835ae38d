package io.propolis.catalog.jdbc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The position from memory, for a process that alone may move it on.
 *
 * <p>A query that finds the process's own term beside the position says that nobody else moves it
 * from then on until the right is taken away, and who takes it away waits for {@link
 * JdbcSoleRight#WAITED_NANOS} before anybody moves the position. So the answer can be relied upon
 * for {@link #LENGTH_NANOS} after the query <em>began</em>. Queries renew it by being asked.
 *
 * <p>Thread-safe. Who asks takes no lock.
 */
final class SoleLease {
  /** Long enough that the queries do not count, and short enough to be waited for by a writer. */
  static final long LENGTH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A position that has to be asked for. */
  static final long UNKNOWN = -1;

  /** Of a process that has no right. */
  static final long NO_TERM = 0;

  private final MachineTime time;

  /** Commits that were sent and whose end is not told yet. */
  private final AtomicInteger committing = new AtomicInteger();

  private volatile @Nullable Known known;
  private volatile long term = NO_TERM;
  private long heldSince;
  private long newest = UNKNOWN;

  /** A moment by both clocks. */
  record Moment(long nanos, long millis) {}

  /**
   * A position and the time of the question whose answer it rests on: one object, so that nobody
   * sees the one without the other.
   */
  private record Known(long position, Moment asked) {}

  SoleLease(MachineTime time) {
    this.time = time;
  }

  /**
   * The position, or {@link #UNKNOWN} when it has to be asked for. The order matters:
   *
   * <ol>
   *   <li>Commits under way. The database may have committed what this process has not been told,
   *       and a reader may have seen it there. None under way: whatever was seen is known below.
   *   <li>What is known, with the time until which it can be relied upon.
   *   <li>The clocks. The process may have stood still since the last step; if the time is not over
   *       now, nobody else had moved the position until now.
   * </ol>
   */
  long position() {
    if (committing.get() != 0) {
      return UNKNOWN;
    }
    var current = known;
    return current == null || isOver(current.asked) ? UNKNOWN : current.position;
  }

  private boolean isOver(Moment since) {
    return time.nanos() - since.nanos >= LENGTH_NANOS
        || time.millis() - since.millis >= TimeUnit.NANOSECONDS.toMillis(LENGTH_NANOS);
  }

  /** To be called before a query for the position is sent. */
  Moment asking() {
    return new Moment(time.nanos(), time.millis());
  }

  /**
   * What a query has answered. False when this process has lost its right to another.
   *
   * @param asked before it was sent
   * @param ofTerm that stood beside the position
   */
  synchronized boolean answered(Moment asked, long position, long ofTerm) {
    newest = Math.max(newest, position);
    if (term == NO_TERM) {
      return true;
    }
    if (ofTerm == term) {
      var before = known;
      var latest = before == null || asked.nanos - before.asked.nanos > 0 ? asked : before.asked;
      known = new Known(newest, latest);
      return true;
    }
    // A question from before the right was had says nothing about it.
    if (asked.nanos - heldSince <= 0) {
      return true;
    }
    giveUp();
    return false;
  }

  /** A commit is about to be sent that may move the position. {@link #commitEnded} follows. */
  void committing() {
    committing.incrementAndGet();
  }

  /** A commit of this process has moved the position, and nobody was told so yet. */
  synchronized void committed(long position) {
    newest = Math.max(newest, position);
    var before = known;
    if (before != null) {
      known = new Known(newest, before.asked);
    }
  }

  /** It has moved the position, and that was told; or it has not, and never will. */
  void commitEnded() {
    committing.decrementAndGet();
  }

  /** The database has acknowledged that this process alone may move the position on. */
  synchronized void hold(long newTerm) {
    term = newTerm;
    heldSince = time.nanos();
    known = null;
  }

  /** The term is over for good: what is answered for it from now on counts no more. */
  synchronized void giveUp() {
    term = NO_TERM;
    known = null;
  }

  /** {@link #NO_TERM} without a right. */
  long term() {
    return term;
  }
}
