package io.propolis.catalog.cache;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Work that one thread does and others wait for. Parks threads of any kind, and pins none. */
final class Flight<T> {
  private final CountDownLatch landed = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable RuntimeException failure;

  void land(T newResult) {
    result = newResult;
    landed.countDown();
  }

  void fail(RuntimeException newFailure) {
    failure = newFailure;
    landed.countDown();
  }

  /** Waits for the result; throws what the work threw. */
  T await() {
    try {
      landed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(
          Kind.UNAVAILABLE, Entity.REQUEST, "Interrupted while waiting for the catalog", e);
    }
    if (failure != null) {
      throw failure;
    }
    if (result == null) {
      throw new IllegalStateException("The work ended without a result");
    }
    return result;
  }
}
