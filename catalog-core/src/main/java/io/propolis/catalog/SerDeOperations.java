package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.SerDe;
import java.util.Optional;

/** SerDes with names of their own, which versions of schemas refer to. */
public final class SerDeOperations {
  private final Context context;

  SerDeOperations(Context context) {
    this.context = context;
  }

  public Optional<SerDe> find(String name) {
    return context.store().read(tx -> tx.serDes().find(name));
  }

  /** Throws INVALID without a name, ALREADY_EXISTS. */
  public void add(SerDe serDe) {
    if (serDe.name() == null || serDe.name().isEmpty()) {
      throw invalid(Entity.SERDE, "A SerDe needs a name: " + serDe);
    }
    context
        .store()
        .<Void>write(
            tx -> {
              tx.serDes().insert(serDe);
              return null;
            });
  }
}
