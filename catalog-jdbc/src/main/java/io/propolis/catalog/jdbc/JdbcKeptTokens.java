package io.propolis.catalog.jdbc;

import io.propolis.catalog.store.KeptTokens;
import java.util.List;
import java.util.Optional;

final class JdbcKeptTokens implements KeptTokens {
  private static final String FIND = "SELECT token FROM kept_tokens WHERE identifier_hash = ?";
  private static final String INSERT =
      "INSERT INTO kept_tokens (identifier_hash, identifier, token) VALUES (?, ?, ?)";
  private static final String DELETE = "DELETE FROM kept_tokens WHERE identifier_hash = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcKeptTokens(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public boolean insert(String identifier, String token) {
    mode.requireWritable();
    if (find(identifier).isPresent()) {
      return false;
    }
    try {
      sql.update(INSERT, Hashes.sha256(identifier), identifier, token);
      return true;
    } catch (StatementFailure e) {
      throw e.retryWhen(Failure.UNIQUE);
    }
  }

  @Override
  public Optional<String> find(String identifier) {
    return sql.first(FIND, row -> row.text(1), Hashes.sha256(identifier));
  }

  @Override
  public boolean delete(String identifier) {
    mode.requireWritable();
    return sql.update(DELETE, Hashes.sha256(identifier)) > 0;
  }

  @Override
  public List<String> identifiers() {
    return sql.list("SELECT identifier FROM kept_tokens ORDER BY id", row -> row.text(1));
  }

  @Override
  public int insertKey(String key) {
    mode.requireWritable();
    return Math.toIntExact(sql.insert("INSERT INTO kept_keys (key_text) VALUES (?)", key));
  }

  @Override
  public boolean updateKey(int number, String key) {
    mode.requireWritable();
    return sql.update("UPDATE kept_keys SET key_text = ? WHERE id = ?", key, number) > 0;
  }

  @Override
  public boolean deleteKey(int number) {
    mode.requireWritable();
    return sql.update("DELETE FROM kept_keys WHERE id = ?", number) > 0;
  }

  @Override
  public List<String> keys() {
    return sql.list("SELECT key_text FROM kept_keys ORDER BY id", row -> row.text(1));
  }
}
