package io.propolis.catalog.jdbc;

import io.propolis.catalog.store.Identity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class JdbcIdentity implements Identity {
  private static final String FIND = "SELECT uuid FROM catalog_identity WHERE id = 1";
  private static final String INSERT = "INSERT INTO catalog_identity (id, uuid) VALUES";

  private final Sql sql;
  private final Mode mode;

  JdbcIdentity(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Optional<UUID> find() {
    return sql.first(FIND, row -> UUID.fromString(row.text(1)));
  }

  @Override
  public void claim(UUID id) {
    mode.requireWritable();
    sql.insertRows(
        INSERT, List.of(List.of(1, id.toString())), sql.dialect().ignoringDuplicates("id"));
  }
}
