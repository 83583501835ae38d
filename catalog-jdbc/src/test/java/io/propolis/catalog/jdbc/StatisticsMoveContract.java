package io.propolis.catalog.jdbc;

import static io.propolis.catalog.model.ColumnStatistics.HIVE_ENGINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.BinaryData;
import io.propolis.catalog.model.StatisticsData.BooleanData;
import io.propolis.catalog.model.StatisticsData.DateData;
import io.propolis.catalog.model.StatisticsData.DecimalData;
import io.propolis.catalog.model.StatisticsData.DoubleData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StatisticsData.StringData;
import io.propolis.catalog.model.StatisticsData.TimestampData;
import io.propolis.catalog.model.Table;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statistics of partitions that an earlier version stored are all there after it. */
abstract class StatisticsMoveContract {
  private static final Json<StatisticsData> DATA = Json.of(new TypeReference<>() {});
  private static final Sketches SKETCHES =
      new Sketches(Sketch.of(new byte[] {0, -1, 127}), Sketch.of(new byte[] {7}));

  /** Enough for several pages, and more columns in one partition than a page has rows. */
  private static final int PARTITIONS = 700;

  private static final int WIDE = 2_500;

  abstract StoreSettings newDatabase();

  private static List<ColumnStatistics> kinds() {
    var data =
        List.of(
            new BooleanData(1, 2, 3, SKETCHES),
            new LongData(Long.MIN_VALUE, Long.MAX_VALUE, 1, 2, SKETCHES),
            new LongData(null, null, 1, 2, Sketches.NONE),
            new DoubleData(-0.0, Double.NaN, 1, 2, Sketches.NONE),
            new StringData(10, 2.5, 3, 4, new Sketches(null, SKETCHES.histogram())),
            new BinaryData(10, Double.POSITIVE_INFINITY, 3, Sketches.NONE),
            new DecimalData(new BigDecimal("-1.50"), new BigDecimal("1E+30"), 3, 4, SKETCHES),
            new DateData(null, 19000L, 3, 4, Sketches.NONE),
            new TimestampData(1L, null, 3, 4, new Sketches(SKETCHES.bitVectors(), null)));
    return IntStream.range(0, data.size())
        .mapToObj(i -> new ColumnStatistics("é" + i, "struct<a:int>", HIVE_ENGINE, i, data.get(i)))
        .toList();
  }

  private Map<List<String>, List<ColumnStatistics>> given(Table table) {
    var all = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    for (int i = 0; i < PARTITIONS; i++) {
      all.put(List.of("d" + i, "1"), kinds());
    }
    var wide = new ArrayList<ColumnStatistics>();
    for (int i = 0; i < WIDE; i++) {
      wide.add(
          new ColumnStatistics(
              "w" + i, "int", HIVE_ENGINE, 5, new LongData((long) i, null, 0, 1, Sketches.NONE)));
    }
    all.put(List.of("d" + PARTITIONS / 2, "1"), wide);
    assertThat(table.isPartitioned()).isTrue();
    return all;
  }

  @Test
  void statisticsOfEveryKindAreMoved() throws Exception {
    var settings = newDatabase();
    var columns = new ArrayList<String>();
    kinds().forEach(each -> columns.add(each.column()));
    IntStream.range(0, WIDE).forEach(i -> columns.add("w" + i));
    Table table;
    Table dropped;
    Map<List<String>, List<ColumnStatistics>> all;
    try (var store = JdbcCatalogStore.open(settings)) {
      var given = new Given(store);
      table = given.partitionedTable("moved");
      dropped = given.partitionedTable("dropped");
      all = given(table);
      given.add(dropped, Given.partition(dropped, "gone", "1"));
      var partitions =
          all.keySet().stream().map(v -> Given.partition(table, v.get(0), v.get(1))).toList();
      Refusals.write(store, tx -> tx.partitions().insert(table, partitions));
    }
    asBefore(settings, all, dropped);
    assertMoved(settings, table, all, columns);

    asInterrupted(settings, all);
    assertMoved(settings, table, all, columns);
  }

  private static void assertMoved(
      StoreSettings settings,
      Table table,
      Map<List<String>, List<ColumnStatistics>> all,
      List<String> columns) {
    try (var store = JdbcCatalogStore.open(settings)) {
      var found =
          store.read(tx -> tx.statistics().ofPartitions(table, all.keySet(), columns, HIVE_ENGINE));
      assertThat(found.keySet()).isEqualTo(all.keySet());
      found.forEach(
          (values, statistics) ->
              assertThat(statistics).containsExactlyInAnyOrderElementsOf(all.get(values)));
      var first = List.of(List.of("d0", "1"));
      var ofImpala =
          store.read(tx -> tx.statistics().ofPartitions(table, first, columns, "impala"));
      assertThat(ofImpala).isEqualTo(Map.of(first.get(0), List.of(impala())));
    }
  }

