package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.CompactionMetric;
import io.propolis.catalog.store.Compactions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class JdbcCompactions implements Compactions {
  private static final Json<Compaction.Request> REQUEST = Json.of(new TypeReference<>() {});
  private static final Json<Compaction.Work> WORK = Json.of(new TypeReference<>() {});

  private static final String GATE = "SELECT last_id FROM acid_counters WHERE name = 'compactions'";
  private static final String NEXT =
      "UPDATE acid_counters SET last_id = last_id + 1 WHERE name = 'compactions'";
  private static final String SELECT =
      """
      SELECT id, database_name, table_name, state, enqueued_at, request, work
      FROM compactions WHERE
      """;
  private static final String OF = SELECT + "transaction_id = ? ORDER BY id";
  private static final String INSERT =
      """
      INSERT INTO compactions (id, database_name, table_name, partition_name, kind, state,
             pool_name, transaction_id, enqueued_at, request, work)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String UPDATE =
      "UPDATE compactions SET state = ?, transaction_id = ?, work = ? WHERE id = ?";
  private static final String DELETE = "DELETE FROM compactions WHERE id IN ";
  private static final String METRIC =
      """
       FROM compaction_metrics
      WHERE database_name = ? AND table_name = ? AND kind = ? AND
      """;
  private static final String INSERT_METRIC =
      """
      INSERT INTO compaction_metrics (database_name, table_name, partition_name, kind, metric_value,
             version)
      VALUES (?, ?, ?, ?, ?, ?)\
      """;

  private final Sql sql;
  private final Mode mode;

  JdbcCompactions(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void serialise() {
    mode.requireWritable();
    sql.lock(GATE);
  }

  @Override
  public Compaction insert(Compaction compaction) {
    mode.requireWritable();
    var request = compaction.request();
    Limits.name(Entity.DATABASE, request.database());
    Limits.name(Entity.TABLE, request.table());
    sql.update(NEXT);
    var stored = compaction.withId(sql.first(GATE, row -> row.number(1)).orElseThrow());
    sql.update(
        INSERT,
        stored.id(),
        request.database(),
        request.table(),
        request.partition(),
        request.kind(),
        stored.state(),
        request.pool(),
        stored.work().txn(),
        stored.enqueuedAt(),
        REQUEST.write(request),
        WORK.write(stored.work()));
    return stored;
  }

  @Override
  public List<Compaction> findAll(Collection<Long> ids) {
    var found = new ArrayList<Compaction>();
    Sql.forChunks(
        ids,
        chunk ->
            found.addAll(
                sql.list(
                    SELECT + "id IN " + Sql.placeholders(chunk.size()) + " ORDER BY id",
                    JdbcCompactions::compaction,
                    chunk)));
    return found;
  }

  @Override
  public List<Compaction> of(long txn) {
    return sql.list(OF, JdbcCompactions::compaction, txn);
  }

  @Override
  public List<Compaction> all(Filter filter) {
    var conditions = new ArrayList<String>();
    var parameters = new ArrayList<Object>();
    add("id", filter.id(), conditions, parameters);
    add("pool_name", filter.pool(), conditions, parameters);
    add("database_name", filter.database(), conditions, parameters);
    add("table_name", filter.table(), conditions, parameters);
    add("partition_name", filter.partition(), conditions, parameters);
    add("kind", filter.kind(), conditions, parameters);
    if (!filter.states().isEmpty()) {
      conditions.add("state IN " + Sql.placeholders(filter.states().size()));
      parameters.addAll(filter.states());
    }
    var where = conditions.isEmpty() ? "1 = 1" : String.join(" AND ", conditions);
    return sql.list(SELECT + where + " ORDER BY id", JdbcCompactions::compaction, parameters);
  }

  private static void add(
      String column, @Nullable Object value, List<String> conditions, List<Object> parameters) {
    if (value != null) {
      conditions.add(column + " = ?");
      parameters.add(value);
    }
  }

  /** The names in columns follow a rename, those in the document do not. */
  private static Compaction compaction(Row row) throws SQLException {
    return new Compaction(
        row.number(1),
        REQUEST.read(row.text(6)).of(row.text(2), row.text(3)),
        Compaction.State.valueOf(row.text(4)),
        row.number(5),
        WORK.read(row.text(7)));
  }

  @Override
  public void update(Compaction compaction) {
    mode.requireWritable();
    sql.update(
        UPDATE,
        compaction.state(),
        compaction.work().txn(),
        WORK.write(compaction.work()),
        compaction.id());
  }

  @Override
  public void delete(Collection<Long> ids) {
    mode.requireWritable();
    Sql.forChunks(ids, chunk -> sql.update(DELETE + Sql.placeholders(chunk.size()), chunk));
  }

  @Override
  public Optional<CompactionMetric> metric(
      TableName table, @Nullable String partition, CompactionMetric.Kind kind) {
    return sql
        .list(
            "SELECT metric_value, version" + METRIC + samePartition(partition),
            row -> new CompactionMetric(table, partition, kind, row.number(1), row.number(2)),
            parameters(table, partition, kind))
        .stream()
        .findFirst();
  }

  private static String samePartition(@Nullable String partition) {
    return partition == null ? "partition_name IS NULL" : "partition_name = ?";
  }

  private static List<Object> parameters(
      TableName table, @Nullable String partition, CompactionMetric.Kind kind) {
    var parameters = JdbcAcidNames.parameters(table, kind);
    if (partition != null) {
      parameters.add(partition);
    }
    return parameters;
  }

  @Override
  public void put(CompactionMetric metric) {
    delete(metric.table(), metric.partition(), metric.kind());
    sql.update(
        INSERT_METRIC,
        metric.table().database().name(),
        metric.table().name(),
        metric.partition(),
        metric.kind(),
        metric.value(),
        metric.version());
  }

  @Override
  public boolean delete(TableName table, @Nullable String partition, CompactionMetric.Kind kind) {
    mode.requireWritable();
    return sql.update(
            "DELETE" + METRIC + samePartition(partition), parameters(table, partition, kind))
        > 0;
  }
}
