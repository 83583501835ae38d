package io.propolis.catalog.jdbc;

/** Deletes the oldest rows of a log by ranges of its key, which grows with time. */
final class Expiry {
  private record Entry(long id, long at) {}

  private Expiry() {}

  /**
   * Looks at {@code limit} rows at most, whatever the log holds.
   *
   * @param oldest selects key and time of the first rows above a key; parameters: key, limit
   * @param delete deletes a range; parameters: key below it, last key
   * @return the last key deleted, {@code from} when there was none
   */
  static long forget(Sql sql, String oldest, String delete, long time, long from, int limit) {
    long last = from;
    for (var entry :
        sql.list(oldest, row -> new Entry(row.number(1), row.number(2)), from, limit)) {
      if (entry.at() >= time) {
        break;
      }
      last = entry.id();
    }
    if (last > from) {
      sql.update(delete, from, last);
    }
    return last;
  }
}
