package io.propolis.thrift;

import io.propolis.catalog.jdbc.testing.ForwardingStore;
import io.propolis.catalog.store.CatalogStore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store, and how often it is asked for the position: on a shared database each is a round trip.
 */
final class PositionCounter extends ForwardingStore {
  private final AtomicLong asked;

  PositionCounter(CatalogStore store, AtomicLong asked) {
    super(store);
    this.asked = asked;
  }

  @Override
  public long position() {
    asked.incrementAndGet();
    return super.position();
  }
}
