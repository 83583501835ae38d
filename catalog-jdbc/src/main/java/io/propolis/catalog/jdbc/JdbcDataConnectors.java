package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.connectors.DataConnector;
import io.propolis.catalog.store.DataConnectors;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

final class JdbcDataConnectors implements DataConnectors {
  private static final String NAMES = "SELECT name FROM data_connectors ORDER BY name";
  private static final String FIND =
      """
      SELECT name, connector_type, url, description, parameters, owner_name, owner_type, created_at
      FROM data_connectors WHERE name = ?""";
  private static final String DATABASES =
      """
      SELECT catalog_name, name FROM catalog_databases WHERE connector_name = ?
      ORDER BY catalog_name, name""";
  private static final String INSERT =
      """
      INSERT INTO data_connectors (name, connector_type, url, description, parameters, owner_name,
             owner_type, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      """
      UPDATE data_connectors
      SET connector_type = ?, url = ?, description = ?, parameters = ?, owner_name = ?,
          owner_type = ?, created_at = ?
      WHERE name = ?""";
  private static final String DELETE = "DELETE FROM data_connectors WHERE name = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcDataConnectors(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public List<String> names() {
    return sql.list(NAMES, row -> row.text(1));
  }

  @Override
  public Optional<DataConnector> find(String name) {
    return sql.first(FIND, JdbcDataConnectors::connector, Names.fold(name));
  }

  @Override
  public Optional<DataConnector> lock(String name) {
    mode.requireWritable();
    return sql.first(
        FIND + sql.dialect().forUpdate(), JdbcDataConnectors::connector, Names.fold(name));
  }

  @Override
  public List<DatabaseName> databases(String name) {
    return sql.list(DATABASES, row -> new DatabaseName(row.text(1), row.text(2)), Names.fold(name));
  }

  private static DataConnector connector(Row row) throws SQLException {
    return new DataConnector(
        row.text(1),
        row.textOrNull(2),
        row.textOrNull(3),
        row.textOrNull(4),
        Json.Maps.read(row.textOrNull(5)),
        row.textOrNull(6),
        OwnerType.valueOf(row.text(7)),
        row.number(8));
  }

  @Override
  public void insert(DataConnector connector) {
    mode.requireWritable();
    Limits.name(Entity.CONNECTOR, connector.name());
    try {
      sql.update(
          INSERT,
          connector.name(),
          connector.type(),
          connector.url(),
          connector.description(),
          Json.Maps.write(connector.parameters()),
          connector.owner(),
          connector.ownerType(),
          connector.createdAt());
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.CONNECTOR, connector.name()));
    }
  }

  @Override
  public void update(DataConnector changed) {
    mode.requireWritable();
    int found =
        sql.update(
            UPDATE,
            changed.type(),
            changed.url(),
            changed.description(),
            Json.Maps.write(changed.parameters()),
            changed.owner(),
            changed.ownerType(),
            changed.createdAt(),
            changed.name());
    if (found == 0) {
      throw notFound(Entity.CONNECTOR, changed.name());
    }
  }

  @Override
  public void delete(String name) {
    mode.requireWritable();
    if (sql.update(DELETE, Names.fold(name)) == 0) {
      throw notFound(Entity.CONNECTOR, name);
    }
  }
}
