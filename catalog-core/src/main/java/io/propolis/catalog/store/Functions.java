package io.propolis.catalog.store;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Function;
import java.util.List;
import java.util.Optional;

/** User-defined functions. */
public interface Functions {
  /** All names of a database, sorted. */
  List<String> names(DatabaseName database);

  /** All functions of a catalog, sorted by database and name. */
  List<Function> all(String catalog);

  Optional<Function> find(DatabaseName database, String name);

  /** Throws NOT_FOUND for the database, ALREADY_EXISTS. */
  void insert(Function function);

  /** Replaces the function, which may rename it. Throws NOT_FOUND, ALREADY_EXISTS. */
  void update(DatabaseName database, String name, Function changed);

  /** Throws NOT_FOUND. */
  void delete(DatabaseName database, String name);
}
