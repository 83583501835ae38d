package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.ForeignKey;
import io.propolis.catalog.model.Constraint.Kind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.Constraints;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class JdbcConstraints implements Constraints {
  private static final String SELECT =
      """
      SELECT d.catalog_name, d.name, t.name, c.name, c.kind, c.definition,
             pd.catalog_name, pd.name, p.name
      FROM table_constraints c
      JOIN catalog_tables t ON t.id = c.table_id
      JOIN catalog_databases d ON d.id = t.database_id
      LEFT JOIN catalog_tables p ON p.id = c.parent_id
      LEFT JOIN catalog_databases pd ON pd.id = p.database_id
      """;
  private static final String OF_TABLE = SELECT + "WHERE c.table_id = ? ORDER BY c.id";
  private static final String OF_PARENT =
      SELECT + "WHERE p.name = ? AND pd.catalog_name = ? AND pd.name = ? ORDER BY c.id";
  private static final String TABLE_ID =
      """
      SELECT t.id FROM catalog_tables t JOIN catalog_databases d ON d.id = t.database_id
      WHERE t.name = ? AND d.catalog_name = ? AND d.name = ?\
      """;
  private static final String INSERT =
      "INSERT INTO table_constraints (table_id, name, kind, parent_id, definition) VALUES";
  private static final String BY_NAME = " WHERE table_id = (" + TABLE_ID + ") AND name = ?";
  private static final String UPDATE = "UPDATE table_constraints SET definition = ?" + BY_NAME;
  private static final String DELETE = "DELETE FROM table_constraints" + BY_NAME;

  private final Sql sql;
  private final Mode mode;

  JdbcConstraints(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public List<Constraint> of(Table table) {
    return sql.list(OF_TABLE, JdbcConstraints::constraint, table.id());
  }

  @Override
  public List<Constraint> referringTo(TableName parent) {
    return sql.list(
        OF_PARENT,
        JdbcConstraints::constraint,
        parent.name(),
        parent.database().catalog(),
        parent.database().name());
  }

  private static Constraint constraint(Row row) throws SQLException {
    var parent = row.textOrNull(9);
    return ConstraintRow.JSON
        .read(row.text(6))
        .constraint(
            new DatabaseName(row.text(1), row.text(2)).table(row.text(3)),
            row.text(4),
            Kind.valueOf(row.text(5)),
            parent == null ? null : new DatabaseName(row.text(7), row.text(8)).table(parent));
  }

  @Override
  public void insert(Table table, Collection<Constraint> constraints) {
    mode.requireWritable();
    constraints.forEach(constraint -> Limits.name(Entity.CONSTRAINT, constraint.name()));
    var parents = parents(constraints);
    var rows =
        constraints.stream()
            .map(
                constraint ->
                    Arrays.<@Nullable Object>asList(
                        table.id(),
                        constraint.name(),
                        constraint.rule().kind(),
                        constraint.rule() instanceof ForeignKey key
                            ? parents.get(key.parent())
                            : null,
                        ConstraintRow.JSON.write(ConstraintRow.of(constraint))))
            .toList();
    try {
      sql.insertRows(INSERT, rows, "");
    } catch (StatementFailure e) {
      if (e.failure() == Failure.FOREIGN_KEY) {
        throw notFound(Entity.TABLE, table.name());
      }
      throw e.as(
          Failure.UNIQUE,
          () ->
              alreadyExists(
                  Entity.CONSTRAINT,
                  table.name() + " " + constraints.stream().map(Constraint::name).toList()));
    }
  }

  /** One look-up for each parent: a table refers to few others. */
  private Map<TableName, Long> parents(Collection<Constraint> constraints) {
    var parents = new HashMap<TableName, Long>();
    for (var constraint : constraints) {
      if (constraint.rule() instanceof ForeignKey key) {
        parents.computeIfAbsent(key.parent(), this::id);
      }
    }
    return parents;
  }

  private long id(TableName name) {
    return sql.first(
            TABLE_ID,
            row -> row.number(1),
            name.name(),
            name.database().catalog(),
            name.database().name())
        .orElseThrow(() -> notFound(Entity.TABLE, name));
  }

  @Override
  public void update(Constraint constraint) {
    mode.requireWritable();
    change(
        UPDATE,
        constraint.table(),
        constraint.name(),
        ConstraintRow.JSON.write(ConstraintRow.of(constraint)));
  }

  @Override
  public void delete(TableName table, String name) {
    mode.requireWritable();
    change(DELETE, table, name);
  }

  /** Runs a statement whose last parameters say which constraint it is about. */
  private void change(String statement, TableName table, String name, Object... first) {
    var parameters = new ArrayList<>(List.of(first));
    parameters.add(table.name());
    parameters.add(table.database().catalog());
    parameters.add(table.database().name());
    parameters.add(Names.fold(name));
    if (sql.update(statement, parameters) == 0) {
      throw notFound(Entity.CONSTRAINT, table + "." + name);
    }
  }
}
