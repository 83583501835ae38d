package io.propolis.catalog.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Asks for the position, as often as the database can answer: the connection and the prepared
 * statement are kept from one query to the next. Half of the processor time of a query was spent on
 * borrowing the one and preparing the other.
 *
 * <p>Thread-safe: as many connections are held as queries are under way at once.
 */
final class PositionQuery implements AutoCloseable {
  /** After this the pool may look whether the connection still stands, and how old it is. */
  private static final long RESTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final String SELECT =
      "SELECT current_position, sole_term FROM change_position WHERE id = 1";

  private final DataSource pool;
  private final Sql.Counts counts;
  private final ConcurrentLinkedDeque<Held> held = new ConcurrentLinkedDeque<>();

  /**
   * What the database has answered.
   *
   * @param soleTerm of the right that stood beside the position
   */
  record Answer(long position, long soleTerm) {}

  /** A connection of the pool, with its statement. */
  private static final class Held {
    private final Connection connection;
    private final PreparedStatement statement;
    private final long since = System.nanoTime();
    private long used = since;

    Held(Connection connection) throws SQLException {
      this.connection = connection;
      this.statement = connection.prepareStatement(SELECT);
    }

    boolean isDueBack(long now) {
      return now - used > RESTED_NANOS || now - since > HELD_NANOS;
    }

    void giveBack() throws SQLException {
      try (connection) {
        statement.close();
      }
    }
  }

  /**
   * A query over connections of a pool that commits by itself.
   *
   * @param counts of the store
   */
  PositionQuery(DataSource pool, Sql.Counts counts) {
    this.pool = pool;
    this.counts = counts;
  }

  Answer ask() throws SQLException {
    var with = borrow();
    counts.statements().increment();
    counts.trips().increment();
    Answer answer;
    try (var rows = with.statement.executeQuery()) {
      rows.next();
      answer = new Answer(rows.getLong(1), rows.getLong(2));
    } catch (SQLException e) {
      try {
        with.giveBack();
      } catch (SQLException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
    with.used = System.nanoTime();
    held.addFirst(with);
    return answer;
  }

  private Held borrow() throws SQLException {
    long now = System.nanoTime();
    for (var kept = held.pollFirst(); kept != null; kept = held.pollFirst()) {
      if (!kept.isDueBack(now)) {
        return kept;
      }
      kept.giveBack();
    }
    var connection = pool.getConnection();
    try {
      return new Held(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    for (var kept = held.pollFirst(); kept != null; kept = held.pollFirst()) {
      kept.giveBack();
    }
  }
}
