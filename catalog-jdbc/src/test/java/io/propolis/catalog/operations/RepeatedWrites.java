package io.propolis.catalog.operations;

import io.propolis.catalog.jdbc.testing.ForwardingStore;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Transaction;
import java.util.function.Function;

/**
 * A store that rolls every write back once and does it again, as it does after a deadlock or a
 * connection that broke: what an operation keeps from its first attempt shows.
 */
final class RepeatedWrites extends ForwardingStore {
  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  RepeatedWrites(CatalogStore store) {
    super(store);
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    try {
      super.write(
          tx -> {
            work.apply(tx);
            throw new RolledBack();
          });
    } catch (RolledBack e) {
      // Now for real.
    }
    return super.write(work);
  }
}
