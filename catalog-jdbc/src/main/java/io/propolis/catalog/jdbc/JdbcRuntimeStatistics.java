package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.workload.RuntimeStatistics;
import io.propolis.catalog.model.workload.RuntimeStatistics.Payload;
import io.propolis.catalog.store.RuntimeStatisticsLog;
import java.util.List;

final class JdbcRuntimeStatistics implements RuntimeStatisticsLog {
  private static final String INSERT =
      "INSERT INTO runtime_statistics (created_at, weight, payload) VALUES (?, ?, ?)";
  private static final String NEWEST =
      """
      SELECT created_at, weight, payload
      FROM (
        SELECT id, created_at, weight, payload,
               SUM(weight) OVER (ORDER BY created_at DESC, id DESC ROWS UNBOUNDED PRECEDING)
                 AS total_weight
        FROM runtime_statistics WHERE created_at < ?
      ) newest
      WHERE total_weight - weight < ?
      ORDER BY created_at DESC, id DESC""";
  private static final String DELETE = "DELETE FROM runtime_statistics WHERE created_at <= ?";

  private final Sql sql;
  private final Mode mode;

  JdbcRuntimeStatistics(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void append(RuntimeStatistics statistics) {
    mode.requireWritable();
    sql.update(INSERT, statistics.createdAt(), statistics.weight(), statistics.payload().bytes());
  }

  @Override
  public List<RuntimeStatistics> newest(long weight, long before) {
    return sql.list(
        NEWEST,
        row -> new RuntimeStatistics(row.number(1), row.integer(2), Payload.of(row.bytes(3))),
        before,
        weight);
  }

  @Override
  public void deleteUntil(long time) {
    mode.requireWritable();
    sql.update(DELETE, time);
  }
}
