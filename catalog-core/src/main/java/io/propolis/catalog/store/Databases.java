package io.propolis.catalog.store;

import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Databases of all catalogs. */
public interface Databases {
  /** All names of a catalog, sorted; empty for an unknown catalog. */
  List<String> names(String catalog);

  List<Database> all(String catalog);

  Optional<Database> find(DatabaseName name);

  /** Those of the names that exist. */
  Set<DatabaseName> existing(Collection<DatabaseName> names);

  /** As {@link #find}, and nobody else changes or drops it before this transaction ends. */
  Optional<Database> lock(DatabaseName name);

  /** Throws NOT_FOUND for the catalog, ALREADY_EXISTS. */
  void insert(Database database);

  /**
   * Replaces the database of that name, which may rename it within its catalog; tables stay with
   * it. Throws NOT_FOUND, ALREADY_EXISTS when the new name is taken.
   */
  void update(DatabaseName name, Database changed);

  /** Throws NOT_FOUND; NOT_EMPTY while tables or functions are in it. */
  void delete(DatabaseName name);
}
