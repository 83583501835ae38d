package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.conflict;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.ResourceOperations;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.store.Resources;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

final class JdbcResources implements Resources {
  private static final String SELECT =
      """
      SELECT kind, parent, name, document, version, created_at, updated_at, created_by, updated_by
      FROM resources\s""";
  private static final String FIND = SELECT + "WHERE kind = ? AND parent = ? AND name = ?";
  private static final String FIND_ALL = SELECT + "WHERE kind = ? AND parent = '' AND name IN ";
  private static final String LIST =
      SELECT + "WHERE kind = ? AND parent = ? AND name > ? ORDER BY name LIMIT ?";
  private static final String INSERT =
      """
      INSERT INTO resources (kind, parent, name, document, version, created_at, updated_at,
             created_by, updated_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      """
      UPDATE resources SET document = ?, version = ?, updated_at = ?, updated_by = ?
      WHERE kind = ? AND parent = ? AND name = ? AND version = ?""";
  private static final String DELETE =
      "DELETE FROM resources WHERE kind = ? AND parent = ? AND name = ?";
  private static final String DELETE_OLDER =
      "DELETE FROM resources WHERE kind = ? AND updated_at < ?";
  private static final String DELETE_OF = "DELETE FROM resources WHERE parent = ? AND kind IN ";

  private final Sql sql;
  private final Mode mode;

  JdbcResources(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Optional<Resource> find(ResourceKey key) {
    return sql.first(FIND, JdbcResources::resource, key.kind(), key.parent(), key.name());
  }

  @Override
  public Optional<Resource> lock(ResourceKey key) {
    mode.requireWritable();
    return sql.first(
        FIND + sql.dialect().forUpdate(),
        JdbcResources::resource,
        key.kind(),
        key.parent(),
        key.name());
  }

  @Override
  public List<Resource> findAll(ResourceKind kind, Collection<String> names) {
    var found = new ArrayList<Resource>();
    Sql.forChunks(
        new TreeSet<>(names),
        chunk -> {
          var parameters = new ArrayList<Object>(chunk.size() + 1);
          parameters.add(kind);
          parameters.addAll(chunk);
          found.addAll(
              sql.list(
                  FIND_ALL + Sql.placeholders(chunk.size()) + " ORDER BY name",
                  JdbcResources::resource,
                  parameters));
        });
    return found;
  }

  @Override
  public List<Resource> list(ResourceKind kind, String parent, String afterName, int limit) {
    return sql.list(LIST, JdbcResources::resource, kind, parent, afterName, limit);
  }

  private static Resource resource(Row row) throws SQLException {
    return new Resource(
        new ResourceKey(ResourceKind.valueOf(row.text(1)), row.text(2), row.text(3)),
        row.text(4),
        row.number(5),
        Instant.ofEpochMilli(row.number(6)),
        Instant.ofEpochMilli(row.number(7)),
        row.text(8),
        row.text(9));
  }

  @Override
  public void insert(Resource resource) {
    mode.requireWritable();
    var key = resource.key();
    checkLength(key, key.name(), LONGEST_NAME);
    checkLength(key, key.parent(), LONGEST_PARENT);
    try {
      sql.update(
          INSERT,
          key.kind(),
          key.parent(),
          key.name(),
          resource.document(),
          resource.version(),
          resource.created().toEpochMilli(),
          resource.updated().toEpochMilli(),
          resource.createdBy(),
          resource.updatedBy());
    } catch (StatementFailure e) {
      throw e.as(
          Failure.UNIQUE,
          () ->
              new CatalogException(
                  Kind.ALREADY_EXISTS,
                  Entity.RESOURCE,
                  "%s already exists: %s".formatted(key.kind().noun(), key)));
    }
  }

  private static void checkLength(ResourceKey key, String name, int longest) {
    if (name.codePointCount(0, name.length()) > longest) {
      throw CatalogException.invalid(
          Entity.RESOURCE,
          "Name of a %s is longer than %d characters: %s"
              .formatted(key.kind().noun(), longest, name));
    }
  }

  @Override
  public void update(Resource resource, long expectedVersion) {
    mode.requireWritable();
    var key = resource.key();
    int found =
        sql.update(
            UPDATE,
            resource.document(),
            resource.version(),
            resource.updated().toEpochMilli(),
            resource.updatedBy(),
            key.kind(),
            key.parent(),
            key.name(),
            expectedVersion);
    if (found == 0) {
      var current = lock(key).orElseThrow(() -> ResourceOperations.notFound(key));
      throw conflict(
          Entity.RESOURCE,
          "%s %s has version %d, not the expected %d"
              .formatted(key.kind().noun(), key, current.version(), expectedVersion));
    }
  }

  @Override
  public boolean delete(ResourceKey key) {
    mode.requireWritable();
    return sql.update(DELETE, key.kind(), key.parent(), key.name()) > 0;
  }

  @Override
  public void deleteOlderThan(ResourceKind kind, Instant changed) {
    mode.requireWritable();
    sql.update(DELETE_OLDER, kind, changed.toEpochMilli());
  }

  @Override
  public void deleteOf(Collection<ResourceKind> kinds, String parent) {
    mode.requireWritable();
    var parameters = new ArrayList<Object>(kinds.size() + 1);
    parameters.add(parent);
    parameters.addAll(kinds);
    sql.updateLater(DELETE_OF + Sql.placeholders(kinds.size()), parameters);
  }
}
