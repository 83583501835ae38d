package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.schemas.ColumnQuery;
import io.propolis.catalog.model.schemas.Schema;
import io.propolis.catalog.model.schemas.SchemaName;
import io.propolis.catalog.model.schemas.SchemaVersion;
import io.propolis.catalog.store.Schemas;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class JdbcSchemas implements Schemas {
  private static final Json<List<Column>> COLUMNS = Json.of(new TypeReference<>() {});

  private static final String SELECT =
      """
      SELECT d.catalog_name, d.name, s.name, s.schema_type, s.compatibility, s.validation,
             s.can_evolve, s.schema_group, s.description, s.id
      FROM catalog_schemas s JOIN catalog_databases d ON d.id = s.database_id
      WHERE d.catalog_name = ? AND d.name = ?
      """;
  private static final String ALL = SELECT + "ORDER BY s.name";
  private static final String FIND = SELECT + "AND s.name = ?";
  private static final String ID =
      """
      SELECT s.id FROM catalog_schemas s
      WHERE s.name = ?
        AND s.database_id = (SELECT id FROM catalog_databases WHERE catalog_name = ? AND name = ?)
      """;
  private static final String INSERT =
      """
      INSERT INTO catalog_schemas (database_id, name, schema_type, compatibility, validation,
             can_evolve, schema_group, description)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      """
      UPDATE catalog_schemas
      SET schema_type = ?, compatibility = ?, validation = ?, can_evolve = ?, schema_group = ?,
          description = ?
      WHERE id = ?""";
  private static final String DELETE = "DELETE FROM catalog_schemas WHERE id = ?";

  private static final String SELECT_VERSION =
      """
      SELECT v.version, v.created_at, v.columns_text, v.state, v.description, v.schema_text,
             v.fingerprint, v.name, v.serde
      FROM schema_versions v
      JOIN catalog_schemas s ON s.id = v.schema_id
      JOIN catalog_databases d ON d.id = s.database_id
      WHERE d.catalog_name = ? AND d.name = ? AND s.name = ?
      """;
  private static final String VERSIONS = SELECT_VERSION + "ORDER BY v.version DESC";
  private static final String LATEST = SELECT_VERSION + "ORDER BY v.version DESC LIMIT 1";
  private static final String FIND_VERSION = SELECT_VERSION + "AND v.version = ?";
  private static final String WITH_COLUMN =
      """
      SELECT DISTINCT d.catalog_name, d.name, s.name, c.version
      FROM schema_version_columns c
      JOIN catalog_schemas s ON s.id = c.schema_id
      JOIN catalog_databases d ON d.id = s.database_id
      WHERE""";
  private static final String INSERT_VERSION =
      """
      INSERT INTO schema_versions (schema_id, version, created_at, columns_text, state,
             description, schema_text, fingerprint, name, serde)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String INSERT_COLUMNS =
      """
      INSERT INTO schema_version_columns (schema_id, version, ordinal, name_hash, namespace_hash,
             type_hash)
      VALUES""";
  private static final String UPDATE_VERSION =
      "UPDATE schema_versions SET state = ?, serde = ? WHERE schema_id = ? AND version = ?";
  private static final String DELETE_VERSION =
      "DELETE FROM schema_versions WHERE schema_id = ? AND version = ?";

  private final Sql sql;
  private final Mode mode;
  private final JdbcDatabases databases;

  JdbcSchemas(Sql sql, Mode mode, JdbcDatabases databases) {
    this.sql = sql;
    this.mode = mode;
    this.databases = databases;
  }

  @Override
  public List<Schema> all(DatabaseName database) {
    return sql.list(ALL, JdbcSchemas::schema, database.catalog(), database.name());
  }

  @Override
  public Optional<Schema> find(SchemaName name) {
    return sql.first(
        FIND, JdbcSchemas::schema, name.database().catalog(), name.database().name(), name.name());
  }

  @Override
  public Optional<Schema> lock(SchemaName name) {
    mode.requireWritable();
    var database = name.database();
    while (true) {
      // As of tables: one that was made anew while the lock was waited for is not locked yet.
      var held = sql.lock(ID, name.name(), database.catalog(), database.name());
      var found =
          sql.first(
              FIND,
              row -> held.has(row.number(10)) ? Optional.of(schema(row)) : Optional.<Schema>empty(),
              database.catalog(),
              database.name(),
              name.name());
      if (found.isEmpty() || found.get().isPresent()) {
        return found.flatMap(schema -> schema);
      }
    }
  }

  private static Schema schema(Row row) throws SQLException {
    return new Schema(
        new SchemaName(new DatabaseName(row.text(1), row.text(2)), row.text(3)),
        Schema.Type.valueOf(row.text(4)),
        Schema.Compatibility.valueOf(row.text(5)),
        Schema.Validation.valueOf(row.text(6)),
        row.flag(7),
        row.textOrNull(8),
        row.textOrNull(9));
  }

  private long id(SchemaName name) {
    return sql.first(
            ID,
            row -> row.number(1),
            name.name(),
            name.database().catalog(),
            name.database().name())
        .orElseThrow(() -> notFound(Entity.SCHEMA, name));
  }

  @Override
  public void insert(Schema schema) {
    mode.requireWritable();
    Limits.name(Entity.SCHEMA, schema.name().name());
    try {
      sql.update(
          INSERT,
          databases.id(schema.name().database()),
          schema.name().name(),
          schema.type(),
          schema.compatibility(),
          schema.validation(),
          schema.canEvolve(),
          schema.group(),
          schema.description());
    } catch (StatementFailure e) {
      if (e.failure() == Failure.FOREIGN_KEY) {
        throw notFound(Entity.DATABASE, schema.name().database());
      }
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.SCHEMA, schema.name()));
    }
  }

  @Override
  public void update(Schema changed) {
    mode.requireWritable();
    sql.update(
        UPDATE,
        changed.type(),
        changed.compatibility(),
        changed.validation(),
        changed.canEvolve(),
        changed.group(),
        changed.description(),
        id(changed.name()));
  }

  @Override
  public void delete(SchemaName name) {
    mode.requireWritable();
    if (sql.update(DELETE, id(name)) == 0) {
      throw notFound(Entity.SCHEMA, name);
    }
  }

  @Override
  public List<SchemaVersion> versions(SchemaName name) {
    return versions(VERSIONS, name);
  }

  @Override
  public Optional<SchemaVersion> latest(SchemaName name) {
    return versions(LATEST, name).stream().findFirst();
  }

  private List<SchemaVersion> versions(String select, SchemaName name) {
    return sql.list(
        select,
        row -> version(name, row),
        name.database().catalog(),
        name.database().name(),
        name.name());
  }

  @Override
  public Optional<SchemaVersion> find(SchemaVersion.Id id) {
    var name = id.schema();
    return sql.first(
        FIND_VERSION,
        row -> version(name, row),
        name.database().catalog(),
        name.database().name(),
        name.name(),
        id.version());
  }

  private static SchemaVersion version(SchemaName schema, Row row) throws SQLException {
    var state = row.textOrNull(4);
    var serDe = row.textOrNull(9);
    return new SchemaVersion(
        schema.version(row.integer(1)),
        row.number(2),
        COLUMNS.read(row.text(3)),
        state == null ? null : SchemaVersion.State.valueOf(state),
        row.textOrNull(5),
        row.textOrNull(6),
        row.textOrNull(7),
        row.textOrNull(8),
        serDe == null ? null : JdbcSerDes.JSON.read(serDe));
  }

  @Override
  public List<SchemaVersion.Id> withColumn(ColumnQuery query) {
    var conditions = new ArrayList<String>();
    var parameters = new ArrayList<byte[]>();
    if (query.name() != null) {
      conditions.add(" c.name_hash = ?");
      parameters.add(Hashes.sha256(query.name()));
    }
    if (query.namespace() != null) {
      conditions.add(" c.namespace_hash = ?");
      parameters.add(Hashes.sha256(query.namespace()));
    }
    if (query.type() != null) {
      conditions.add(" c.type_hash = ?");
      parameters.add(Hashes.sha256(query.type()));
    }
    return sql.list(
        WITH_COLUMN + String.join(" AND", conditions),
        row ->
            new SchemaName(new DatabaseName(row.text(1), row.text(2)), row.text(3))
                .version(row.integer(4)),
        parameters);
  }

  @Override
  public void insert(SchemaVersion version) {
    mode.requireWritable();
    var schema = version.id().schema();
    long schemaId = id(schema);
    try {
      sql.update(
          INSERT_VERSION,
          schemaId,
          version.id().version(),
          version.createdAt(),
          COLUMNS.write(version.columns()),
          version.state(),
          version.description(),
          version.text(),
          version.fingerprint(),
          version.name(),
          JdbcSerDes.textOrNull(version.serDe()));
    } catch (StatementFailure e) {
      if (e.failure() == Failure.FOREIGN_KEY) {
        throw notFound(Entity.SCHEMA, schema);
      }
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.SCHEMA, version.id()));
    }
    sql.insertRows(INSERT_COLUMNS, columns(schemaId, version), "");
  }

  /** Hashes, for names of any length are looked up by index, and alike on every database. */
  private static List<List<@Nullable Object>> columns(long schemaId, SchemaVersion version) {
    var rows = new ArrayList<List<@Nullable Object>>(version.columns().size());
    for (var column : version.columns()) {
      rows.add(
          Arrays.asList(
              schemaId,
              version.id().version(),
              rows.size(),
              Hashes.sha256(Names.fold(column.name())),
              column.comment() == null ? null : Hashes.sha256(column.comment()),
              Hashes.sha256(Names.fold(column.type()))));
    }
    return rows;
  }

  @Override
  public void update(SchemaVersion changed) {
    mode.requireWritable();
    int found =
        sql.update(
            UPDATE_VERSION,
            changed.state(),
            JdbcSerDes.textOrNull(changed.serDe()),
            id(changed.id().schema()),
            changed.id().version());
    if (found == 0) {
      throw notFound(Entity.SCHEMA, changed.id());
    }
  }

  @Override
  public void delete(SchemaVersion.Id id) {
    mode.requireWritable();
    if (sql.update(DELETE_VERSION, id(id.schema()), id.version()) == 0) {
      throw notFound(Entity.SCHEMA, id);
    }
  }
}
