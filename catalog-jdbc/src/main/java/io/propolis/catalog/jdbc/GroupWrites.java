package io.propolis.catalog.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.propolis.catalog.jdbc.Mode.Attempt;
import io.propolis.catalog.store.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes to SQLite, one transaction after the other. Those that were waiting when one is done share
 * its commit, and so the flush to the disk: each runs within a savepoint of its own, so that one
 * that fails takes nothing of the others with it. Nobody is told of a result, not even of a
 * failure, before the commit: it may rest on what the others of the group have written.
 */
final class GroupWrites implements Writes {
  /** Members of a group: the first waits for the work of all others. */
  private static final int MOST = 32;

  private final Dialect dialect;
  private final HikariDataSource pool;
  private final Transactions transactions;

  /** Fair, so that who has waited joins the next group. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder commits = new LongAdder();

  /** The group that is not committed yet; whoever has the turn may join it. */
  private @Nullable Group open;

  GroupWrites(Dialect dialect, HikariDataSource pool, Transactions transactions) {
    this.dialect = dialect;
    this.pool = pool;
    this.transactions = transactions;
  }

  /** How many wait for their turn. */
  int waiting() {
    return waiting.get();
  }

  /** Commits so far. */
  long commits() {
    return commits.sum();
  }

  @Override
  public <T> T once(Function<Transaction, T> work, Attempt attempt) {
    waiting.incrementAndGet();
    turn.lock();
    Outcome<T> outcome;
    Group group;
    try {
      waiting.decrementAndGet();
      group = open == null ? begin() : open;
      open = group;
      outcome = run(group, work, attempt);
      // Who waits now is sure to get the turn, and to commit.
      if (waiting.get() == 0 || group.isFull() || group.isBroken()) {
        open = null;
        end(group);
      }
    } finally {
      turn.unlock();
    }
    group.await();
    return outcome.get();
  }

  @Override
  public int tidy() {
    return 0;
  }

  private Group begin() {
    try {
      var connection = pool.getConnection();
      try {
        SqliteDialect.execute(connection, "BEGIN IMMEDIATE");
        return new Group(connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e);
    }
  }

  private <T> Outcome<T> run(Group group, Function<Transaction, T> work, Attempt attempt) {
    group.members++;
    var sql = new Sql(group.connection, dialect, transactions.counts());
    try {
      SqliteDialect.execute(group.connection, "SAVEPOINT member");
      var tx = transactions.begin(sql, attempt);
      try {
        T result = work.apply(tx);
        tx.requireSound();
        long last = tx.storeChanges().map(Sql.Awaited::get).orElse(0L);
        tx.committedAt(last);
        SqliteDialect.execute(group.connection, "RELEASE member");
        group.join(tx, last);
        return new Outcome.Result<>(result, tx);
      } catch (RuntimeException e) {
        takeBack(group, e);
        return new Outcome.Refusal<>(e, null);
      } catch (Error e) {
        takeBack(group, e);
        return new Outcome.Refusal<>(null, e);
      } finally {
        tx.end();
      }
    } catch (SQLException e) {
      var failure = new StatementFailure(dialect.classify(e), e);
      group.breakOff(failure);
      return new Outcome.Refusal<>(failure, null);
    }
  }

  /** SQLite itself takes everything back when the disk is full or fails. */
  private void takeBack(Group group, Throwable reason) {
    try {
      SqliteDialect.execute(group.connection, "ROLLBACK TO member");
      SqliteDialect.execute(group.connection, "RELEASE member");
    } catch (SQLException e) {
      reason.addSuppressed(e);
      group.breakOff(new StatementFailure(Failure.BROKEN, e));
    }
  }

  private void end(Group group) {
    try (var connection = group.connection) {
      if (group.isBroken()) {
        rollback(connection, Objects.requireNonNull(group.broken));
      } else {
        commit(group);
      }
    } catch (SQLException e) {
      group.breakOff(new StatementFailure(dialect.classify(e), e));
    } finally {
      group.tell();
    }
  }

  private void commit(Group group) {
    try {
      SqliteDialect.execute(group.connection, "COMMIT");
      commits.increment();
      if (group.position > 0) {
        transactions.committed(group.moved, group.position);
      }
    } catch (SQLException e) {
      var failure = new StatementFailure(dialect.classify(e), e);
      group.breakOff(failure);
      transactions.uncertain();
      rollback(group.connection, failure);
    }
  }

  private void rollback(Connection connection, Throwable reason) {
    transactions.takenBack();
    try {
      SqliteDialect.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      reason.addSuppressed(e);
      pool.evictConnection(connection);
    }
  }

  /** Transactions that are committed together. Changed by whoever has the turn. */
  private static final class Group {
    private final Connection connection;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final List<JdbcTransaction> moved = new ArrayList<>();
    private int members;
    private long position;
    private @Nullable StatementFailure broken;

    Group(Connection connection) {
      this.connection = connection;
    }

    void join(JdbcTransaction tx, long last) {
      if (last > 0) {
        moved.add(tx);
        position = last;
      }
    }

    boolean isFull() {
      return members >= MOST;
    }

    /** Nothing that its members did will be in the database. */
    void breakOff(StatementFailure failure) {
      if (broken == null) {
        broken = failure;
      }
    }

    boolean isBroken() {
      return broken != null;
    }

    void tell() {
      if (broken == null) {
        ended.complete(null);
      } else {
        ended.completeExceptionally(broken);
      }
    }

    void await() {
      try {
        ended.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof StatementFailure failure) {
          throw failure;
        }
        throw e;
      }
    }
  }

  /** What a member's work ended with. */
  private sealed interface Outcome<T> {
    T get();

    /** It is to be told when the group is committed. */
    record Result<T>(T value, JdbcTransaction tx) implements Outcome<T> {
      @Override
      public T get() {
        tx.afterCommit();
        return value;
      }
    }

    record Refusal<T>(@Nullable RuntimeException exception, @Nullable Error error)
        implements Outcome<T> {
      @Override
      public T get() {
        if (error != null) {
          throw error;
        }
        throw Objects.requireNonNull(exception);
      }
    }
  }
}
