package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.schemas.NamedType;
import io.propolis.catalog.rules.NameRules;
import java.util.List;
import java.util.Optional;

/** Named types. */
public final class TypeOperations {
  private final Context context;

  TypeOperations(Context context) {
    this.context = context;
  }

  /** Sorted by name. */
  public List<NamedType> all() {
    return context.store().read(tx -> tx.types().all());
  }

  public Optional<NamedType> find(String name) {
    return context.store().read(tx -> tx.types().find(name));
  }

  /** Throws ALREADY_EXISTS, INVALID. */
  public void create(NamedType type) {
    NameRules.checkWord(Entity.TYPE, type.name());
    context
        .store()
        .<Void>write(
            tx -> {
              tx.types().insert(type);
              return null;
            });
  }

  /** False when there was none. */
  public boolean drop(String name) {
    return context.store().write(tx -> tx.types().delete(name));
  }
}
