package io.propolis.thrift;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.CommittedChange;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A store, and how often it is asked for the position: on a shared database each is a round trip.
 */
record PositionCounter(CatalogStore store, AtomicLong asked) implements CatalogStore {
  @Override
  public long position() {
    asked.incrementAndGet();
    return store.position();
  }

  @Override
  public <T> T read(Function<Transaction, T> work) {
    return store.read(work);
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    return store.write(work);
  }

  @Override
  public List<Change> changesAfter(long position, int limit) {
    return store.changesAfter(position, limit);
  }

  @Override
  public List<CommittedChange> ownChangesAfter(long position) {
    return store.ownChangesAfter(position);
  }

  @Override
  public void tidy() {
    store.tidy();
  }

  @Override
  public String product() {
    return store.product();
  }

  @Override
  public void close() {
    store.close();
  }
}
