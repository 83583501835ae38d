package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.notFound;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.jdbc.StatisticsColumns.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.MarkedPartition;
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
  private static final String DELETE_TABLE = "DELETE FROM table_statistics WHERE table_id = ?";
  private static final String CLEAR_TABLE_COLUMN =
      "DELETE FROM table_statistics WHERE table_id = ? AND column_name = ?";
  private static final String RENAME_TABLE_COLUMN =
      "UPDATE table_statistics SET column_name = ? WHERE table_id = ? AND column_name = ?";

  private final Sql sql;
  private final Mode mode;
  private final JdbcPartitionStatistics ofPartitions;

  JdbcStatistics(Sql sql, Mode mode, JdbcPartitionStatistics ofPartitions) {
    this.sql = sql;
    this.mode = mode;
    this.ofPartitions = ofPartitions;
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
  public long deleteTable(Table table, Collection<String> columns, @Nullable String engine) {
    mode.requireWritable();
    var parameters = new ArrayList<Object>(List.of(table.id()));
    return sql.update(DELETE_TABLE + chosen(columns, engine, parameters), parameters);
  }

  /** The rest of a condition, whose parameters are added. */
  private static String chosen(
      Collection<String> columns, @Nullable String engine, List<Object> parameters) {
    var condition = new StringBuilder();
    if (!columns.isEmpty()) {
      var names = folded(columns);
      condition.append(" AND column_name IN ").append(Sql.placeholders(names.size()));
      parameters.addAll(names);
    }
    if (engine != null) {
      condition.append(" AND engine = ?");
      parameters.add(engine);
    }
    return condition.toString();
  }

  @Override
  public Map<List<String>, List<ColumnStatistics>> ofPartitions(
      Table table, Collection<List<String>> wanted, Collection<String> columns, String engine) {
    return ofPartitions.of(table, wanted, folded(columns), engine, column -> true);
  }

  @Override
  public Map<List<String>, List<ColumnStatistics>> ofPartitionsWithSketches(
      Table table, Collection<List<String>> wanted, Collection<String> columns, String engine) {
    return ofPartitions.of(table, wanted, folded(columns), engine, Column::isSketched);
  }

  @Override
  public List<MarkedPartition> hold(Table table, Collection<List<String>> partitions) {
    return ofPartitions.hold(table, partitions);
  }

  @Override
  public void putPartitions(Table table, Map<List<String>, List<ColumnStatistics>> statistics) {
    mode.requireWritable();
    ofPartitions.put(table, statistics);
  }

  @Override
  public void forEach(
      Table table,
      List<List<String>> wanted,
      Collection<String> columns,
      String engine,
      Visitor visitor) {
    ofPartitions.forEach(table, wanted, folded(columns), engine, visitor);
  }

  @Override
  public long deletePartitions(
      Table table,
      Collection<List<String>> partitions,
      Collection<String> columns,
      @Nullable String engine) {
    mode.requireWritable();
    return ofPartitions.delete(table, partitions, folded(columns), engine);
  }

  @Override
  public boolean deleteOfAllPartitions(
      Table table, Collection<String> columns, @Nullable String engine) {
    mode.requireWritable();
    return ofPartitions.deleteOfAll(table, folded(columns), engine);
  }

  @Override
  public List<List<String>> partitionsWith(
      Table table,
      Collection<List<String>> wanted,
      Collection<String> columns,
      @Nullable String engine) {
    return ofPartitions.with(table, wanted, folded(columns), engine);
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
    ofPartitions.renameColumn(table, old, fresh);
  }
}
