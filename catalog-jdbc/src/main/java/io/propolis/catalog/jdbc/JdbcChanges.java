package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.change.ChangeFilter;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.store.Changes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The log of changes as a transaction reads it, and what it appends. */
final class JdbcChanges implements Changes {
  private static final String SELECT =
      """
      SELECT position, changed_at, user_name, kind, catalog_name, database_name, table_name,
             table_id, table_version, partition_list, details, members
      FROM change_log WHERE position > ?\
      """;
  private static final String NEAR =
      " AND position < (SELECT MIN(position) FROM change_log WHERE position > ?) + ?";
  private static final String ORDER = " ORDER BY position LIMIT ?";
  private static final String COUNT =
      """
      SELECT SUM(members
             - CASE WHEN position - members < ? THEN ? - (position - members) ELSE 0 END
             - CASE WHEN position > ? THEN position - ? ELSE 0 END)
      FROM change_log WHERE position > ?\
      """;
  private static final String UNTIL = " AND position < ? AND position - members < ?";
  private static final String OBJECTS =
      "SELECT position, objects FROM change_log WHERE position IN ";
  private static final String OBJECTS_BEHIND =
      """
      SELECT position, objects, members FROM change_log
      WHERE position > ? ORDER BY position LIMIT 1""";
  static final String POSITION = "SELECT current_position FROM change_position WHERE id = 1";
  private static final String FORGET = "DELETE FROM change_log WHERE position <= ?";
  private static final String OLDEST =
      "SELECT position, changed_at FROM change_log WHERE position > ? ORDER BY position LIMIT ?";
  private static final String FORGET_RANGE =
      "DELETE FROM change_log WHERE position > ? AND position <= ?";

  private final Sql sql;
  private final Mode mode;
  private final KeptObjects kept;
  private final AppendedChanges appended;

  JdbcChanges(Sql sql, Mode mode, Position position, Layouts layouts) {
    this.sql = sql;
    this.mode = mode;
    this.kept = new KeptObjects(layouts);
    this.appended = new AppendedChanges(sql, mode, position, kept);
  }

  /** Those of the transaction. */
  AppendedChanges appended() {
    return appended;
  }

  @Override
  public LongSupplier append(Change change) {
    return appended.append(change, null);
  }

  @Override
  public LongSupplier append(Change change, ChangedObjects objects) {
    return appended.append(change, objects);
  }

  @Override
  public List<Change> after(long position, int limit) {
    return after(position, limit, ChangeFilter.ALL);
  }

  @Override
  public List<Change> after(long position, int limit, ChangeFilter filter) {
    var parameters = new ArrayList<Object>(List.of(position));
    var condition = condition(filter, parameters);
    if (filter.equals(ChangeFilter.ALL)) {
      // Behind the first there is no gap: rows further away are not needed, whatever these hold.
      condition += NEAR;
      parameters.addAll(List.of(position, (long) limit + SharedStatistics.MOST_CHANGES));
    }
    parameters.add(limit);
    return sql.list(SELECT + condition + ORDER, JdbcChanges::changes, parameters).stream()
        .flatMap(List::stream)
        .filter(change -> change.position() > position)
        .limit(limit)
        .toList();
  }

  @Override
  public long count(long from, long until, ChangeFilter filter) {
    if (until <= from) {
      return 0;
    }
    var parameters = new ArrayList<Object>(List.of(from, from, until, until, from));
    var condition = condition(filter, parameters) + UNTIL;
    // No row further away begins so early. The sum may be too large for a number.
    parameters.add(until + Math.min(SharedStatistics.MOST_CHANGES, Long.MAX_VALUE - until));
    parameters.add(until);
    return sql.list(COUNT + condition, row -> row.number(1), parameters).get(0);
  }

  /** What stands behind the bounds, and its parameters. */
  private static String condition(ChangeFilter filter, List<Object> parameters) {
    var condition = new StringBuilder();
    if (filter.catalog() != null) {
      condition.append(" AND catalog_name = ?");
      parameters.add(filter.catalog());
    }
    if (filter.database() != null) {
      condition.append(
          filter.unplaced() == ChangeFilter.Unplaced.INCLUDED
              ? " AND (database_name = ? OR database_name IS NULL)"
              : " AND database_name = ?");
      parameters.add(filter.database());
    }
    if (!filter.tables().isEmpty()) {
      condition.append(" AND table_name IN ").append(Sql.placeholders(filter.tables().size()));
      parameters.addAll(filter.tables());
    }
    if (filter.kinds().isEmpty()) {
      condition.append(" AND 1 = 0");
    } else if (!filter.anyKind()) {
      condition.append(" AND kind IN ").append(Sql.placeholders(filter.kinds().size()));
      parameters.addAll(filter.kinds());
    }
    return condition.toString();
  }

  @Override
  public Map<Long, ChangedObjects> objects(Collection<Long> positions) {
    var rows = rows(positions);
    var inside = new TreeSet<>(positions);
    inside.removeAll(rows.keySet());
    return kept.readChanges(bytes(rows), holding(inside), holders -> bytes(rows(holders)));
  }

  /** The rows at these positions, with the bytes they keep. */
  private Map<Long, Optional<byte[]>> rows(Collection<Long> positions) {
    var rows = new HashMap<Long, Optional<byte[]>>();
    Sql.forChunks(
        positions,
        chunk ->
            sql.list(
                OBJECTS + Sql.placeholders(chunk.size()),
                row -> rows.put(row.number(1), Optional.ofNullable(row.bytesOrNull(2))),
                chunk));
    return rows;
  }

  private static Map<Long, byte[]> bytes(Map<Long, Optional<byte[]>> rows) {
    var bytes = new HashMap<Long, byte[]>();
    rows.forEach((position, own) -> own.ifPresent(some -> bytes.put(position, some)));
    return bytes;
  }

  /** The rows behind these positions that stand for them, too. */
  private List<HoldingRow> holding(SortedSet<Long> positions) {
    var all = new ArrayList<HoldingRow>();
    var rest = new TreeSet<>(positions);
    while (!rest.isEmpty()) {
      var found = sql.first(OBJECTS_BEHIND, HoldingRow::read, rest.first());
      if (found.isEmpty()) {
        return all;
      }
      var before = rest.headSet(found.get().position());
      var held = found.get().of(before);
      if (!held.indexes().isEmpty()) {
        all.add(held);
      }
      before.clear();
    }
    return all;
  }

  /** Those that a row stands for. */
  private static List<Change> changes(Row row) throws SQLException {
    var last =
        new Change(
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
    int members = row.integer(12);
    return members == 1
        ? List.of(last)
        : IntStream.range(0, members)
            .mapToObj(i -> last.of(last.position() - members + 1 + i, last.partitions().get(i)))
            .toList();
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

  @Override
  public long forgetOlder(long time, long position, int limit) {
    mode.requireWritable();
    return Expiry.forget(sql, OLDEST, FORGET_RANGE, time, position, limit);
  }
}
