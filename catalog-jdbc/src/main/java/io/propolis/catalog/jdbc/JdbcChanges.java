package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.store.Changes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

final class JdbcChanges implements Changes {
  private static final String AFTER =
      """
      SELECT position, changed_at, user_name, kind, catalog_name, database_name, table_name,
             table_id, table_version, partition_list, details
      FROM change_log WHERE position > ? ORDER BY position LIMIT ?""";
  static final String POSITION = "SELECT current_position FROM change_position WHERE id = 1";
  private static final String ADVANCE =
      "UPDATE change_position SET current_position = current_position + ? WHERE id = 1";
  private static final String INSERT =
      """
      INSERT INTO change_log (position, changed_at, user_name, kind, catalog_name, database_name,
             table_name, table_id, table_version, partition_list, details)
      VALUES""";
  private static final String FORGET = "DELETE FROM change_log WHERE position <= ?";

  private final Sql sql;
  private final Mode mode;
  private final Position position;
  private final List<Change> appended = new ArrayList<>();

  JdbcChanges(Sql sql, Mode mode, Position position) {
    this.sql = sql;
    this.mode = mode;
    this.position = position;
  }

  @Override
  public void append(Change change) {
    mode.requireWritable();
    if (!position.mayAdvance()) {
      throw new CatalogException(
          Kind.UNSUPPORTED,
          Entity.REQUEST,
          "This process is a guest of the catalog's database: its owner changes the catalog");
    }
    appended.add(change);
  }

  /**
   * Gives the appended changes their positions and stores them: the last thing before the commit,
   * because from here on every other writer waits. Returns the position of the last.
   */
  OptionalLong flush() {
    if (appended.isEmpty()) {
      return OptionalLong.empty();
    }
    sql.update(ADVANCE, appended.size());
    long last = position();
    long next = last - appended.size() + 1;
    var rows = new ArrayList<List<@Nullable Object>>(appended.size());
    for (var change : appended) {
      rows.add(row(next++, change));
    }
    sql.insertRows(INSERT, rows, "");
    return OptionalLong.of(last);
  }

  private static List<@Nullable Object> row(long position, Change change) {
    return Arrays.asList(
        position,
        change.at(),
        change.user(),
        change.kind(),
        change.catalog(),
        change.database(),
        change.table(),
        change.tableId(),
        change.tableVersion(),
        Json.Texts.writeAll(change.partitions()),
        Json.Maps.write(change.details()));
  }

  @Override
  public List<Change> after(long position, int limit) {
    return sql.list(AFTER, JdbcChanges::change, position, limit);
  }

  private static Change change(Row row) throws SQLException {
    return new Change(
        row.number(1),
        row.number(2),
        row.text(3),
        ChangeKind.valueOf(row.text(4)),
        row.text(5),
        row.textOrNull(6),
        row.textOrNull(7),
        row.numberOrNull(8),
        row.numberOrNull(9),
        Json.Texts.readAll(row.textOrNull(10)),
        Json.Maps.read(row.textOrNull(11)));
  }

  @Override
  public long position() {
    return sql.first(POSITION, row -> row.number(1)).orElseThrow();
  }

  @Override
  public void forget(long position) {
    mode.requireWritable();
    sql.update(FORGET, position);
  }
}
