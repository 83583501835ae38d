package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.store.Txns;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

final class JdbcTxns implements Txns {
  private static final String MARK =
      "SELECT last_id FROM acid_counters WHERE name = 'transactions'";
  private static final String RAISE =
      "UPDATE acid_counters SET last_id = ? WHERE name = 'transactions'";
  private static final String SELECT =
      """
      SELECT id, state, kind, user_name, host, agent_info, started_at, heartbeat_at, cause
      FROM acid_transactions WHERE\s""";
  private static final String FIND = SELECT + "id = ?";
  private static final String UNFINISHED = SELECT + "state IN ('OPEN', 'ABORTED') ORDER BY id";
  private static final String SILENT =
      """
      SELECT id FROM acid_transactions
      WHERE state = 'OPEN' AND heartbeat_at <= ? AND (kind <> 'REPL_CREATED' OR heartbeat_at <= ?)
      ORDER BY id""";
  private static final String INSERT =
      """
      INSERT INTO acid_transactions (id, state, kind, user_name, host, agent_info, started_at,
             heartbeat_at, cause)
      VALUES""";
  private static final String HEARTBEAT =
      "UPDATE acid_transactions SET heartbeat_at = ? WHERE state = 'OPEN' AND id IN ";
  private static final String END =
      "UPDATE acid_transactions SET state = ?, cause = ? WHERE state = 'OPEN' AND id IN ";
  private static final String FORGET =
      """
      DELETE FROM acid_transactions WHERE id < ? AND heartbeat_at <= ? AND (state = 'COMMITTED' OR (state = 'ABORTED'
        AND NOT EXISTS (SELECT 1 FROM written_components w
                        WHERE w.transaction_id = acid_transactions.id)))""";
  private static final String REPLAYED =
      "SELECT source_id, target_id FROM replayed_transactions WHERE policy = ? ORDER BY source_id";
  private static final String INSERT_REPLAYED =
      "INSERT INTO replayed_transactions (policy, source_id, target_id) VALUES";
  private static final String POLICIES =
      "SELECT DISTINCT policy FROM replayed_transactions WHERE target_id IN ";
  private static final String DELETE_REPLAYED =
      "DELETE FROM replayed_transactions WHERE target_id IN ";

  private final Sql sql;
  private final Mode mode;

  JdbcTxns(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public long lockHighWaterMark() {
    mode.requireWritable();
    return sql.first(MARK + sql.dialect().forUpdate(), row -> row.number(1)).orElseThrow();
  }

  @Override
  public long highWaterMark() {
    return sql.first(MARK, row -> row.number(1)).orElseThrow();
  }

  @Override
  public void raiseHighWaterMark(long id) {
    mode.requireWritable();
    sql.update(RAISE, id);
  }

  @Override
  public void insert(Collection<Txn> txns) {
    mode.requireWritable();
    sql.insertRows(INSERT, txns.stream().map(JdbcTxns::row).toList(), "");
  }

  private static List<@Nullable Object> row(Txn txn) {
    return Arrays.asList(
        txn.id(),
        txn.state(),
        txn.kind(),
        txn.user(),
        txn.host(),
        txn.agentInfo(),
        txn.startedAt(),
        txn.heartbeatAt(),
        txn.cause());
  }

  @Override
  public Optional<Txn> find(long id) {
    return sql.first(FIND, JdbcTxns::txn, id);
  }

  /** In the order of ids, so that two who lock several do not wait for each other. */
  @Override
  public List<Txn> lock(Collection<Long> ids) {
    mode.requireWritable();
    var found = new ArrayList<Txn>();
    Sql.forChunks(
        new TreeSet<>(ids),
        chunk ->
            found.addAll(
                sql.list(
                    SELECT
                        + "id IN "
                        + Sql.placeholders(chunk.size())
                        + " ORDER BY id"
                        + sql.dialect().forUpdate(),
                    JdbcTxns::txn,
                    chunk)));
    return found;
  }

  private static Txn txn(Row row) throws SQLException {
    return new Txn(
        row.number(1),
        Txn.State.valueOf(row.text(2)),
        Txn.Kind.valueOf(row.text(3)),
        row.text(4),
        row.text(5),
        row.textOrNull(6),
        row.number(7),
        row.number(8),
        row.textOrNull(9));
  }

  @Override
  public List<Txn> unfinished() {
    return sql.list(UNFINISHED, JdbcTxns::txn);
  }

  @Override
  public List<Long> silent(long silentSince, long replayedSilentSince) {
    return sql.list(SILENT, row -> row.number(1), silentSince, replayedSilentSince);
  }

  @Override
  public void heartbeat(Collection<Long> ids, long at) {
    mode.requireWritable();
    Sql.forChunks(
        ids,
        chunk -> {
          var parameters = new ArrayList<Object>(chunk.size() + 1);
          parameters.add(at);
          parameters.addAll(chunk);
          sql.update(HEARTBEAT + Sql.placeholders(chunk.size()), parameters);
        });
  }

  @Override
  public void end(Collection<Long> ids, Txn.State state, @Nullable String cause) {
    mode.requireWritable();
    Sql.forChunks(
        ids,
        chunk -> {
          var parameters = new ArrayList<@Nullable Object>(chunk.size() + 2);
          parameters.add(state);
          parameters.add(cause);
          parameters.addAll(chunk);
          sql.update(END + Sql.placeholders(chunk.size()), parameters);
        });
  }

  @Override
  public void forgetBelow(long id, long silentSince) {
    mode.requireWritable();
    sql.update(FORGET, id, silentSince);
  }

  @Override
  public Map<Long, Long> replayed(String policy) {
    var targets = new LinkedHashMap<Long, Long>();
    sql.list(REPLAYED, row -> targets.put(row.number(1), row.number(2)), policy);
    return targets;
  }

  @Override
  public void putReplayed(String policy, Map<Long, Long> targetBySource) {
    mode.requireWritable();
    sql.insertRows(
        INSERT_REPLAYED,
        targetBySource.entrySet().stream()
            .map(entry -> List.<Object>of(policy, entry.getKey(), entry.getValue()))
            .toList(),
        "");
  }

  @Override
  public List<String> policies(Collection<Long> targets) {
    var policies = new TreeSet<String>();
    Sql.forChunks(
        targets,
        chunk ->
            policies.addAll(
                sql.list(POLICIES + Sql.placeholders(chunk.size()), row -> row.text(1), chunk)));
    return List.copyOf(policies);
  }

  @Override
  public void deleteReplayed(Collection<Long> targets) {
    mode.requireWritable();
    Sql.forChunks(
        targets, chunk -> sql.update(DELETE_REPLAYED + Sql.placeholders(chunk.size()), chunk));
  }
}
