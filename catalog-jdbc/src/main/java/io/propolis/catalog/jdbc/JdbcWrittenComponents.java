package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import io.propolis.catalog.store.WrittenComponents;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class JdbcWrittenComponents implements WrittenComponents {
  private static final String SELECT =
      """
      SELECT transaction_id, database_name, table_name, partition_name, operation, write_id,
             commit_id
      FROM written_components WHERE
      """;
  private static final String INSERT =
      """
      INSERT INTO written_components (transaction_id, database_name, table_name, partition_name,
             operation, write_id, commit_id)
      VALUES\
      """;
  private static final String INSERT_FROM_WRITE_IDS =
      """
      INSERT INTO written_components (transaction_id, database_name, table_name, operation,
             write_id)
      SELECT w.transaction_id, w.database_name, w.table_name, 'INSERT', w.write_id
      FROM write_ids w
      WHERE NOT EXISTS (SELECT 1 FROM written_components c
                        WHERE c.transaction_id = w.transaction_id
                          AND c.database_name = w.database_name AND c.table_name = w.table_name)
        AND w.transaction_id IN
      """;
  private static final String COMMIT =
      "UPDATE written_components SET commit_id = ? WHERE transaction_id = ?";
  private static final String DELETE_WHOLE =
      """
      DELETE FROM written_components
      WHERE transaction_id = ? AND database_name = ? AND table_name = ?
        AND partition_name IS NULL\
      """;
  private static final String DELETE_OPERATION =
      "DELETE FROM written_components WHERE transaction_id = ? AND operation = ?";
  private static final String DELETE_COMPACTED =
      """
      DELETE FROM written_components
      WHERE database_name = ? AND table_name = ?
        AND (commit_id IS NOT NULL OR transaction_id IN
             (SELECT id FROM acid_transactions WHERE state = 'ABORTED'))\
      """;

  private final Sql sql;
  private final Mode mode;

  JdbcWrittenComponents(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void insert(Collection<WrittenComponent> components) {
    mode.requireWritable();
    sql.insertRows(INSERT, components.stream().map(JdbcWrittenComponents::row).toList(), "");
  }

  private static List<@Nullable Object> row(WrittenComponent component) {
    Limits.name(Entity.DATABASE, component.database());
    if (component.table() != null) {
      Limits.name(Entity.TABLE, component.table());
    }
    return Arrays.asList(
        component.txn(),
        component.database(),
        component.table(),
        component.partition(),
        component.operation(),
        component.writeId(),
        component.commit());
  }

  @Override
  public List<WrittenComponent> of(Collection<Long> txns) {
    var found = new ArrayList<WrittenComponent>();
    Sql.forChunks(
        txns,
        chunk ->
            found.addAll(
                sql.list(
                    SELECT + "transaction_id IN " + Sql.placeholders(chunk.size()) + " ORDER BY id",
                    JdbcWrittenComponents::component,
                    chunk)));
    return found;
  }

  @Override
  public List<WrittenComponent> committedSince(long commit, Collection<TableName> tables) {
    var found = new ArrayList<WrittenComponent>();
    Sql.forChunks(
        tables,
        chunk -> {
          var parameters = new ArrayList<Object>();
          parameters.add(commit);
          var any = JdbcAcidNames.anyOf(chunk, parameters);
          found.addAll(
              sql.list(
                  SELECT + "commit_id >= ? AND " + any + " ORDER BY id",
                  JdbcWrittenComponents::component,
                  parameters));
        });
    return found;
  }

  private static WrittenComponent component(Row row) throws SQLException {
    return new WrittenComponent(
        row.number(1),
        row.text(2),
        row.textOrNull(3),
        row.textOrNull(4),
        Operation.valueOf(row.text(5)),
        row.numberOrNull(6),
        row.numberOrNull(7));
  }

  @Override
  public void commit(long txn, long commit) {
    mode.requireWritable();
    sql.update(COMMIT, commit, txn);
  }

  @Override
  public void insertFromWriteIds(Collection<Long> txns) {
    mode.requireWritable();
    Sql.forChunks(
        txns, chunk -> sql.update(INSERT_FROM_WRITE_IDS + Sql.placeholders(chunk.size()), chunk));
  }

  @Override
  public void deleteWhole(long txn, TableName table) {
    mode.requireWritable();
    sql.update(DELETE_WHOLE, txn, table.database().name(), table.name());
  }

  @Override
  public void delete(long txn, Operation operation) {
    mode.requireWritable();
    sql.update(DELETE_OPERATION, txn, operation);
  }

  @Override
  public void deleteCompacted(
      TableName table, @Nullable String partition, @Nullable Long highestWriteId) {
    mode.requireWritable();
    var parameters = JdbcAcidNames.parameters(table);
    var condition = "";
    if (partition != null) {
      condition += " AND partition_name = ?";
      parameters.add(partition);
    }
    if (highestWriteId != null) {
      condition += " AND write_id <= ?";
      parameters.add(highestWriteId);
    }
    sql.update(DELETE_COMPACTED + condition, parameters);
  }
}
