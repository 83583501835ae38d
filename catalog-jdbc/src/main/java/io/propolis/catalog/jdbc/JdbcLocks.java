package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.SqlStatement.Asks;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.store.Locks;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class JdbcLocks implements Locks {
  static final String GATE = "SELECT id FROM lock_gate WHERE id = 1";
  private static final String SELECT =
      """
      SELECT l.id, l.transaction_id, l.state, l.user_name, l.host, l.agent_info, l.acquired_at,
             l.heartbeat_at, l.blocked_component, l.blocking_lock, l.blocking_component,
             c.position, c.mode, c.database_name, c.table_name, c.partition_name, c.operation
      FROM metastore_locks l JOIN lock_components c ON c.lock_id = l.id
      WHERE\s""";
  private static final String ORDER = " ORDER BY l.id, c.position";
  private static final String FIND = SELECT + "l.id = ?" + ORDER;
  private static final String INSERT =
      """
      INSERT INTO metastore_locks (transaction_id, state, user_name, host, agent_info, acquired_at,
             heartbeat_at, blocked_component, blocking_lock, blocking_component)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String INSERT_COMPONENTS =
      """
      INSERT INTO lock_components (lock_id, position, mode, database_name, table_name,
             partition_name, operation)
      VALUES""";
  private static final String UPDATE =
      """
      UPDATE metastore_locks SET state = ?, acquired_at = ?, heartbeat_at = ?,
             blocked_component = ?, blocking_lock = ?, blocking_component = ?
      WHERE id = ?""";
  private static final String HEARTBEAT =
      """
      UPDATE metastore_locks SET heartbeat_at = ?
      WHERE id = ? AND transaction_id = 0 AND heartbeat_at > ?""";
  private static final String DELETE = "DELETE FROM metastore_locks WHERE id = ?";
  private static final String DELETE_UNLESS_HELD =
      DELETE + " AND (transaction_id = 0 OR state <> 'ACQUIRED')";
  private static final String DELETE_OF = "DELETE FROM metastore_locks WHERE transaction_id IN ";
  private static final String DELETE_SILENT =
      "DELETE FROM metastore_locks WHERE transaction_id = 0 AND heartbeat_at <= ?";

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
    var id = insertLater(lock);
    sql.flush();
    return lock.withId(id.getAsLong());
  }

  @Override
  public LongSupplier insertLater(Lock lock) {
    mode.requireWritable();
    var blockage = lock.blockage();
    var id =
        sql.updateLater(
            INSERT + sql.dialect().returningId(),
            Arrays.asList(
                lock.transaction(),
                lock.state(),
                lock.user(),
                lock.host(),
                lock.agentInfo(),
                lock.acquiredAt(),
                lock.heartbeatAt(),
                blockage == null ? null : blockage.component(),
                blockage == null ? null : blockage.lock(),
                blockage == null ? null : blockage.lockComponent()),
            Asks.ID,
            sql.dialect()::insertedId);
    var given =
        sql.dialect().takesSeveral()
            ? sql.dialect().lastId()
            : Long.toString(id.get().orElseThrow());
    sql.insertRowsLater(
        INSERT_COMPONENTS,
        "(" + given + ", ?, ?, ?, ?, ?, ?)",
        lock.components().stream().map(JdbcLocks::row).toList());
    return () -> id.get().orElseThrow();
  }

  private static List<@Nullable Object> row(Lock.Component component) {
    return Arrays.asList(
        component.position(),
        component.mode(),
        component.database(),
        component.table(),
        component.partition(),
        component.operation());
  }

  @Override
  public Optional<Lock> find(long id) {
    return list(FIND, List.of(id)).stream().findFirst();
  }

  @Override
  public List<Lock> touching(Collection<Lock.Component> components) {
    record Place(String database, @Nullable String table) {}
    var places =
        components.stream().map(c -> new Place(c.database(), c.table())).distinct().toList();
    var locks = new LinkedHashMap<Long, Lock>();
    Sql.forChunks(
        places,
        chunk -> {
          var parameters = new ArrayList<Object>();
          var anyPlace =
              chunk.stream()
                  .map(
                      place -> {
                        parameters.add(place.database());
                        if (place.table() == null) {
                          return "c.database_name = ?";
                        }
                        parameters.add(place.table());
                        return "(c.database_name = ? AND (c.table_name IS NULL OR c.table_name = ?))";
                      })
                  .collect(Collectors.joining(" OR "));
          for (var lock : list(SELECT + "(" + anyPlace + ")" + ORDER, parameters)) {
            locks.merge(lock.id(), lock, JdbcLocks::merged);
          }
        });
    return locks.values().stream().sorted(java.util.Comparator.comparingLong(Lock::id)).toList();
  }

  private static Lock merged(Lock one, Lock other) {
    var merged = one;
    for (var component : other.components()) {
      if (!merged.components().contains(component)) {
        merged = merged.with(component);
      }
    }
    return merged;
  }

  @Override
  public List<Lock> all(Filter filter) {
    var conditions = new ArrayList<String>();
    var parameters = new ArrayList<Object>();
    add("c.database_name", filter.database(), conditions, parameters);
    add("c.table_name", filter.table(), conditions, parameters);
    add("c.partition_name", filter.partition(), conditions, parameters);
    add("l.transaction_id", filter.transaction(), conditions, parameters);
    var where = conditions.isEmpty() ? "1 = 1" : String.join(" AND ", conditions);
    return list(SELECT + where + ORDER, parameters);
  }

  private static void add(
      String column, @Nullable Object value, List<String> conditions, List<Object> parameters) {
    if (value != null) {
      conditions.add(column + " = ?");
      parameters.add(value);
    }
  }

  /** One lock for the rows of its components. */
  private List<Lock> list(String select, List<?> parameters) {
    var locks = new LinkedHashMap<Long, Lock>();
    for (var row : sql.list(select, JdbcLocks::lock, parameters)) {
      locks.merge(row.id(), row, (lock, more) -> lock.with(more.components().get(0)));
    }
    return List.copyOf(locks.values());
  }

  private static Lock lock(Row row) throws SQLException {
    var component =
        new Lock.Component(
            row.integer(12),
            Lock.Mode.valueOf(row.text(13)),
            row.text(14),
            row.textOrNull(15),
            row.textOrNull(16),
            row.textOrNull(17));
    return new Lock(
        row.number(1),
        row.number(2),
        Lock.State.valueOf(row.text(3)),
        List.of(component),
        row.text(4),
        row.text(5),
        row.textOrNull(6),
        row.numberOrNull(7),
        row.number(8),
        row.numberOrNull(9) == null
            ? null
            : new Lock.Blockage(row.integer(9), row.number(10), row.integer(11)));
  }

  @Override
  public void update(Lock lock) {
    mode.requireWritable();
    var blockage = lock.blockage();
    sql.updateLater(
        UPDATE,
        lock.state(),
        lock.acquiredAt(),
        lock.heartbeatAt(),
        blockage == null ? null : blockage.component(),
        blockage == null ? null : blockage.lock(),
        blockage == null ? null : blockage.lockComponent(),
        lock.id());
  }

  @Override
  public boolean heartbeat(long id, long at, long silentSince) {
    mode.requireWritable();
    return sql.update(HEARTBEAT, at, id, silentSince) > 0;
  }

  @Override
  public void delete(long id) {
    mode.requireWritable();
    sql.updateLater(DELETE, id);
  }

  @Override
  public BooleanSupplier deleteUnlessOfTransaction(long id) {
    mode.requireWritable();
    var deleted =
        sql.updateLater(DELETE_UNLESS_HELD, List.of(id), Asks.NOTHING, Statement::getUpdateCount);
    return () -> deleted.ifKnown().orElse(0) > 0;
  }

  @Override
  public void deleteOf(Collection<Long> transactions) {
    mode.requireWritable();
    Sql.forChunks(
        transactions, chunk -> sql.update(DELETE_OF + Sql.placeholders(chunk.size()), chunk));
  }

  @Override
  public void deleteSilent(long silentSince) {
    mode.requireWritable();
    sql.updateLater(DELETE_SILENT, silentSince);
  }
}
