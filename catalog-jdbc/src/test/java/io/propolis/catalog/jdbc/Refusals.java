package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Transaction;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;

/** Assertions on what a store refuses. */
final class Refusals {
  private Refusals() {}

  static void write(CatalogStore store, Consumer<Transaction> work) {
    store.write(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  static void assertRefused(
      CatalogStore store, CatalogException.Kind kind, String message, Consumer<Transaction> work) {
    var refusal = catchThrowableOfType(CatalogException.class, () -> write(store, work));
    Assertions.assertThat(refusal).isNotNull().hasMessageContaining(message);
    Assertions.assertThat(refusal.kind()).isEqualTo(kind);
  }
}
