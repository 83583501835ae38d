package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Database.Remote;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.store.Databases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class JdbcDatabases implements Databases {
  private static final String NAMES =
      "SELECT name FROM catalog_databases WHERE catalog_name = ? ORDER BY name";
  private static final String ALL =
      """
      SELECT catalog_name, name, description, location, managed_location, parameters,
             owner_name, owner_type, created_at, connector_name, remote_name, extras
      FROM catalog_databases WHERE catalog_name = ? ORDER BY name""";
  private static final String FIND =
      """
      SELECT catalog_name, name, description, location, managed_location, parameters,
             owner_name, owner_type, created_at, connector_name, remote_name, extras
      FROM catalog_databases WHERE catalog_name = ? AND name = ?""";
  private static final String FIND_ID =
      "SELECT id FROM catalog_databases WHERE catalog_name = ? AND name = ?";
  private static final String EXISTING =
      "SELECT catalog_name, name FROM catalog_databases WHERE catalog_name IN ";
  private static final String INSERT =
      """
      INSERT INTO catalog_databases (catalog_name, name, description, location, managed_location,
             parameters, owner_name, owner_type, created_at, connector_name, remote_name, extras)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      """
      UPDATE catalog_databases
      SET name = ?, description = ?, location = ?, managed_location = ?, parameters = ?,
          owner_name = ?, owner_type = ?, created_at = ?, connector_name = ?, remote_name = ?,
          extras = ?
      WHERE catalog_name = ? AND name = ?""";
  private static final String DELETE =
      "DELETE FROM catalog_databases WHERE catalog_name = ? AND name = ?";

  private final Sql sql;
  private final Mode mode;
  private boolean moved;

  JdbcDatabases(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  /** Whether this transaction has given a database, and so its tables, another name. */
  boolean haveMoved() {
    return moved;
  }

  @Override
  public List<String> names(String catalog) {
    return sql.list(NAMES, row -> row.text(1), Names.fold(catalog));
  }

  @Override
  public List<Database> all(String catalog) {
    return sql.list(ALL, JdbcDatabases::database, Names.fold(catalog));
  }

  @Override
  public Optional<Database> find(DatabaseName name) {
    return sql.first(FIND, JdbcDatabases::database, name.catalog(), name.name());
  }

  @Override
  public Set<DatabaseName> existing(Collection<DatabaseName> names) {
    var existing = new HashSet<DatabaseName>();
    Sql.forChunks(
        names,
        chunk -> {
          var catalogs = chunk.stream().map(DatabaseName::catalog).distinct().toList();
          var databases = chunk.stream().map(DatabaseName::name).distinct().toList();
          var parameters = new ArrayList<Object>(catalogs);
          parameters.addAll(databases);
          existing.addAll(
              sql.list(
                  EXISTING
                      + Sql.placeholders(catalogs.size())
                      + " AND name IN "
                      + Sql.placeholders(databases.size()),
                  row -> new DatabaseName(row.text(1), row.text(2)),
                  parameters));
        });
    existing.retainAll(Set.copyOf(names));
    return existing;
  }

  @Override
  public Optional<Database> lock(DatabaseName name) {
    mode.requireWritable();
    return sql.first(
        FIND + sql.dialect().forUpdate(), JdbcDatabases::database, name.catalog(), name.name());
  }

  /** The id of a database; NOT_FOUND when there is none. */
  long id(DatabaseName name) {
    return sql.first(FIND_ID, row -> row.number(1), name.catalog(), name.name())
        .orElseThrow(() -> notFound(Entity.DATABASE, name));
  }

  private static Database database(Row row) throws SQLException {
    var connector = row.textOrNull(10);
    return new Database(
        new DatabaseName(row.text(1), row.text(2)),
        row.textOrNull(3),
        row.textOrNull(4),
        row.textOrNull(5),
        Json.Maps.read(row.textOrNull(6)),
        row.textOrNull(7),
        OwnerType.valueOf(row.text(8)),
        row.number(9),
        connector == null ? null : new Remote(connector, row.textOrNull(11)),
        Json.Maps.read(row.textOrNull(12)));
  }

  @Override
  public void insert(Database database) {
    mode.requireWritable();
    Limits.name(Entity.DATABASE, database.name().name());
    try {
      sql.update(
          INSERT,
          database.name().catalog(),
          database.name().name(),
          database.description(),
          database.location(),
          database.managedLocation(),
          Json.Maps.write(database.parameters()),
          database.owner(),
          database.ownerType(),
          database.createdAt(),
          database.remote() == null ? null : database.remote().connector(),
          database.remote() == null ? null : database.remote().database(),
          Json.Maps.write(database.extras()));
    } catch (StatementFailure e) {
      if (e.failure() == Failure.FOREIGN_KEY) {
        throw notFound(Entity.CATALOG, database.name().catalog());
      }
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.DATABASE, database.name()));
    }
  }

  @Override
  public void update(DatabaseName name, Database changed) {
    mode.requireWritable();
    moved |= !name.equals(changed.name());
    Limits.name(Entity.DATABASE, changed.name().name());
    if (!name.catalog().equals(changed.name().catalog())) {
      throw CatalogException.invalid(
          Entity.DATABASE,
          "Database %s cannot move to catalog %s".formatted(name, changed.name().catalog()));
    }
    try {
      if (update(name, changed.name().name(), changed) == 0) {
        throw notFound(Entity.DATABASE, name);
      }
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.DATABASE, changed.name()));
    }
  }

  private int update(DatabaseName name, String newName, Database changed) {
    return sql.update(
        UPDATE,
        newName,
        changed.description(),
        changed.location(),
        changed.managedLocation(),
        Json.Maps.write(changed.parameters()),
        changed.owner(),
        changed.ownerType(),
        changed.createdAt(),
        changed.remote() == null ? null : changed.remote().connector(),
        changed.remote() == null ? null : changed.remote().database(),
        Json.Maps.write(changed.extras()),
        name.catalog(),
        name.name());
  }

  @Override
  public void delete(DatabaseName name) {
    mode.requireWritable();
    try {
      if (sql.update(DELETE, name.catalog(), name.name()) == 0) {
        throw notFound(Entity.DATABASE, name);
      }
    } catch (StatementFailure e) {
      throw e.as(
          Failure.FOREIGN_KEY,
          () ->
              new CatalogException(
                  Kind.NOT_EMPTY, Entity.DATABASE, "Database " + name + " is not empty"));
    }
  }
}
