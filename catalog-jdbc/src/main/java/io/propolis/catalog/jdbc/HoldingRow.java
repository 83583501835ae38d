package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.SharedStatistics.Reference;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row of the log that stands for several changes.
 *
 * @param position that of the last of them
 * @param indexes the how manieth some of them are, by their position
 */
record HoldingRow(long position, int members, byte[] objects, Map<Long, Integer> indexes) {
  /** Reads position, objects, members of a row, which may stand for one change only. */
  static HoldingRow read(Row row) throws SQLException {
    var objects = row.bytesOrNull(2);
    return new HoldingRow(
        row.number(1), row.integer(3), objects == null ? new byte[0] : objects, Map.of());
  }

  /** With those of these positions that it stands for. */
  HoldingRow of(Collection<Long> positions) {
    long first = position - members + 1;
    var found = new TreeMap<Long, Integer>();
    for (long each : positions) {
      if (each >= first && each < position) {
        found.put(each, (int) (each - first));
      }
    }
    return new HoldingRow(position, members, objects, found);
  }

  Reference reference(int index) {
    return new Reference(position, index);
  }
}
