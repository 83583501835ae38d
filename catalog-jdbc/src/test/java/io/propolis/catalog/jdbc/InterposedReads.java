package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.testing.ForwardingStore;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Transaction;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A store in which something happens right before a reading transaction begins: after whoever reads
 * has learned the position.
 */
final class InterposedReads extends ForwardingStore {
  private static final Runnable NOTHING = () -> {};

  private final AtomicReference<Runnable> next = new AtomicReference<>(NOTHING);

  InterposedReads(CatalogStore store) {
    super(store);
  }

  /** Runs something before the next reading transaction, once. */
  void beforeNextRead(Runnable what) {
    next.set(what);
  }

  /** Whether it has run. */
  boolean isDone() {
    return next.get() == NOTHING;
  }

  @Override
  public <T> T read(Function<Transaction, T> work) {
    next.getAndSet(NOTHING).run();
    return super.read(work);
  }
}