  /**
   * The database when the move ended in the middle: what is old is there, of one partition there
   * are sketches without their document, and nothing of those behind it.
   */
  private static void asInterrupted(
      StoreSettings settings, Map<List<String>, List<ColumnStatistics>> all) throws Exception {
    var dialect = Dialect.of(settings);
    try (var connection = dialect.migrationSource().getConnection()) {
      forget(connection, dialect, "'18.1', '19', '20', '21'");
      fill(connection, all);
      long half = ids(connection).get("[\"d" + PARTITIONS / 3 + "\",\"1\"]");
      run(connection, "DELETE FROM statistics_documents WHERE partition_id > " + half);
      run(
          connection,
          "DELETE FROM statistics_documents WHERE column_id = 0 AND partition_id = " + half);
    }
  }

  private static ColumnStatistics impala() {
    return new ColumnStatistics(
        "é0", "struct<a:int>", "impala", 8, new BooleanData(9, 9, 9, Sketches.NONE));
  }

  /** The database as version 17 left it. */
  private static void asBefore(
      StoreSettings settings, Map<List<String>, List<ColumnStatistics>> all, Table dropped)
      throws Exception {
    var dialect = Dialect.of(settings);
    try (var connection = dialect.migrationSource().getConnection()) {
      run(connection, "DROP TABLE statistics_documents");
      run(connection, "DROP TABLE statistics_columns");
      forget(connection, dialect, "'18', '18.1', '19', '20', '21'");
      fill(connection, all);
      run(connection, "DELETE FROM catalog_tables WHERE id = " + dropped.id());
    }
  }

  /** Undoes the move and what came behind it. */
  private static void forget(Connection connection, Dialect dialect, String versions)
      throws Exception {
    run(connection, "ALTER TABLE change_log DROP COLUMN members");
    run(connection, "DROP TABLE stale_marks");
    run(connection, "DROP TABLE change_position");
    run(connection, oldTable("change_position", dialect, connection));
    run(
        connection,
        "INSERT INTO change_position SELECT 1, COALESCE(MAX(position), 0) FROM change_log");
    run(connection, "DELETE FROM flyway_schema_history WHERE version IN (" + versions + ")");
    run(connection, oldTable("partition_statistics", dialect, connection));
  }

  private static void fill(Connection connection, Map<List<String>, List<ColumnStatistics>> all)
      throws Exception {
    var ids = ids(connection);
    try (var insert =
        connection.prepareStatement("INSERT INTO partition_statistics VALUES (?, ?, ?, ?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (var entry : all.entrySet()) {
        long id = ids.get(Json.Texts.write(entry.getKey()));
        for (var each : entry.getValue()) {
          add(insert, id, each);
        }
      }
      add(insert, ids.get("[\"d0\",\"1\"]"), impala());
      // Of a table that has been dropped, and of no partition at all.
      add(insert, ids.get("[\"gone\",\"1\"]"), impala());
      add(insert, 1_000_000, impala());
      insert.executeBatch();
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  /** As the first migration made it, and the twelfth left it. */
  private static String oldTable(String name, Dialect dialect, Connection connection)
      throws Exception {
    var file = "/db/migration/%s/V1__catalog.sql".formatted(dialect.migrations());
    try (var in = Dialect.class.getResourceAsStream(file)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int from = text.indexOf("CREATE TABLE " + name + " ");
      var table =
          text.substring(from, text.indexOf(';', from))
              .replaceAll(",\\s*FOREIGN KEY [^\n]*", "")
              .replaceAll(" REFERENCES table_partitions [^\n,]*", "");
      for (var each : dialect.placeholders(connection).entrySet()) {
        table = table.replace("${" + each.getKey() + "}", each.getValue());
      }
      return table;
    }
  }

  private static void add(PreparedStatement insert, long id, ColumnStatistics of) throws Exception {
    insert.setLong(1, id);
    insert.setString(2, of.engine());
    insert.setString(3, of.column());
    insert.setString(4, of.type());
    insert.setLong(5, of.analyzedAt());
    insert.setString(6, DATA.write(of.data()));
    insert.addBatch();
  }

  private static Map<String, Long> ids(Connection connection) throws Exception {
    var ids = new HashMap<String, Long>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT values_text, id FROM table_partitions")) {
      while (rows.next()) {
        ids.put(rows.getString(1), rows.getLong(2));
      }
    }
    return ids;
  }

  private static void run(Connection connection, String sql) throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
