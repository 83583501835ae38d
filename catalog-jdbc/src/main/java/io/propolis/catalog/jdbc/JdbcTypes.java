package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.schemas.NamedType;
import io.propolis.catalog.store.Types;
import java.util.List;
import java.util.Optional;

final class JdbcTypes implements Types {
  private static final Json<NamedType> JSON = Json.of(new TypeReference<>() {});

  private static final String ALL = "SELECT definition FROM named_types ORDER BY name";
  private static final String FIND = "SELECT definition FROM named_types WHERE name = ?";
  private static final String INSERT = "INSERT INTO named_types (name, definition) VALUES (?, ?)";
  private static final String DELETE = "DELETE FROM named_types WHERE name = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcTypes(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public List<NamedType> all() {
    return sql.list(ALL, row -> JSON.read(row.text(1)));
  }

  @Override
  public Optional<NamedType> find(String name) {
    return sql.first(FIND, row -> JSON.read(row.text(1)), name);
  }

  @Override
  public void insert(NamedType type) {
    mode.requireWritable();
    Limits.name(Entity.TYPE, type.name());
    try {
      sql.update(INSERT, type.name(), JSON.write(type));
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.TYPE, type.name()));
    }
  }

  @Override
  public boolean delete(String name) {
    mode.requireWritable();
    return sql.update(DELETE, name) > 0;
  }
}
