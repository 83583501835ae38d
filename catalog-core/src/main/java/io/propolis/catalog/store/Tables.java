package io.propolis.catalog.store;

import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableVersion;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables, views and their versions. Statement counts do not grow with the number of partitions. */
public interface Tables {
  /** All names of a database, sorted; empty for an unknown database. */
  List<String> names(DatabaseName database);

  /** All tables of a database, sorted by name. */
  List<Table> all(DatabaseName database);

  /** All tables of a catalog, as listings need them, sorted by database and name. */
  List<TableSummary> summaries(String catalog);

  /** All tables of a database, as listings need them, sorted by name. */
  List<TableSummary> summaries(DatabaseName database);

  /** The same of those of the named tables that exist. */
  List<TableSummary> summaries(DatabaseName database, Collection<String> names);

  Optional<Table> find(TableName name);

  /** Those of the named tables that exist, sorted by name, in a constant number of statements. */
  List<Table> findAll(DatabaseName database, Collection<String> names);

  /** The name of the table with that id. */
  Optional<TableName> name(long id);

  /** As {@link #find}, and nobody else changes or drops it before this transaction ends. */
  Optional<Table> lock(TableName name);

  /** The same for a table that may still be as it is known: then it is not read again. */
  Optional<Table> lock(Table known);

  /**
   * Takes the table to be as it is known, without looking. If it is not, the transaction ends in
   * CONFLICT, with nothing done. For a transaction that does nothing but {@link #update} this one
   * table and log it: it takes one round trip. What the work itself throws may rest on an old
   * table.
   */
  Table assume(Table known);

  /**
   * As {@link #find}, and nobody changes or drops it before this transaction ends; others may share
   * it, too. For additions to a table that do not touch one another.
   */
  Optional<Table> share(TableName name);

  /** The same for a table that may still be as it is known: then it is not read again. */
  Optional<Table> share(Table known);

  /** Nobody else changes or drops any table of the database before this transaction ends. */
  void lockAll(DatabaseName database);

  /**
   * Stores a new table and its version 0; returns it with its id. Throws NOT_FOUND for the
   * database, ALREADY_EXISTS.
   */
  Table insert(Table table, Author author);

  /**
   * Stores the next version of the table with {@code current.id()}, which may move it to another
   * name or database; partitions and statistics stay with it. {@code current} is what {@link #lock}
   * returned. Throws ALREADY_EXISTS when the new name is taken. Returns it with its new version.
   */
  Table update(Table current, Table changed, ChangeKind kind, Author author);

  /**
   * Gives the present version other parameters and extras, which makes no new version: for what is
   * noted about a table, not said by its writers. {@code current} is what {@link #lock} returned.
   */
  Table annotate(Table current, Map<String, String> parameters, Map<String, String> extras);

  /**
   * Removes the table, its versions and statistics. Its partitions are gone, too, but their rows
   * stay behind for {@link Partitions#deleteDropped}.
   */
  void delete(Table table);

  /** All kept versions, newest first. */
  default List<TableVersion> versions(Table table) {
    return versions(table, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Kept versions below a number, newest first, so many at most. */
  List<TableVersion> versions(Table table, long below, int limit);

  /** Numbers of the kept versions. */
  Set<Long> versionNumbers(Table table);

  /** Forgets versions of these numbers; absent ones are passed over. */
  void deleteVersions(Table table, Collection<Long> versions);

  /** Forgets all versions with a lower number. */
  void forgetVersionsBefore(Table table, long version);

  /** Who changes a table, and when (epoch milliseconds). */
  record Author(String user, long at) {}
}
