package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.AcidNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

final class JdbcAcidNames implements AcidNames {
  private static final List<String> TABLES =
      List.of(
          "write_id_counters",
          "write_ids",
          "write_id_holds",
          "written_components",
          "compactions",
          "compaction_metrics");
  private static final String WHERE = " WHERE database_name = ? AND table_name = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcAcidNames(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void rename(TableName from, TableName to) {
    mode.requireWritable();
    for (var table : TABLES) {
      sql.update(
          "UPDATE " + table + " SET database_name = ?, table_name = ?" + WHERE,
          to.database().name(),
          to.name(),
          from.database().name(),
          from.name());
    }
  }

  @Override
  public void rename(DatabaseName from, DatabaseName to) {
    mode.requireWritable();
    for (var table : TABLES) {
      sql.update(
          "UPDATE " + table + " SET database_name = ? WHERE database_name = ?",
          to.name(),
          from.name());
    }
  }

  @Override
  public void delete(TableName name) {
    mode.requireWritable();
    for (var table : TABLES) {
      sql.update("DELETE FROM " + table + WHERE, name.database().name(), name.name());
    }
  }

  @Override
  public void delete(DatabaseName name) {
    mode.requireWritable();
    for (var table : TABLES) {
      sql.update("DELETE FROM " + table + " WHERE database_name = ?", name.name());
    }
  }

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
