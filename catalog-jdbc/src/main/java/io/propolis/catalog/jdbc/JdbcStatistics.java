package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.notFound;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.Statistics;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final String SELECT_OF_PARTITIONS =
      """
      SELECT s.column_name, s.column_type, s.engine, s.analyzed_at, s.data, p.values_text
      FROM table_partitions p JOIN partition_statistics s ON s.partition_id = p.id
      WHERE p.table_id = ? AND s.engine = ?
      """;
  private static final String OF_PARTITIONS = SELECT_OF_PARTITIONS + "AND p.values_hash IN ";

  /** Components of {@link StatisticsData.Sketches}, which are left out where they are absent. */
  private static final String SKETCHES_OF_PARTITIONS =
      SELECT_OF_PARTITIONS
          + """
          AND (s.data LIKE '%"bitVectors":%' OR s.data LIKE '%"histogram":%')
            AND p.values_hash IN """;

  private static final String PUT_PARTITIONS =
      """
      INSERT INTO partition_statistics (partition_id, engine, column_name, column_type,
             analyzed_at, data)
      VALUES""";
  private static final String EACH_PARTITION =
      """
      SELECT s.column_name, s.column_type, s.engine, s.analyzed_at, s.data, p.values_hash
      FROM table_partitions p JOIN partition_statistics s ON s.partition_id = p.id
      WHERE p.table_id = ? AND s.engine = ? AND p.values_hash IN """;
  private static final String DELETE_PARTITIONS =
      """
      DELETE FROM partition_statistics
      WHERE partition_id IN (SELECT id FROM table_partitions WHERE table_id = ?""";
  private static final String PARTITIONS_WITH =
      """
      SELECT p.values_text FROM table_partitions p
      WHERE p.table_id = ? AND EXISTS
        (SELECT 1 FROM partition_statistics s WHERE s.partition_id = p.id""";
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

  /** Rows of one statement of {@link #forEach}: of the largest sketches, some 80 MB. */
  private static final int ROWS = 5_000;

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
    return ofPartitions(OF_PARTITIONS, table, wanted, columns, engine);
  }

  @Override
  public Map<List<String>, List<ColumnStatistics>> ofPartitionsWithSketches(
      Table table, Collection<List<String>> wanted, Collection<String> columns, String engine) {
    return ofPartitions(SKETCHES_OF_PARTITIONS, table, wanted, columns, engine);
  }

  private Map<List<String>, List<ColumnStatistics>> ofPartitions(
      String select,
      Table table,
      Collection<List<String>> wanted,
      Collection<String> columns,
      String engine) {
    var found = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    Sql.forChunks(
        new LinkedHashSet<>(wanted),
        partitionChunk ->
            Sql.forChunks(
                folded(columns),
                columnChunk -> collect(select, table, partitionChunk, columnChunk, engine, found)));
    return found;
  }

  private void collect(
      String select,
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
            select
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
    if (statistics.isEmpty()) {
      return;
    }
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
  public void forEach(
      Table table,
      List<List<String>> wanted,
      Collection<String> columns,
      String engine,
      Visitor visitor) {
    var names = List.copyOf(folded(columns));
    if (names.isEmpty()) {
      return;
    }
    int size = Math.max(1, Math.min(Sql.CHUNK, ROWS / names.size()));
    for (int from = 0; from < wanted.size(); from += size) {
      int first = from;
      var rows =
          each(table, wanted.subList(from, Math.min(from + size, wanted.size())), names, engine);
      rows.sort(Comparator.comparingInt(Placed::index));
      rows.forEach(row -> visitor.take(first + row.index(), row.statistics()));
    }
  }

  private record Placed(int index, ColumnStatistics statistics) {}

  private List<Placed> each(
      Table table, List<List<String>> wanted, List<String> columns, String engine) {
    var parameters = new ArrayList<Object>(List.of(table.id(), engine));
    var places = new HashMap<ByteBuffer, Integer>();
    for (var values : wanted) {
      var hash = PartitionKey.hash(values);
      places.put(ByteBuffer.wrap(hash), places.size());
      parameters.add(hash);
    }
    parameters.addAll(columns);
    return sql.list(
        EACH_PARTITION
            + Sql.placeholders(wanted.size())
            + " AND s.column_name IN "
            + Sql.placeholders(columns.size()),
        row ->
            new Placed(
                Objects.requireNonNull(places.get(ByteBuffer.wrap(row.bytes(6)))), statistics(row)),
        parameters);
  }

  @Override
  public long deletePartitions(
      Table table,
      Collection<List<String>> partitions,
      Collection<String> columns,
      @Nullable String engine) {
    mode.requireWritable();
    var deleted = new long[1];
    Sql.forChunks(
        partitions,
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(table.id()));
          chunk.forEach(values -> parameters.add(PartitionKey.hash(values)));
          deleted[0] +=
              sql.update(
                  DELETE_PARTITIONS
                      + " AND values_hash IN "
                      + Sql.placeholders(chunk.size())
                      + ")"
                      + chosen(columns, engine, parameters),
                  parameters);
        });
    return deleted[0];
  }

  @Override
  public long deleteOfAllPartitions(
      Table table, Collection<String> columns, @Nullable String engine) {
    mode.requireWritable();
    var parameters = new ArrayList<Object>(List.of(table.id()));
    return sql.update(DELETE_PARTITIONS + ")" + chosen(columns, engine, parameters), parameters);
  }

  @Override
  public List<List<String>> partitionsWith(
      Table table,
      Collection<List<String>> wanted,
      Collection<String> columns,
      @Nullable String engine) {
    if (wanted.isEmpty()) {
      return with(table, List.of(), columns, engine);
    }
    var found = new ArrayList<List<String>>();
    Sql.forChunks(wanted, chunk -> found.addAll(with(table, chunk, columns, engine)));
    return found;
  }

  private List<List<String>> with(
      Table table, List<List<String>> wanted, Collection<String> columns, @Nullable String engine) {
    var parameters = new ArrayList<Object>(List.of(table.id()));
    var condition = new StringBuilder(chosen(columns, engine, parameters)).append(')');
    if (!wanted.isEmpty()) {
      condition.append(" AND p.values_hash IN ").append(Sql.placeholders(wanted.size()));
      wanted.forEach(values -> parameters.add(PartitionKey.hash(values)));
    }
    return sql.list(PARTITIONS_WITH + condition, row -> Json.Texts.read(row.text(1)), parameters);
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
