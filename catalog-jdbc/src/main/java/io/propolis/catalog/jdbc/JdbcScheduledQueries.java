package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.workload.ScheduledExecution;
import io.propolis.catalog.model.workload.ScheduledExecution.State;
import io.propolis.catalog.model.workload.ScheduledQuery;
import io.propolis.catalog.model.workload.ScheduledQuery.Key;
import io.propolis.catalog.store.ScheduledQueries;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

final class JdbcScheduledQueries implements ScheduledQueries {
  private static final String FIND =
      """
      SELECT id, namespace, name, enabled, schedule, user_name, query_text, next_execution_at,
             active_execution_id
      FROM scheduled_queries WHERE namespace = ? AND name = ?""";
  private static final String DUE =
      """
      SELECT namespace, name
      FROM scheduled_queries
      WHERE namespace = ? AND enabled = 1 AND next_execution_at <= ? AND active_execution_id IS NULL
      ORDER BY next_execution_at, id LIMIT ?""";
  private static final String INSERT =
      """
      INSERT INTO scheduled_queries (namespace, name, enabled, schedule, user_name, query_text,
             next_execution_at, active_execution_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      """
      UPDATE scheduled_queries
      SET enabled = ?, schedule = ?, user_name = ?, query_text = ?, next_execution_at = ?,
          active_execution_id = ?
      WHERE id = ?""";
  private static final String DELETE =
      "DELETE FROM scheduled_queries WHERE namespace = ? AND name = ?";

  private static final String SELECT_EXECUTIONS =
      """
      SELECT e.id, q.namespace, q.name, e.state, e.executor_query_id, e.started_at, e.updated_at,
             e.ended_at, e.error
      FROM scheduled_executions e JOIN scheduled_queries q ON q.id = e.query_id
      """;
  private static final String EXECUTION = SELECT_EXECUTIONS + "WHERE e.id = ?";
  private static final String EXECUTIONS =
      SELECT_EXECUTIONS + "WHERE q.namespace = ? AND q.name = ? ORDER BY e.id DESC LIMIT ?";
  private static final String SILENT =
      """
      SELECT e.id, q.namespace, q.name, e.state, e.executor_query_id, e.started_at, e.updated_at,
             e.ended_at, e.error
      FROM scheduled_queries q JOIN scheduled_executions e ON e.id = q.active_execution_id
      WHERE q.namespace = ? AND e.updated_at <= ? ORDER BY e.id LIMIT ?""";
  private static final String INSERT_EXECUTION =
      """
      INSERT INTO scheduled_executions (query_id, state, executor_query_id, started_at, updated_at,
             ended_at, error)
      VALUES (?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE_EXECUTION =
      """
      UPDATE scheduled_executions
      SET state = ?, executor_query_id = ?, updated_at = ?, ended_at = ?, error = ?
      WHERE id = ?""";
  private static final String DELETE_ENDED =
      "DELETE FROM scheduled_executions WHERE started_at <= ? AND ended_at IS NOT NULL";

  private final Sql sql;
  private final Mode mode;

  JdbcScheduledQueries(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Optional<ScheduledQuery> find(Key key) {
    return sql.first(FIND, JdbcScheduledQueries::query, key.namespace(), key.name());
  }

  @Override
  public Optional<ScheduledQuery> lock(Key key) {
    mode.requireWritable();
    return sql.first(
        FIND + sql.dialect().forUpdate(), JdbcScheduledQueries::query, key.namespace(), key.name());
  }

  private static ScheduledQuery query(Row row) throws SQLException {
    return new ScheduledQuery(
        row.number(1),
        new Key(row.text(2), row.text(3)),
        row.flag(4),
        row.text(5),
        row.textOrNull(6),
        row.textOrNull(7),
        row.numberOrNull(8),
        row.numberOrNull(9));
  }

  @Override
  public List<Key> due(String namespace, long now, int limit) {
    return sql.list(DUE, row -> new Key(row.text(1), row.text(2)), namespace, now, limit);
  }

  @Override
  public void insert(ScheduledQuery query) {
    mode.requireWritable();
    Limits.name(Entity.SCHEDULED_QUERY, query.key().namespace());
    Limits.name(Entity.SCHEDULED_QUERY, query.key().name());
    try {
      sql.update(
          INSERT,
          query.key().namespace(),
          query.key().name(),
          query.enabled(),
          query.schedule(),
          query.user(),
          query.query(),
          query.nextExecutionAt(),
          query.activeExecution());
    } catch (StatementFailure e) {
      throw e.as(
          Failure.UNIQUE,
          () ->
              new CatalogException(
                  Kind.ALREADY_EXISTS,
                  Entity.SCHEDULED_QUERY,
                  "Scheduled query with name: %s already exists.".formatted(query.key())));
    }
  }

  @Override
  public void update(ScheduledQuery query) {
    mode.requireWritable();
    sql.update(
        UPDATE,
        query.enabled(),
        query.schedule(),
        query.user(),
        query.query(),
        query.nextExecutionAt(),
        query.activeExecution(),
        query.id());
  }

  @Override
  public boolean delete(Key key) {
    mode.requireWritable();
    return sql.update(DELETE, key.namespace(), key.name()) > 0;
  }

  @Override
  public long append(ScheduledQuery query, ScheduledExecution execution) {
    mode.requireWritable();
    return sql.insert(
        INSERT_EXECUTION,
        query.id(),
        execution.state(),
        execution.executorQuery(),
        execution.startedAt(),
        execution.updatedAt(),
        execution.endedAt(),
        execution.error());
  }

  @Override
  public Optional<ScheduledExecution> execution(long id) {
    return sql.first(EXECUTION, JdbcScheduledQueries::execution, id);
  }

  @Override
  public List<ScheduledExecution> executions(Key query, int limit) {
    return sql.list(
        EXECUTIONS, JdbcScheduledQueries::execution, query.namespace(), query.name(), limit);
  }

  @Override
  public List<ScheduledExecution> silentSince(String namespace, long time, int limit) {
    return sql.list(SILENT, JdbcScheduledQueries::execution, namespace, time, limit);
  }

  private static ScheduledExecution execution(Row row) throws SQLException {
    return new ScheduledExecution(
        row.number(1),
        new Key(row.text(2), row.text(3)),
        State.valueOf(row.text(4)),
        row.textOrNull(5),
        row.number(6),
        row.numberOrNull(7),
        row.numberOrNull(8),
        row.textOrNull(9));
  }

  @Override
  public void update(ScheduledExecution execution) {
    mode.requireWritable();
    sql.update(
        UPDATE_EXECUTION,
        execution.state(),
        execution.executorQuery(),
        execution.updatedAt(),
        execution.endedAt(),
        execution.error(),
        execution.id());
  }

  @Override
  public void deleteEndedUntil(long time) {
    mode.requireWritable();
    sql.update(DELETE_ENDED, time);
  }
}
