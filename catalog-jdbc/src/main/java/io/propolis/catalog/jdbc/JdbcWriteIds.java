package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.TxnSnapshot;
import io.propolis.catalog.model.acid.WriteId;
import io.propolis.catalog.store.WriteIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class JdbcWriteIds implements WriteIds {
  private static final String OF_TABLE = " WHERE database_name = ? AND table_name = ?";
  private static final String HIGHEST = "SELECT last_id FROM write_id_counters" + OF_TABLE;
  private static final String HIGHEST_OF =
      "SELECT database_name, table_name, last_id FROM write_id_counters WHERE ";
  private static final String PREPARE =
      "INSERT INTO write_id_counters (database_name, table_name, last_id) VALUES";
  private static final String BEGIN =
      "INSERT INTO write_id_counters (database_name, table_name, last_id) VALUES (?, ?, ?)";
  private static final String RAISE =
      "UPDATE write_id_counters SET last_id = ? WHERE database_name = ? AND table_name = ?";
  private static final String INSERT =
      "INSERT INTO write_ids (database_name, table_name, write_id, transaction_id) VALUES";
  private static final String OF_TXNS =
      "SELECT transaction_id, write_id FROM write_ids" + OF_TABLE + " AND transaction_id IN ";
  private static final String OF_TXN =
      "SELECT database_name, table_name, write_id FROM write_ids WHERE transaction_id = ?";
  private static final String TXN =
      "SELECT transaction_id FROM write_ids" + OF_TABLE + " AND write_id = ?";
  private static final String UP_TO =
      """
      SELECT database_name, table_name, MAX(write_id) FROM write_ids WHERE transaction_id <= ? AND
      """;
  private static final String ROWS =
      "SELECT database_name, table_name, transaction_id, write_id FROM write_ids WHERE ";
  private static final String DELETE =
      "DELETE FROM write_ids" + OF_TABLE + " AND transaction_id IN ";
  private static final String DELETE_ALL = "DELETE FROM write_ids" + OF_TABLE;
  private static final String FORGET = "DELETE FROM write_ids WHERE transaction_id < ?";
  private static final String HOLD =
      "INSERT INTO write_id_holds (transaction_id, database_name, table_name, write_id) VALUES";
  private static final String RELEASE = "DELETE FROM write_id_holds WHERE transaction_id IN ";

  private final Sql sql;
  private final Mode mode;

  JdbcWriteIds(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Optional<Long> lockHighest(TableName table) {
    mode.requireWritable();
    return sql.first(
        HIGHEST + sql.dialect().forUpdate(),
        row -> row.number(1),
        table.database().name(),
        table.name());
  }

  @Override
  public Map<TableName, Long> highest(Collection<TableName> tables) {
    return byTable(HIGHEST_OF, tables, List.of(), "");
  }

  @Override
  public void prepare(TableName table) {
    mode.requireWritable();
    checkNames(table);
    sql.insertRows(
        PREPARE,
        List.of(List.of(table.database().name(), table.name(), 0L)),
        sql.dialect().ignoringDuplicates("database_name, table_name"));
  }

  private static void checkNames(TableName table) {
    Limits.name(Entity.DATABASE, table.database().name());
    Limits.name(Entity.TABLE, table.name());
  }

  @Override
  public void begin(TableName table, long highest) {
    mode.requireWritable();
    checkNames(table);
    try {
      sql.update(BEGIN, table.database().name(), table.name(), highest);
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.TRANSACTION, "write ids of " + table));
    }
  }

  @Override
  public void raise(TableName table, long highest) {
    mode.requireWritable();
    sql.update(RAISE, highest, table.database().name(), table.name());
  }

  @Override
  public void insert(TableName table, Collection<WriteId> writeIds) {
    mode.requireWritable();
    sql.insertRows(
        INSERT,
        writeIds.stream()
            .map(id -> List.<Object>of(table.database().name(), table.name(), id.id(), id.txn()))
            .toList(),
        "");
  }

  @Override
  public List<WriteId> of(TableName table, Collection<Long> txns) {
    var found = new ArrayList<WriteId>();
    Sql.forChunks(
        txns,
        chunk ->
            found.addAll(
                sql.list(
                    OF_TXNS + Sql.placeholders(chunk.size()) + " ORDER BY transaction_id",
                    row -> new WriteId(row.number(1), row.number(2)),
                    JdbcAcidNames.parameters(table, chunk.toArray()))));
    return found;
  }

  @Override
  public Map<TableName, Long> of(long txn) {
    var found = new HashMap<TableName, Long>();
    sql.list(OF_TXN, row -> found.put(TableName.of(row.text(1), row.text(2)), row.number(3)), txn);
    return found;
  }

  @Override
  public Optional<Long> txn(TableName table, long writeId) {
    return sql.first(TXN, row -> row.number(1), table.database().name(), table.name(), writeId);
  }

  @Override
  public Map<TableName, Long> highestUpTo(Collection<TableName> tables, long highWaterMark) {
    return byTable(UP_TO, tables, List.of(highWaterMark), " GROUP BY database_name, table_name");
  }

  private Map<TableName, Long> byTable(
      String select, Collection<TableName> tables, List<Object> first, String ending) {
    var found = new HashMap<TableName, Long>();
    Sql.forChunks(
        tables,
        chunk -> {
          var parameters = new ArrayList<>(first);
          var any = JdbcAcidNames.anyOf(chunk, parameters);
          sql.list(
              select + any + ending,
              row -> found.put(TableName.of(row.text(1), row.text(2)), row.number(3)),
              parameters);
        });
    return found;
  }

  @Override
  public Map<TableName, List<WriteId>> invisible(
      Collection<TableName> tables, TxnSnapshot snapshot) {
    var found = new HashMap<TableName, List<WriteId>>();
    Sql.forChunks(
        tables,
        chunk -> {
          addRows(chunk, "transaction_id > ?", List.of(snapshot.highWaterMark()), found);
          Sql.forChunks(
              snapshot.invisible(),
              txns ->
                  addRows(
                      chunk, "transaction_id IN " + Sql.placeholders(txns.size()), txns, found));
        });
    found.replaceAll(
        (table, ids) ->
            new HashSet<>(ids).stream().sorted(Comparator.comparingLong(WriteId::id)).toList());
    return found;
  }

  private void addRows(
      List<TableName> tables,
      String condition,
      List<Long> txns,
      Map<TableName, List<WriteId>> found) {
    var parameters = new ArrayList<Object>(txns);
    var any = JdbcAcidNames.anyOf(tables, parameters);
    sql.list(
        ROWS + condition + " AND " + any,
        row ->
            found
                .computeIfAbsent(TableName.of(row.text(1), row.text(2)), table -> new ArrayList<>())
                .add(new WriteId(row.number(3), row.number(4))),
        parameters);
  }

  @Override
  public void delete(TableName table, Collection<Long> txns) {
    mode.requireWritable();
    Sql.forChunks(
        txns,
        chunk ->
            sql.update(
                DELETE + Sql.placeholders(chunk.size()),
                JdbcAcidNames.parameters(table, chunk.toArray())));
  }

  @Override
  public void deleteAll(TableName table) {
    mode.requireWritable();
    sql.update(DELETE_ALL, JdbcAcidNames.parameters(table));
  }

  @Override
  public void forgetBelow(long txn) {
    mode.requireWritable();
    sql.update(FORGET, txn);
  }

  @Override
  public void hold(long txn, Map<TableName, Long> oldest) {
    mode.requireWritable();
    sql.insertRows(
        HOLD,
        oldest.entrySet().stream()
            .map(
                entry ->
                    List.<Object>of(
                        txn,
                        entry.getKey().database().name(),
                        entry.getKey().name(),
                        entry.getValue()))
            .toList(),
        sql.dialect()
            .replacingDuplicates(
                List.of("transaction_id", "database_name", "table_name"), List.of("write_id")));
  }

  @Override
  public void release(Collection<Long> txns) {
    mode.requireWritable();
    Sql.forChunks(txns, chunk -> sql.update(RELEASE + Sql.placeholders(chunk.size()), chunk));
  }
}
