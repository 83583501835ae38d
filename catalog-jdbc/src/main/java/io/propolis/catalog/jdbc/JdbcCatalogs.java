package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.store.Catalogs;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

final class JdbcCatalogs implements Catalogs {
  private static final String NAMES = "SELECT name FROM catalogs ORDER BY name";
  private static final String FIND =
      """
      SELECT name, description, location, created_at, extras
      FROM catalogs WHERE name = ?""";
  private static final String INSERT =
      """
      INSERT INTO catalogs (name, description, location, created_at, extras)
      VALUES (?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      "UPDATE catalogs SET description = ?, location = ?, created_at = ?, extras = ? WHERE name = ?";
  private static final String DELETE = "DELETE FROM catalogs WHERE name = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcCatalogs(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public List<String> names() {
    return sql.list(NAMES, row -> row.text(1));
  }

  @Override
  public Optional<CatalogDefinition> find(String name) {
    return sql.first(FIND, JdbcCatalogs::catalog, Names.fold(name));
  }

  private static CatalogDefinition catalog(Row row) throws SQLException {
    return new CatalogDefinition(
        row.text(1),
        row.textOrNull(2),
        row.textOrNull(3),
        row.number(4),
        Json.Maps.read(row.textOrNull(5)));
  }

  @Override
  public void insert(CatalogDefinition catalog) {
    mode.requireWritable();
    Limits.name(Entity.CATALOG, catalog.name());
    try {
      sql.update(
          INSERT,
          catalog.name(),
          catalog.description(),
          catalog.location(),
          catalog.createdAt(),
          Json.Maps.write(catalog.extras()));
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.CATALOG, catalog.name()));
    }
  }

  @Override
  public void update(CatalogDefinition catalog) {
    mode.requireWritable();
    int updated =
        sql.update(
            UPDATE,
            catalog.description(),
            catalog.location(),
            catalog.createdAt(),
            Json.Maps.write(catalog.extras()),
            catalog.name());
    if (updated == 0) {
      throw notFound(Entity.CATALOG, catalog.name());
    }
  }

  @Override
  public void delete(String name) {
    mode.requireWritable();
    try {
      if (sql.update(DELETE, Names.fold(name)) == 0) {
        throw notFound(Entity.CATALOG, name);
      }
    } catch (StatementFailure e) {
      throw e.as(
          Failure.FOREIGN_KEY,
          () ->
              new CatalogException(
                  Kind.NOT_EMPTY, Entity.CATALOG, "Catalog is not empty: " + name));
    }
  }
}
