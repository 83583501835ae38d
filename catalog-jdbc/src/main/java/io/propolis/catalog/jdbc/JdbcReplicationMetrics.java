package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.workload.ReplicationMetrics;
import io.propolis.catalog.store.ReplicationMetricsLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class JdbcReplicationMetrics implements ReplicationMetricsLog {
  private static final String SELECT =
      """
      SELECT scheduled_execution_id, policy, dump_execution_id, started_at, metadata, progress,
             message_format
      FROM replication_metrics
      """;
  private static final String NEWEST_FIRST = " ORDER BY scheduled_execution_id DESC";
  private static final String OF_POLICY = SELECT + "WHERE policy = ?" + NEWEST_FIRST;
  private static final String OF_EXECUTION = SELECT + "WHERE scheduled_execution_id = ?";
  private static final String OF_DUMP = SELECT + "WHERE dump_execution_id = ?" + NEWEST_FIRST;
  private static final String OF_EXECUTIONS = SELECT + "WHERE scheduled_execution_id IN ";
  private static final String INSERT =
      """
      INSERT INTO replication_metrics (scheduled_execution_id, policy, dump_execution_id,
             started_at, metadata, progress, message_format)
      VALUES""";
  private static final List<String> KEY = List.of("scheduled_execution_id");
  private static final List<String> VALUES =
      List.of(
          "policy", "dump_execution_id", "started_at", "metadata", "progress", "message_format");
  private static final String DELETE = "DELETE FROM replication_metrics WHERE started_at <= ?";

  private final Sql sql;
  private final Mode mode;

  JdbcReplicationMetrics(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public List<ReplicationMetrics> hold(Collection<ReplicationMetrics> reported) {
    mode.requireWritable();
    // New ones are inserted first: a row that is not there cannot be held.
    insert(reported, sql.dialect().ignoringDuplicates("scheduled_execution_id"));
    var found = new ArrayList<ReplicationMetrics>();
    Sql.forChunks(
        reported.stream().map(ReplicationMetrics::scheduledExecution).sorted().toList(),
        chunk ->
            found.addAll(
                sql.list(
                    OF_EXECUTIONS
                        + Sql.placeholders(chunk.size())
                        + NEWEST_FIRST
                        + sql.dialect().forUpdate(),
                    JdbcReplicationMetrics::metrics,
                    chunk)));
    return found;
  }

  @Override
  public void put(Collection<ReplicationMetrics> metrics) {
    mode.requireWritable();
    insert(metrics, sql.dialect().replacingDuplicates(KEY, VALUES));
  }

  private void insert(Collection<ReplicationMetrics> metrics, String onDuplicates) {
    metrics.forEach(each -> Limits.name(Entity.REQUEST, each.policy()));
    var rows =
        metrics.stream()
            .sorted(Comparator.comparingLong(ReplicationMetrics::scheduledExecution))
            .map(
                each ->
                    Arrays.<@Nullable Object>asList(
                        each.scheduledExecution(),
                        each.policy(),
                        each.dumpExecution(),
                        each.startedAt(),
                        each.metadata(),
                        each.progress(),
                        each.messageFormat()))
            .toList();
    sql.insertRows(INSERT, rows, onDuplicates);
  }

  @Override
  public List<ReplicationMetrics> ofPolicy(String policy) {
    return sql.list(OF_POLICY, JdbcReplicationMetrics::metrics, policy);
  }

  @Override
  public List<ReplicationMetrics> ofExecution(long scheduledExecution) {
    return sql.list(OF_EXECUTION, JdbcReplicationMetrics::metrics, scheduledExecution);
  }

  @Override
  public List<ReplicationMetrics> ofDump(long dumpExecution) {
    return sql.list(OF_DUMP, JdbcReplicationMetrics::metrics, dumpExecution);
  }

  private static ReplicationMetrics metrics(Row row) throws SQLException {
    return new ReplicationMetrics(
        row.number(1),
        row.text(2),
        row.number(3),
        row.number(4),
        row.textOrNull(5),
        row.textOrNull(6),
        row.textOrNull(7));
  }

  @Override
  public void deleteUntil(long time) {
    mode.requireWritable();
    sql.update(DELETE, time);
  }
}
