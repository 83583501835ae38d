package io.propolis.catalog.jdbc.testing;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.CommittedChange;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.function.Function;

/** A store that another one does the work of: for those that meddle with some of it. */
public abstract class ForwardingStore implements CatalogStore {
  private final CatalogStore store;

  protected ForwardingStore(CatalogStore store) {
    this.store = store;
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
  public long position() {
    return store.position();
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
