package io.propolis.bench.operation;

import io.propolis.bench.server.Site;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Two transactions with one small row each, committed in the database that the catalogs share, by a
 * client that does nothing else: what a change of the catalog can hardly cost less than.
 */
public final class DurableCommits implements Worker {
  public static final String LABEL = "2 durable commits";

  private static final String TABLE = "bench_commits";

  private final Connection connection;
  private final PreparedStatement change;

  private DurableCommits(Connection connection, PreparedStatement change) {
    this.connection = connection;
    this.change = change;
  }

  /** In the database of that contender. */
  public static DurableCommits open(Site site, int number) throws SQLException {
    var database = site.database();
    var name = site.databaseName();
    if (database == null || name == null) {
      throw new IllegalArgumentException(site.contender().label() + " has no shared database");
    }
    var connection = database.connect(name);
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS %s (id INT PRIMARY KEY, changes INT NOT NULL)"
              .formatted(TABLE));
      statement.execute("DELETE FROM %s WHERE id = %d".formatted(TABLE, number));
      statement.execute("INSERT INTO %s VALUES (%d, 0)".formatted(TABLE, number));
    }
    return new DurableCommits(
        connection,
        connection.prepareStatement(
            "UPDATE %s SET changes = changes + 1 WHERE id = %d".formatted(TABLE, number)));
  }

  @Override
  public void run(int step, int index) throws SQLException {
    change.executeUpdate();
    change.executeUpdate();
  }

  /** What the driver sends is not counted. */
  @Override
  public long sent() {
    return 0;
  }

  @Override
  public long received() {
    return 0;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
