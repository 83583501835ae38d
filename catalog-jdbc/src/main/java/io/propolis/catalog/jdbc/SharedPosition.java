package io.propolis.catalog.jdbc;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The position of a database that others change too, or could: while this process {@linkplain
 * SoleLease alone} may change it, it need not ask. One query serves everybody who was waiting when
 * it began; who comes while one is under way needs the next, since that one may have been answered
 * before a commit he has been told of.
 *
 * <p>Who comes first to a batch asks for all of it, once the last query but one has ended: two are
 * under way at once, so that nobody waits for an answer that others need. The others of a batch are
 * woken by theirs, all at once: none takes a lock on the way.
 */
final class SharedPosition implements Position {
  /** Whether this process may change the catalog. */
  enum Role {
    PEER,
    GUEST
  }

  private final LongSupplier query;
  private final Role role;
  private final SoleLease lease;

  /** The batch whose query has not begun. */
  private volatile Batch next = new Batch(null, null);

  /**
   * A position.
   *
   * @param query asks for it, and tells the lease the answer
   */
  SharedPosition(LongSupplier query, Role role, SoleLease lease) {
    this.query = query;
    this.role = role;
    this.lease = lease;
  }

  /** Those whom one query serves. */
  private static final class Batch {
    private final AtomicBoolean led = new AtomicBoolean();
    private final CountDownLatch answered = new CountDownLatch(1);
    private @Nullable Batch beforeLast;
    private @Nullable Batch last;
    private long answer;
    private @Nullable RuntimeException failure;

    Batch(@Nullable Batch beforeLast, @Nullable Batch last) {
      this.beforeLast = beforeLast;
      this.last = last;
    }

    /** Waits without heed of interrupts: a query ends, and others may depend on this thread. */
    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          answered.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public long current() {
    long known = lease.position();
    return known == SoleLease.UNKNOWN ? asked() : known;
  }

  private long asked() {
    // Read before the query of this batch begins: who leads it puts the next one here first.
    var batch = next;
    if (batch.led.compareAndSet(false, true)) {
      lead(batch);
    } else {
      batch.await();
    }
    var failure = batch.failure;
    if (failure != null) {
      throw failure;
    }
    return batch.answer;
  }

  private void lead(Batch batch) {
    var beforeLast = batch.beforeLast;
    if (beforeLast != null) {
      beforeLast.await();
    }
    next = new Batch(batch.last, batch);
    // A chain of all there ever were would never be collected.
    batch.beforeLast = null;
    batch.last = null;
    try {
      batch.answer = query.getAsLong();
    } catch (RuntimeException e) {
      batch.failure = e;
    } catch (Error e) {
      batch.failure = new IllegalStateException("The position could not be asked for", e);
      throw e;
    } finally {
      batch.answered.countDown();
    }
  }

  @Override
  public void committed(long position) {
    lease.committed(position);
  }

  @Override
  public void uncertain() {
    // The next query tells, and so does every one after it: the commit may yet come.
    lease.giveUp();
  }

  @Override
  public long term() {
    return lease.term();
  }

  @Override
  public boolean mayAdvance() {
    return role == Role.PEER;
  }
}
