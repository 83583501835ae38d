package io.propolis.catalog.jdbc;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/**
 * What tells, after the answer to a COMMIT was lost, how it ended. Each transaction stores a token
 * of its own; whoever wants to know stores the same token. That fails when the transaction has
 * committed, waits while it is about to, and keeps it from committing ever after: a COMMIT that is
 * still on its way finds the token taken.
 */
final class CommitTokens {
  /** How long tokens are kept: much longer than anybody tries to find out. */
  static final Duration KEPT = Duration.ofHours(1);

  static final String INSERT = "INSERT INTO commit_tokens (token, last_position) VALUES";

  /**
   * What must hold for a transaction to commit: a token that nothing stands behind is NULL, and
   * refused.
   *
   * @param sql FROM and WHERE of a query that finds one row then
   */
  record Condition(String sql, List<Object> parameters) {}

  /** Whether a transaction has changed the catalog. */
  enum Reach {
    POSITION_STAYS,
    POSITION_ADVANCED
  }

  /** Stores a token with the next statement that is sent. */
  static void store(Sql sql, byte[] token, Optional<Condition> condition, Reach reach) {
    var own = condition.map(holds -> "(SELECT ? " + holds.sql() + ")").orElse("?");
    var position = reach == Reach.POSITION_ADVANCED ? sql.dialect().advancedPosition() : "0";
    var parameters = new ArrayList<Object>();
    parameters.add(token);
    condition.ifPresent(holds -> parameters.addAll(holds.parameters()));
    sql.updateLater(INSERT + " (" + own + ", " + position + ")", parameters);
  }

  /** In the place of a position: somebody asked before the transaction came. */
  private static final long FENCE = -1;

  private static final String FIND = "SELECT last_position FROM commit_tokens WHERE token = ?";
  private static final String FORGET = "DELETE FROM commit_tokens WHERE token < ?";

  private final Dialect dialect;
  private final DataSource source;
  private final Sql.Counts counts;

  CommitTokens(Dialect dialect, DataSource source, Sql.Counts counts) {
    this.dialect = dialect;
    this.source = source;
    this.counts = counts;
  }

  /** 16 bytes that nobody else has, and that sort by time. */
  static byte[] next() {
    return token(System.currentTimeMillis(), ThreadLocalRandom.current().nextLong());
  }

  private static byte[] token(long time, long number) {
    return ByteBuffer.allocate(16).putLong(time).putLong(number).array();
  }

  /**
   * The position that the transaction left, 0 when it moved none. Absent when it has not committed,
   * and never will.
   *
   * @throws StatementFailure UNCERTAIN when the database does not answer for too long
   */
  OptionalLong position(byte[] token, StatementFailure lost) {
    long position = Retries.untilCertain(lost, () -> fenced(token));
    return position == FENCE ? OptionalLong.empty() : OptionalLong.of(position);
  }

  private long fenced(byte[] token) {
    try (var connection = source.getConnection()) {
      try {
        new Sql(connection, dialect, counts).update(INSERT + " (?, " + FENCE + ")", List.of(token));
        return FENCE;
      } catch (StatementFailure e) {
        if (e.failure() != Failure.UNIQUE) {
          throw e;
        }
        // Its own, or that of an earlier question whose answer was lost, too.
        return new Sql(connection, dialect, counts)
            .first(FIND, row -> row.number(1), token)
            .orElseThrow(() -> e);
      }
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e);
    }
  }

  /** Forgets the tokens of transactions that ended long ago. Returns how many. */
  int forgetOld() {
    try (var connection = source.getConnection()) {
      return new Sql(connection, dialect, counts)
          .update(FORGET, List.of(token(System.currentTimeMillis() - KEPT.toMillis(), 0)));
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e);
    }
  }
}
