package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.functionNotFound;
import static io.propolis.catalog.CatalogException.notFound;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.store.Functions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

final class JdbcFunctions implements Functions {
  private static final Json<List<Function.Resource>> RESOURCES = Json.of(new TypeReference<>() {});

  private static final String NAMES =
      """
      SELECT f.name
      FROM catalog_functions f JOIN catalog_databases d ON d.id = f.database_id
      WHERE d.catalog_name = ? AND d.name = ? ORDER BY f.name""";
  private static final String SELECT =
      """
      SELECT d.catalog_name, d.name, f.name, f.class_name, f.owner_name, f.owner_type,
             f.created_at, f.resources, f.extras
      FROM catalog_functions f JOIN catalog_databases d ON d.id = f.database_id
      """;
  private static final String ALL = SELECT + "WHERE d.catalog_name = ? ORDER BY d.name, f.name";
  private static final String FIND =
      SELECT + "WHERE d.catalog_name = ? AND d.name = ? AND f.name = ?";
  private static final String INSERT =
      """
      INSERT INTO catalog_functions (database_id, name, class_name, owner_name, owner_type,
             created_at, resources, extras)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      """
      UPDATE catalog_functions
      SET database_id = ?, name = ?, class_name = ?, owner_name = ?, owner_type = ?,
          created_at = ?, resources = ?, extras = ?
      WHERE database_id = ? AND name = ?""";
  private static final String DELETE =
      "DELETE FROM catalog_functions WHERE database_id = ? AND name = ?";

  private final Sql sql;
  private final Mode mode;
  private final JdbcDatabases databases;

  JdbcFunctions(Sql sql, Mode mode, JdbcDatabases databases) {
    this.sql = sql;
    this.mode = mode;
    this.databases = databases;
  }

  @Override
  public List<String> names(DatabaseName database) {
    return sql.list(NAMES, row -> row.text(1), database.catalog(), database.name());
  }

  @Override
  public List<Function> all(String catalog) {
    return sql.list(ALL, JdbcFunctions::function, Names.fold(catalog));
  }

  @Override
  public Optional<Function> find(DatabaseName database, String name) {
    return sql.first(
        FIND, JdbcFunctions::function, database.catalog(), database.name(), Names.fold(name));
  }

  private static Function function(Row row) throws SQLException {
    return new Function(
        new DatabaseName(row.text(1), row.text(2)),
        row.text(3),
        row.textOrNull(4),
        row.textOrNull(5),
        OwnerType.valueOf(row.text(6)),
        row.number(7),
        RESOURCES.read(row.text(8)),
        Json.Maps.read(row.textOrNull(9)));
  }

  @Override
  public void insert(Function function) {
    mode.requireWritable();
    Limits.name(Entity.FUNCTION, function.name());
    try {
      sql.update(
          INSERT,
          databases.id(function.database()),
          function.name(),
          function.className(),
          function.owner(),
          function.ownerType(),
          function.createdAt(),
          RESOURCES.write(function.resources()),
          Json.Maps.write(function.extras()));
    } catch (StatementFailure e) {
      if (e.failure() == Failure.FOREIGN_KEY) {
        throw notFound(Entity.DATABASE, function.database());
      }
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.FUNCTION, function.qualifiedName()));
    }
  }

  @Override
  public void update(DatabaseName database, String name, Function changed) {
    mode.requireWritable();
    Limits.name(Entity.FUNCTION, changed.name());
    long from = databases.id(database);
    long to = database.equals(changed.database()) ? from : databases.id(changed.database());
    try {
      int updated =
          sql.update(
              UPDATE,
              to,
              changed.name(),
              changed.className(),
              changed.owner(),
              changed.ownerType(),
              changed.createdAt(),
              RESOURCES.write(changed.resources()),
              Json.Maps.write(changed.extras()),
              from,
              Names.fold(name));
      if (updated == 0) {
        throw functionNotFound(database + "." + name);
      }
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.FUNCTION, changed.qualifiedName()));
    }
  }

  @Override
  public void delete(DatabaseName database, String name) {
    mode.requireWritable();
    if (sql.update(DELETE, databases.id(database), Names.fold(name)) == 0) {
      throw functionNotFound(database + "." + name);
    }
  }
}
