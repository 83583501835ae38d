package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stale marks of tables, for a transaction that writes partitions: it has locked or shares
 * their tables, so that nobody else ends marks meanwhile.
 */
final class StaleMarksOfTables {
  private static final String FIND = "SELECT stale FROM stale_marks WHERE owner_id = ?";
  private static final String PUT = "INSERT INTO stale_marks (owner_id, stale) VALUES";
  private static final List<String> KEY = List.of("owner_id");
  private static final List<String> VALUES = List.of("stale");

  private final Sql sql;
  private final Map<Long, StaleMarks> known = new HashMap<>();

  StaleMarksOfTables(Sql sql) {
    this.sql = sql;
  }

  /** Has come with partitions that were read when their table had been locked. */
  void saw(Table table, StaleMarks stale) {
    known.put(table.id(), stale);
  }

  /** What has to be known to store the partitions; asked for only when one marks columns. */
  StaleMarks concerning(Table table, Collection<Partition> written) {
    return written.stream().anyMatch(each -> StaleMarks.mayConcern(each.parameters()))
        ? of(table)
        : StaleMarks.NONE;
  }

  private StaleMarks of(Table table) {
    return known.computeIfAbsent(
        table.id(),
        id -> sql.first(FIND, row -> StaleMarks.read(row.text(1)), id).orElse(StaleMarks.NONE));
  }

  void end(Table table, Collection<String> columns) {
    var ended = of(table).ending(columns);
    sql.insertRowsLater(
        PUT,
        List.of(List.of(table.id(), ended.text())),
        sql.dialect().replacingDuplicates(KEY, VALUES));
    known.put(table.id(), ended);
  }
}
