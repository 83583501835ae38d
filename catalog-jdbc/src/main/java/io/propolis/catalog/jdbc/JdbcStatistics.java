package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.notFound;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.Statistics;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class JdbcStatistics implements Statistics {
  private static final Json<StatisticsData> DATA = Json.of(new TypeReference<>() {});
  private static final List<String> VALUES = List.of("column_type", "analyzed_at", "data");

  private static final String OF_TABLE =
      """
      SELECT column_name, column_type, engine, analyzed_at, data
      FROM table_statistics WHERE table_id = ? AND engine = ? AND column_name IN """;
  private static final String PUT_TABLE =
      """
      INSERT INTO table_statistics (table_id, engine, column_name, column_type, analyzed_at, data)
      VALUES""";
  private static final String DELETE_TABLE =
      "DELETE FROM table_statistics WHERE table_id = ? AND engine = ?";
  private static final String OF_PARTITIONS =
      """
      SELECT s.column_name, s.column_type, s.engine, s.analyzed_at, s.data, p.values_text
      FROM table_partitions p JOIN partition_statistics s ON s.partition_id = p.id
      WHERE p.table_id = ? AND s.engine = ? AND p.values_hash IN """;
  private static final String PUT_PARTITIONS =
      """
      INSERT INTO partition_statistics (partition_id, engine, column_name, column_type,
             analyzed_at, data)
      VALUES""";
  private static final String DELETE_PARTITION =
      """
      DELETE FROM partition_statistics
      WHERE partition_id = (SELECT id FROM table_partitions WHERE table_id = ? AND values_hash = ?)
        AND engine = ?""";
  private static final String DELETE_PARTITIONS =
      """
      DELETE FROM partition_statistics
      WHERE partition_id IN
        (SELECT id FROM table_partitions WHERE table_id = ? AND values_hash IN """;
  private static final String AND_COLUMN = " AND column_name = ?";
  private static final String CLEAR_TABLE_COLUMN =
      "DELETE FROM table_statistics WHERE table_id = ? AND column_name = ?";
  private static final String RENAME_TABLE_COLUMN =
      "UPDATE table_statistics SET column_name = ? WHERE table_id = ? AND column_name = ?";
  private static final String CLEAR_PARTITION_COLUMN =
      """
      DELETE FROM partition_statistics
      WHERE column_name = ? AND partition_id IN (SELECT id FROM table_partitions WHERE table_id = ?)
      """;
  private static final String RENAME_PARTITION_COLUMN =
      """
      UPDATE partition_statistics SET column_name = ?
      WHERE column_name = ? AND partition_id IN (SELECT id FROM table_partitions WHERE table_id = ?)
      """;

  private final Sql sql;
  private final Mode mode;
  private final JdbcPartitions partitions;

  JdbcStatistics(Sql sql, Mode mode, JdbcPartitions partitions) {
    this.sql = sql;
    this.mode = mode;
    this.partitions = partitions;
  }

  @Override
  public List<ColumnStatistics> ofTable(Table table, Collection<String> columns, String engine) {
    var found = new ArrayList<ColumnStatistics>();
    Sql.forChunks(
        folded(columns),
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(table.id(), engine));
          parameters.addAll(chunk);
          found.addAll(
              sql.list(
                  OF_TABLE + Sql.placeholders(chunk.size()),
                  JdbcStatistics::statistics,
                  parameters));
        });
    return found;
  }

  private static Set<String> folded(Collection<String> columns) {
    var folded = new LinkedHashSet<String>();
    columns.forEach(column -> folded.add(Names.fold(column)));
    return folded;
  }

  private static ColumnStatistics statistics(Row row) throws SQLException {
    return new ColumnStatistics(
        row.text(1), row.text(2), row.text(3), row.number(4), DATA.read(row.text(5)));
  }

  @Override
  public void putTable(Table table, Collection<ColumnStatistics> statistics) {
    mode.requireWritable();
    var rows = new LinkedHashMap<Key, List<Object>>();
    statistics.forEach(s -> rows.put(key(table.id(), s), row(table.id(), s)));
    try {
      sql.insertRows(
          PUT_TABLE,
          List.copyOf(rows.values()),
          sql.dialect().replacingDuplicates(List.of("table_id", "engine", "column_name"), VALUES));
    } catch (StatementFailure e) {
      throw e.as(Failure.FOREIGN_KEY, () -> notFound(Entity.TABLE, table.name()));
    }
  }

  /** What one statement may name only once. */
  private record Key(long owner, String engine, String column) {}

  private static Key key(long owner, ColumnStatistics statistics) {
    return new Key(owner, statistics.engine(), statistics.column());
  }

  private static List<Object> row(long owner, ColumnStatistics statistics) {
    return List.of(
        owner,
        statistics.engine(),
        statistics.column(),
        statistics.type(),
        statistics.analyzedAt(),
        DATA.write(statistics.data()));
  }

  @Override
  public long deleteTable(Table table, @Nullable String column, String engine) {
    mode.requireWritable();
    return column == null
        ? sql.update(DELETE_TABLE, table.id(), engine)
        : sql.update(DELETE_TABLE + AND_COLUMN, table.id(), engine, Names.fold(column));
  }

  @Override
  public Map<List<String>, List<ColumnStatistics>> ofPartitions(
      Table table, Collection<List<String>> wanted, Collection<String> columns, String engine) {
    var found = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    Sql.forChunks(
        new LinkedHashSet<>(wanted),
        partitionChunk ->
            Sql.forChunks(
                folded(columns),
                columnChunk -> collect(table, partitionChunk, columnChunk, engine, found)));
    return found;
  }

  private void collect(
      Table table,
      List<List<String>> wanted,
      List<String> columns,
      String engine,
      Map<List<String>, List<ColumnStatistics>> found) {
    var parameters = new ArrayList<Object>(List.of(table.id(), engine));
    wanted.forEach(values -> parameters.add(PartitionKey.hash(values)));
    parameters.addAll(columns);
    var rows =
        sql.list(
            OF_PARTITIONS
                + Sql.placeholders(wanted.size())
                + " AND s.column_name IN "
                + Sql.placeholders(columns.size()),
            row -> Map.entry(Json.Texts.read(row.text(6)), statistics(row)),
            parameters);
    for (var row : rows) {
      found.computeIfAbsent(row.getKey(), values -> new ArrayList<>()).add(row.getValue());
    }
  }

  @Override
  public void putPartitions(Table table, Map<List<String>, List<ColumnStatistics>> statistics) {
    mode.requireWritable();
    var ids = partitions.requireAll(table, statistics.keySet());
    var rows = new LinkedHashMap<Key, List<Object>>();
    ids.forEach(
        (values, id) ->
            statistics
                .getOrDefault(values, List.of())
                .forEach(s -> rows.put(key(id, s), row(id, s))));
    sql.insertRows(
        PUT_PARTITIONS,
        List.copyOf(rows.values()),
        sql.dialect()
            .replacingDuplicates(List.of("partition_id", "engine", "column_name"), VALUES));
  }

  @Override
  public long deletePartition(
      Table table, List<String> partition, @Nullable String column, String engine) {
    mode.requireWritable();
    var hash = PartitionKey.hash(partition);
    return column == null
        ? sql.update(DELETE_PARTITION, table.id(), hash, engine)
        : sql.update(DELETE_PARTITION + AND_COLUMN, table.id(), hash, engine, Names.fold(column));
  }

  @Override
  public void deletePartitions(Table table, Collection<List<String>> partitions) {
    mode.requireWritable();
    Sql.forChunks(
        partitions,
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(table.id()));
          chunk.forEach(values -> parameters.add(PartitionKey.hash(values)));
          sql.update(DELETE_PARTITIONS + Sql.placeholders(chunk.size()) + ")", parameters);
        });
  }

  @Override
  public void renameColumn(Table table, String from, String to) {
    mode.requireWritable();
    var old = Names.fold(from);
    var fresh = Names.fold(to);
    if (old.equals(fresh)) {
      return;
    }
    // Whatever stands under the new name belongs to a column that is gone.
    sql.update(CLEAR_TABLE_COLUMN, table.id(), fresh);
    sql.update(RENAME_TABLE_COLUMN, fresh, table.id(), old);
    sql.update(CLEAR_PARTITION_COLUMN, fresh, table.id());
    sql.update(RENAME_PARTITION_COLUMN, fresh, old, table.id());
  }
}
