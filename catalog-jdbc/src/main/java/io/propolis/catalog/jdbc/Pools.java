package io.propolis.catalog.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Connections, set up once for what they are used for, so that no transaction pays a round trip to
 * switch them.
 *
 * @param reading one snapshot per transaction, read only
 * @param writing READ COMMITTED, or SQLite's one writer
 * @param asking auto-commit, for single queries that must see the newest commit
 */
record Pools(HikariDataSource reading, HikariDataSource writing, HikariDataSource asking)
    implements AutoCloseable {
  @Override
  public void close() {
    asking.close();
    reading.close();
    // The writer goes last: SQLite then folds its log into the file.
    writing.close();
  }
}
