package io.propolis.catalog.jdbc;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The position of a database that others change too. One query serves everybody who was waiting
 * when it began; who comes while one is under way needs the next, since that one may have been
 * answered before a commit he has been told of.
 */
final class SharedPosition implements Position {
  /** Whether this process may change the catalog. */
  enum Role {
    PEER,
    GUEST
  }

  private final LongSupplier query;
  private final Role role;
  private final ReentrantLock querying = new ReentrantLock();
  private volatile long begun;
  private long answered;
  private long answer;

  SharedPosition(LongSupplier query, Role role) {
    this.query = query;
    this.role = role;
  }

  @Override
  public long current() {
    long begunBefore = begun;
    querying.lock();
    try {
      if (answered <= begunBefore) {
        long number = begun + 1;
        begun = number;
        answer = query.getAsLong();
        answered = number;
      }
      return answer;
    } finally {
      querying.unlock();
    }
  }

  @Override
  public void committed(long position) {
    // The next query sees it.
  }

  @Override
  public void uncertain() {
    // The next query tells.
  }

  @Override
  public boolean mayAdvance() {
    return role == Role.PEER;
  }
}
