package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.store.Locks;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

final class JdbcLocks implements Locks {
  private static final Json<List<Lock.Component>> COMPONENTS = Json.of(new TypeReference<>() {});

  static final String GATE = "SELECT id FROM lock_gate WHERE id = 1";
  private static final String SELECT =
      """
      SELECT id, transaction_id, state, components, user_name, host, agent_info, acquired_at,
             heartbeat_at
      FROM metastore_locks
      """;
  private static final String FIND = SELECT + "WHERE id = ?";
  private static final String ALL = SELECT + "ORDER BY id";
  private static final String INSERT =
      """
      INSERT INTO metastore_locks (transaction_id, state, components, user_name, host, agent_info,
             acquired_at, heartbeat_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      "UPDATE metastore_locks SET state = ?, acquired_at = ?, heartbeat_at = ? WHERE id = ?";
  private static final String DELETE = "DELETE FROM metastore_locks WHERE id = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcLocks(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void serialise() {
    mode.requireWritable();
    sql.lock(GATE);
  }

  @Override
  public Lock insert(Lock lock) {
    mode.requireWritable();
    return lock.withId(
        sql.insert(
            INSERT,
            lock.transaction(),
            lock.state(),
            COMPONENTS.write(lock.components()),
            lock.user(),
            lock.host(),
            lock.agentInfo(),
            lock.acquiredAt(),
            lock.heartbeatAt()));
  }

  @Override
  public Optional<Lock> find(long id) {
    return sql.first(FIND, JdbcLocks::lock, id);
  }

  @Override
  public List<Lock> all() {
    return sql.list(ALL, JdbcLocks::lock);
  }

  private static Lock lock(Row row) throws SQLException {
    return new Lock(
        row.number(1),
        row.number(2),
        Lock.State.valueOf(row.text(3)),
        COMPONENTS.read(row.text(4)),
        row.text(5),
        row.text(6),
        row.textOrNull(7),
        row.numberOrNull(8),
        row.number(9));
  }

  @Override
  public void update(Lock lock) {
    mode.requireWritable();
    sql.update(UPDATE, lock.state(), lock.acquiredAt(), lock.heartbeatAt(), lock.id());
  }

  @Override
  public void delete(long id) {
    mode.requireWritable();
    sql.update(DELETE, id);
  }
}
