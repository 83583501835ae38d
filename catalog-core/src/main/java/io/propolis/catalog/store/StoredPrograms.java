package io.propolis.catalog.store;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.workload.StoredProgram;
import java.util.List;
import java.util.Optional;

/** Programs of one kind; they stay with their database when it is renamed. */
public interface StoredPrograms<T extends StoredProgram> {
  Optional<T> find(DatabaseName database, String name);

  /** All names of a database, sorted. */
  List<String> names(DatabaseName database);

  /** All names of a catalog, sorted by database and name. */
  List<String> names(String catalog);

  /** Stores the program in place of another of that name. Throws NOT_FOUND for the database. */
  void put(T program);

  /** Passes over a program that is not there. */
  void delete(DatabaseName database, String name);

  /** Deletes all of a database. */
  void deleteAll(DatabaseName database);
}
