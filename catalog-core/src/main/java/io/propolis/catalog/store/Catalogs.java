package io.propolis.catalog.store;

import io.propolis.catalog.model.CatalogDefinition;
import java.util.List;
import java.util.Optional;

/** Catalogs by folded name. {@code hive} exists from the first migration on. */
public interface Catalogs {
  /** All names, sorted. */
  List<String> names();

  Optional<CatalogDefinition> find(String name);

  /** Throws ALREADY_EXISTS. */
  void insert(CatalogDefinition catalog);

  /** Replaces all but the name. Throws NOT_FOUND. */
  void update(CatalogDefinition catalog);

  /** Throws NOT_FOUND; NOT_EMPTY while it has databases. */
  void delete(String name);
}
