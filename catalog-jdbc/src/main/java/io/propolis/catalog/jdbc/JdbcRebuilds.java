package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.Rebuilds;
import java.util.Collection;
import java.util.Optional;

final class JdbcRebuilds implements Rebuilds {
  private static final String OF_VIEW = " WHERE database_name = ? AND table_name = ?";
  private static final String FIND =
      "SELECT transaction_id, heartbeat_at FROM materialization_rebuilds" + OF_VIEW;
  private static final String INSERT =
      """
      INSERT INTO materialization_rebuilds (database_name, table_name, transaction_id, heartbeat_at)
      VALUES (?, ?, ?, ?)""";
  private static final String HEARTBEAT =
      """
      UPDATE materialization_rebuilds SET heartbeat_at = ?
      WHERE database_name = ? AND table_name = ? AND transaction_id = ?""";
  private static final String DELETE = "DELETE FROM materialization_rebuilds" + OF_VIEW;
  private static final String DELETE_OF =
      "DELETE FROM materialization_rebuilds WHERE transaction_id IN ";

  private final Sql sql;
  private final Mode mode;

  JdbcRebuilds(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Optional<Rebuild> find(TableName view) {
    return sql.first(
        FIND,
        row -> new Rebuild(view, row.number(1), row.number(2)),
        view.database().name(),
        view.name());
  }

  @Override
  public void insert(Rebuild rebuild) {
    mode.requireWritable();
    var view = rebuild.view();
    Limits.name(Entity.DATABASE, view.database().name());
    Limits.name(Entity.TABLE, view.name());
    try {
      sql.update(INSERT, view.database().name(), view.name(), rebuild.txn(), rebuild.heartbeatAt());
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.LOCK, "rebuild of " + view));
    }
  }

  @Override
  public boolean heartbeat(Rebuild rebuild) {
    mode.requireWritable();
    var view = rebuild.view();
    return sql.update(
            HEARTBEAT, rebuild.heartbeatAt(), view.database().name(), view.name(), rebuild.txn())
        > 0;
  }

  @Override
  public void delete(TableName view) {
    mode.requireWritable();
    sql.update(DELETE, view.database().name(), view.name());
  }

  @Override
  public void deleteOf(Collection<Long> txns) {
    mode.requireWritable();
    Sql.forChunks(txns, chunk -> sql.update(DELETE_OF + Sql.placeholders(chunk.size()), chunk));
  }
}
