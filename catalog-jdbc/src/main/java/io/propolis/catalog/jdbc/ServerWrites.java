package io.propolis.catalog.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.propolis.catalog.jdbc.CommitTokens.Reach;
import io.propolis.catalog.jdbc.Mode.Attempt;
import io.propolis.catalog.store.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a database server. BEGIN goes with the first statement of a transaction; its changes,
 * its token and COMMIT go together, so that the row of the position is held for one round trip.
 */
final class ServerWrites implements Writes {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWrites.class);

  private final Dialect dialect;
  private final HikariDataSource pool;
  private final Transactions transactions;
  private final CommitTokens tokens;

  ServerWrites(Dialect dialect, HikariDataSource pool, Transactions transactions) {
    this.dialect = dialect;
    this.pool = pool;
    this.transactions = transactions;
    this.tokens = new CommitTokens(dialect, pool, transactions.counts());
  }

  @Override
  public <T> T once(Function<Transaction, T> work, Attempt attempt) {
    var writing = new Writing<>(work, attempt);
    try {
      try (var connection = pool.getConnection()) {
        writing.on(connection);
      } catch (SQLException e) {
        throw new StatementFailure(dialect.classify(e), e);
      }
      // With no connection in hand: all whose answers were lost need another one.
      return writing.acknowledged();
    } catch (StatementFailure e) {
      if (e.failure() != Failure.FENCED) {
        throw e;
      }
      transactions.fenced();
      throw e.as(Failure.RETRY);
    } finally {
      writing.end();
    }
  }

  @Override
  public int tidy() {
    return tokens.forgetOld();
  }

  /** One try to run and commit some work. */
  private final class Writing<T> {
    private final Function<Transaction, T> work;
    private final Attempt attempt;
    private final byte[] token = CommitTokens.next();
    private @Nullable StatementFailure lost;
    private @Nullable Done<T> done;
    private @Nullable JdbcTransaction begun;
    private Sent sent = Sent.NOT;

    Writing(Function<Transaction, T> work, Attempt attempt) {
      this.work = work;
      this.attempt = attempt;
    }

    void on(Connection connection) {
      boolean committing = false;
      try {
        var sql = new Sql(connection, dialect, transactions.counts());
        done = run(sql);
        committing = true;
        commit(sql, done);
      } catch (StatementFailure e) {
        if (committing && mayHaveCommitted(e)) {
          pool.evictConnection(connection);
          lost = e;
        } else {
          rollback(connection, e);
          settled();
          // Another connection may do: nothing of the transaction is in the database.
          throw e.failure() == Failure.CONNECTION ? e.as(Failure.BROKEN) : explained(e);
        }
      } catch (RuntimeException | Error e) {
        rollback(connection, e);
        throw e;
      }
    }

    private void commit(Sql sql, Done<T> ready) {
      var position = ready.store(sql, token);
      if (position.isPresent()) {
        transactions.committing();
        sent = Sent.UNSETTLED;
      }
      sql.commit();
      ready.committedAt(position.map(Sql.Awaited::get).orElse(0L));
    }

    /** What readers are told from memory is right again: it is known how the commit ended. */
    private void settled() {
      if (sent == Sent.UNSETTLED) {
        sent = Sent.SETTLED;
      }
    }

    void end() {
      if (sent == Sent.UNSETTLED) {
        transactions.uncertain();
      }
      if (sent != Sent.NOT) {
        transactions.commitEnded();
      }
    }

    private RuntimeException explained(StatementFailure e) {
      return begun == null ? e : begun.explained(e);
    }

    private Done<T> run(Sql sql) {
      sql.begin();
      var tx = transactions.begin(sql, attempt);
      begun = tx;
      try {
        T result = work.apply(tx);
        tx.requireSound();
        return new Done<>(tx, result);
      } finally {
        tx.end();
      }
    }

    /** The result, once it is certain that the transaction is committed. */
    T acknowledged() {
      var ended = Objects.requireNonNull(done);
      if (lost != null) {
        ended.committedAt(resolved(lost));
      }
      if (ended.last > 0) {
        transactions.committed(List.of(ended.tx), ended.last);
      }
      settled();
      ended.tx.afterCommit();
      return ended.result;
    }

    private long resolved(StatementFailure reason) {
      LOG.warn("The answer to a commit was lost, asking for it: {}", reason.getMessage());
      var position = tokens.position(token, reason);
      LOG.info("The transaction was {}", position.isPresent() ? "committed" : "not committed");
      if (position.isEmpty()) {
        settled();
      }
      return position.orElseThrow(
          () -> reason.failure() == Failure.CONNECTION ? reason.as(Failure.BROKEN) : reason);
    }
  }

  /** What became of a commit that moves the position. */
  private enum Sent {
    NOT,
    UNSETTLED,
    SETTLED
  }

  /** Whether the database may have committed though it seems to have failed. */
  private static boolean mayHaveCommitted(StatementFailure e) {
    return e.failure() == Failure.CONNECTION || e.failure() == Failure.OTHER;
  }

  /** A transaction whose work is done. */
  private static final class Done<T> {
    private final JdbcTransaction tx;
    private final T result;
    private long last;

    Done(JdbcTransaction tx, T result) {
      this.tx = tx;
      this.result = result;
    }

    /** Stores changes and token, to go with the commit. Returns the position, if it moves. */
    Optional<Sql.Awaited<Long>> store(Sql sql, byte[] token) {
      var position = tx.storeChanges();
      if (sql.hasWritten()) {
        var reach = position.isPresent() ? Reach.POSITION_ADVANCED : Reach.POSITION_STAYS;
        CommitTokens.store(sql, token, tx.assumption(), reach);
      }
      return position;
    }

    void committedAt(long position) {
      last = position;
      tx.committedAt(position);
    }
  }

  private void rollback(Connection connection, Throwable reason) {
    try (var statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // Nobody knows what state it is in; the database rolls back when it goes.
      reason.addSuppressed(e);
      pool.evictConnection(connection);
    }
  }
}
