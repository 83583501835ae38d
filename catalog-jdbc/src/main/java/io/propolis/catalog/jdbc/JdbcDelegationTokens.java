package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.access.DelegationToken;
import io.propolis.catalog.model.access.TokenKey;
import io.propolis.catalog.store.DelegationTokens;
import java.sql.SQLException;
import java.util.Optional;

final class JdbcDelegationTokens implements DelegationTokens {
  private static final String SELECT_KEY =
      "SELECT id, secret, signs_until, expires_at FROM delegation_keys WHERE ";
  private static final String SIGNING_KEY = SELECT_KEY + "signs_until > ? ORDER BY id DESC";
  private static final String KEY = SELECT_KEY + "id = ?";
  private static final String INSERT_KEY =
      "INSERT INTO delegation_keys (secret, signs_until, expires_at) VALUES (?, ?, ?)";
  private static final String INSERT =
      """
      INSERT INTO delegation_tokens (owner_name, renewer, real_user, issued_at, expires_at, key_id,
             valid_until)
      VALUES (?, ?, ?, ?, ?, ?, ?)""";
  private static final String VALID_UNTIL =
      """
      SELECT valid_until FROM delegation_tokens
      WHERE id = ? AND owner_name = ? AND renewer = ? AND real_user = ? AND issued_at = ?
        AND expires_at = ? AND key_id = ?""";

  private final Sql sql;
  private final Mode mode;

  JdbcDelegationTokens(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Optional<TokenKey> signingKey(long now) {
    return sql.first(SIGNING_KEY, JdbcDelegationTokens::key, now);
  }

  @Override
  public Optional<TokenKey> key(int id) {
    return sql.first(KEY, JdbcDelegationTokens::key, id);
  }

  private static TokenKey key(Row row) throws SQLException {
    return new TokenKey(row.integer(1), row.text(2), row.number(3), row.number(4));
  }

  @Override
  public TokenKey insert(TokenKey key) {
    mode.requireWritable();
    long id = sql.insert(INSERT_KEY, key.secret(), key.signsUntil(), key.expiresAt());
    return new TokenKey(Math.toIntExact(id), key.secret(), key.signsUntil(), key.expiresAt());
  }

  @Override
  public DelegationToken insert(DelegationToken token, long validUntil) {
    mode.requireWritable();
    return token.withSequence(
        Math.toIntExact(
            sql.insert(
                INSERT,
                token.owner(),
                token.renewer(),
                token.realUser(),
                token.issuedAt(),
                token.expiresAt(),
                token.key(),
                validUntil)));
  }

  @Override
  public Optional<Long> validUntil(DelegationToken token) {
    return sql.first(
        VALID_UNTIL,
        row -> row.number(1),
        token.sequence(),
        token.owner(),
        token.renewer(),
        token.realUser(),
        token.issuedAt(),
        token.expiresAt(),
        token.key());
  }

  @Override
  public void setValidUntil(DelegationToken token, long validUntil) {
    mode.requireWritable();
    sql.update(
        "UPDATE delegation_tokens SET valid_until = ? WHERE id = ?", validUntil, token.sequence());
  }

  @Override
  public void delete(DelegationToken token) {
    mode.requireWritable();
    sql.update("DELETE FROM delegation_tokens WHERE id = ?", token.sequence());
  }

  @Override
  public void deleteExpired(long now) {
    mode.requireWritable();
    sql.update("DELETE FROM delegation_tokens WHERE valid_until < ?", now);
    // One for each day or so: few enough to need no index.
    sql.update("DELETE FROM delegation_keys WHERE expires_at < ?", now);
  }
}
