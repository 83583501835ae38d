package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows that go by the name of a table, because they may be older than the table and outlive it.
 * Only the default catalog has transactional tables.
 */
final class AcidNames {
  private final Sql sql;
  private final List<String> tables;

  /** Names of SQL tables with the columns {@code database_name} and {@code table_name}. */
  AcidNames(Sql sql, String... tables) {
    this.sql = sql;
    this.tables = List.of(tables);
  }

  void rename(TableName from, TableName to) {
    for (var table : tables) {
      sql.update(
          "UPDATE " + table + " SET database_name = ?, table_name = ?" + WHERE,
          to.database().name(),
          to.name(),
          from.database().name(),
          from.name());
    }
  }

  void rename(DatabaseName from, DatabaseName to) {
    for (var table : tables) {
      sql.update(
          "UPDATE " + table + " SET database_name = ? WHERE database_name = ?",
          to.name(),
          from.name());
    }
  }

  void delete(TableName name) {
    for (var table : tables) {
      sql.update("DELETE FROM " + table + WHERE, name.database().name(), name.name());
    }
  }

  void delete(DatabaseName name) {
    for (var table : tables) {
      sql.update("DELETE FROM " + table + " WHERE database_name = ?", name.name());
    }
  }

  private static final String WHERE = " WHERE database_name = ? AND table_name = ?";

  /** A condition that holds for rows of any of these tables; adds its parameters. */
  static String anyOf(Collection<TableName> names, List<Object> parameters) {
    names.forEach(
        name -> {
          parameters.add(name.database().name());
          parameters.add(name.name());
        });
    return names.stream()
        .map(name -> "(database_name = ? AND table_name = ?)")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  static List<Object> parameters(TableName name, Object... more) {
    var parameters = new ArrayList<Object>();
    parameters.add(name.database().name());
    parameters.add(name.name());
    parameters.addAll(List.of(more));
    return parameters;
  }
}
