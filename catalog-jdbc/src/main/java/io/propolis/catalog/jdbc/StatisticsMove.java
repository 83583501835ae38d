package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.jdbc.StatisticsColumns.Meaning;
import io.propolis.catalog.jdbc.StatisticsDocument.Fact;
import io.propolis.catalog.jdbc.StatisticsDocuments.Content;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Moves statistics of partitions from rows of JSON, one for each column, to documents, a bounded
 * number at a time. Those of partitions that dropped tables left behind are not moved. One that was
 * interrupted where definitions are not part of transactions goes on where it ended.
 */
final class StatisticsMove implements JavaMigration {
  private static final Json<StatisticsData> DATA = Json.of(new TypeReference<>() {});

  /** Rows that are read at a time; with the largest sketches some 80 MB. */
  private static final int ROWS = 2_000;

  private static final String OLD = "partition_statistics";

  /** Sketches of a partition are stored before its document, perhaps by a statement before. */
  private static final String MOVED =
      "SELECT COALESCE(MAX(partition_id), 0) FROM statistics_documents WHERE column_id = 0";

  /**
   * Both tables are entered behind the last page: PostgreSQL merges them, from their beginnings.
   */
  private static final String PAGE =
      """
      SELECT s.partition_id, t.id, s.column_name, s.column_type, s.engine, s.analyzed_at, s.data
      FROM partition_statistics s JOIN table_partitions p ON p.id = s.partition_id
        JOIN catalog_tables t ON t.id = p.table_id
      WHERE s.partition_id > ? AND p.id > ?
      ORDER BY s.partition_id LIMIT ?""";

  private static final String DROP = "DROP TABLE partition_statistics";

  private final Dialect dialect;

  StatisticsMove(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("18.1");
  }

  @Override
  public String getDescription() {
    return "move statistics of partitions to documents";
  }

  @Override
  public Integer getChecksum() {
    return 1;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    var connection = context.getConnection();
    if (isThere(connection)) {
      move(new Sql(connection, dialect, new Sql.Counts(), Sql.Sending.ALONE));
    }
  }

  private static boolean isThere(Connection connection) throws SQLException {
    try (var tables =
        connection
            .getMetaData()
            .getTables(connection.getCatalog(), connection.getSchema(), OLD, null)) {
      return tables.next();
    }
  }

  private record Old(long partition, long table, ColumnStatistics statistics) {}

  private void move(Sql sql) {
    long last = sql.list(MOVED, row -> row.number(1)).get(0);
    var ids = new HashMap<Long, Map<Meaning, Long>>();
    int rows = ROWS;
    while (true) {
      var page = page(sql, last, rows);
      boolean isLast = page.size() < rows;
      long end = page.isEmpty() ? last : page.get(page.size() - 1).partition();
      // Of the last partition there may be more.
      var whole = isLast ? page : page.stream().filter(old -> old.partition() < end).toList();
      if (whole.isEmpty() && !isLast) {
        rows *= 2;
        continue;
      }
      if (!whole.isEmpty()) {
        store(sql, whole, ids);
        last = whole.get(whole.size() - 1).partition();
      }
      if (isLast) {
        sql.update(DROP);
        return;
      }
      rows = ROWS;
    }
  }

  private static List<Old> page(Sql sql, long after, int rows) {
    return sql.list(
        PAGE,
        row ->
            new Old(
                row.number(1),
                row.number(2),
                new ColumnStatistics(
                    row.text(3), row.text(4), row.text(5), row.number(6), DATA.read(row.text(7)))),
        after,
        after,
        rows);
  }

  private static void store(Sql sql, List<Old> page, Map<Long, Map<Meaning, Long>> ids) {
    number(sql, page, ids);
    var contents = new ArrayList<Content>();
    var facts = new ArrayList<Fact>();
    for (int i = 0; i < page.size(); i++) {
      var old = page.get(i);
      var statistics = old.statistics();
      var ofTable = Objects.requireNonNull(ids.get(old.table()));
      long column = Objects.requireNonNull(ofTable.get(Meaning.of(statistics)));
      facts.add(new Fact(column, statistics.analyzedAt(), statistics.data()));
      var sketches = statistics.data().sketches();
      if (!sketches.equals(Sketches.NONE)) {
        contents.add(new Content(old.partition(), column, StatisticsDocument.sketches(sketches)));
      }
      if (i + 1 == page.size() || page.get(i + 1).partition() != old.partition()) {
        contents.add(
            Content.document(old.partition(), StatisticsDocument.EMPTY.with(c -> false, facts)));
        facts.clear();
      }
    }
    StatisticsDocuments.put(sql, contents);
    sql.flush();
  }

  /** Gives numbers to the columns of a page, where they have none. */
  private static void number(Sql sql, List<Old> page, Map<Long, Map<Meaning, Long>> ids) {
    var columns = new StatisticsColumns(sql, table -> false);
    var fresh = new HashMap<Long, Set<Meaning>>();
    for (var old : page) {
      var meaning = Meaning.of(old.statistics());
      if (!ids.getOrDefault(old.table(), Map.of()).containsKey(meaning)) {
        fresh.computeIfAbsent(old.table(), table -> new HashSet<>()).add(meaning);
      }
    }
    fresh.forEach(
        (table, meanings) ->
            ids.put(
                table, StatisticsColumns.ids(columns.with(table, meanings, columns.of(table)))));
  }
}
