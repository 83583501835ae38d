package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.ColumnStatistics;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * The numbers that stand for columns in statistics of partitions. Two transactions that add
 * partitions may give two numbers to one column: whoever replaces its statistics knows both.
 */
final class StatisticsColumns {
  private static final String OF_TABLE =
      """
      SELECT id, engine, column_name, column_type, sketched
      FROM statistics_columns WHERE table_id = ?""";
  private static final String INSERT =
      """
      INSERT INTO statistics_columns (table_id, engine, column_name, column_type, sketched)
      VALUES""";
  private static final String DELETE = "DELETE FROM statistics_columns WHERE id IN ";
  private static final String RENAME =
      "UPDATE statistics_columns SET column_name = ? WHERE table_id = ? AND column_name = ?";

  private final Sql sql;
  private final LongPredicate holds;

  /** Those of tables that the transaction holds: nobody else gives or takes numbers there. */
  private final Map<Long, Sql.Awaited<List<Column>>> known = new HashMap<>();

  StatisticsColumns(Sql sql, LongPredicate holds) {
    this.sql = sql;
    this.holds = holds;
  }

  static boolean isSketched(ColumnStatistics statistics) {
    var sketches = statistics.data().sketches();
    return sketches.bitVectors() != null || sketches.histogram() != null;
  }

  /** Of whose statistics a number is, whatever their type. */
  record Key(String engine, String name) {
    static Key of(ColumnStatistics statistics) {
      return new Key(statistics.engine(), statistics.column());
    }
  }

  /** What a number stands for. */
  record Meaning(String engine, String name, String type, boolean sketched) {
    static Meaning of(ColumnStatistics statistics) {
      return new Meaning(
          statistics.engine(), statistics.column(), statistics.type(), isSketched(statistics));
    }

    Key key() {
      return new Key(engine, name);
    }
  }

  record Column(long id, Meaning meaning) {
    private static Column read(Row row) throws SQLException {
      return new Column(
          row.number(1), new Meaning(row.text(2), row.text(3), row.text(4), row.flag(5)));
    }

    boolean isSketched() {
      return meaning.sketched();
    }
  }

  /** All of a table, there as soon as the next statement has been sent. */
  Sql.Awaited<List<Column>> later(long table) {
    var before = known.get(table);
    if (before != null) {
      return before;
    }
    var asked = sql.listLater(OF_TABLE, Column::read, table);
    if (holds.test(table)) {
      known.put(table, asked);
    }
    return asked;
  }

  /** All of a table. */
  List<Column> of(long table) {
    var asked = later(table);
    sql.flush();
    return asked.get();
  }

  /** All of a table, with numbers for these, which are given where there are none. */
  List<Column> with(long table, Collection<Meaning> meanings, List<Column> all) {
    Set<Meaning> fresh = new LinkedHashSet<>(meanings);
    all.forEach(column -> fresh.remove(column.meaning()));
    if (fresh.isEmpty()) {
      return all;
    }
    sql.insertRows(
        INSERT,
        fresh.stream()
            .map(m -> List.<Object>of(table, m.engine(), m.name(), m.type(), m.sketched()))
            .toList(),
        "");
    known.remove(table);
    return of(table);
  }

  static Map<Meaning, Long> ids(List<Column> columns) {
    return columns.stream()
        .collect(Collectors.toMap(Column::meaning, Column::id, (first, second) -> first));
  }

  /** From now on these numbers say nothing. */
  void retire(long table, Collection<Column> columns) {
    known.remove(table);
    Sql.forChunks(
        columns.stream().map(Column::id).toList(),
        chunk -> sql.updateLater(DELETE + Sql.placeholders(chunk.size()), chunk));
  }

  void rename(long table, String from, String to) {
    known.remove(table);
    sql.update(RENAME, to, table, from);
  }
}
