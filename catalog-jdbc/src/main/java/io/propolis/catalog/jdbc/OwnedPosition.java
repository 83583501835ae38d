package io.propolis.catalog.jdbc;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The position of a database that only this store changes: known without a query. */
final class OwnedPosition implements Position {
  private static final long UNKNOWN = -1;

  private final LongSupplier query;
  private final AtomicLong known = new AtomicLong(UNKNOWN);

  OwnedPosition(LongSupplier query) {
    this.query = query;
  }

  @Override
  public long current() {
    long position = known.get();
    if (position != UNKNOWN) {
      return position;
    }
    // A commit between the query and here has set a newer one, which stays.
    long queried = query.getAsLong();
    return known.accumulateAndGet(queried, Math::max);
  }

  @Override
  public void committed(long position) {
    known.accumulateAndGet(position, Math::max);
  }

  @Override
  public void uncertain() {
    known.set(UNKNOWN);
  }

  @Override
  public long term() {
    // Nobody else could move it.
    return SoleLease.NO_TERM;
  }

  @Override
  public boolean mayAdvance() {
    return true;
  }
}
