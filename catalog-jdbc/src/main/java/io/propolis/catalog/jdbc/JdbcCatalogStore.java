package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.jdbc.StoreSettings.Access;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The catalog's store on SQLite, MySQL, MariaDB or PostgreSQL.
 *
 * <p>Reads run on a snapshot (REPEATABLE READ). Writes run at READ COMMITTED with row locks, take
 * the change log's position last and are tried again when they lose a race. An embedded database
 * has one owner, which knows the position without asking; see {@link StoreSettings.Access}.
 */
public final class JdbcCatalogStore implements CatalogStore {
  private final Dialect dialect;
  private final Pools pools;
  private final Position position;
  private final Optional<FileOwnership> ownership;
  private final String address;
  private final String product;
  private final LayoutCache layouts = new LayoutCache();
  private final LongAdder statements = new LongAdder();
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  private JdbcCatalogStore(
      StoreSettings settings, Dialect dialect, Pools pools, Optional<FileOwnership> ownership) {
    this.dialect = dialect;
    this.pools = pools;
    this.ownership = ownership;
    this.address = settings.shownUrl();
    this.position = position(settings);
    this.product = ask(dialect::product);
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @throws CatalogException INVALID for a URL of an unknown database; UNAVAILABLE when it cannot
   *     be reached, has another owner, or its schema cannot be brought up to date
   */
  public static JdbcCatalogStore open(StoreSettings settings) {
    var dialect = Dialect.of(settings);
    var ownership = ownership(settings, dialect);
    @Nullable Pools pools = null;
    try {
      Migrations.run(dialect, settings);
      pools = dialect.pools();
      return new JdbcCatalogStore(settings, dialect, pools, ownership);
    } catch (RuntimeException | Error e) {
      if (pools != null) {
        pools.close();
      }
      ownership.ifPresent(FileOwnership::close);
      throw e;
    }
  }

  private static Optional<FileOwnership> ownership(StoreSettings settings, Dialect dialect) {
    return dialect instanceof SqliteDialect && settings.access() == Access.OWNER
        ? Optional.of(FileOwnership.take(SqliteDialect.file(settings)))
        : Optional.empty();
  }

  private Position position(StoreSettings settings) {
    if (ownership.isPresent()) {
      return new OwnedPosition(this::queryPosition);
    }
    var role =
        dialect instanceof SqliteDialect ? SharedPosition.Role.GUEST : SharedPosition.Role.PEER;
    return new SharedPosition(this::queryPosition, role);
  }

  @Override
  public <T> T read(Function<Transaction, T> work) {
    return alone(() -> Retries.run(address, () -> readOnce(work)));
  }

  private <T> T readOnce(Function<Transaction, T> work) {
    try (var connection = pools.reading().getConnection()) {
      var tx = transaction(connection, Mode.reading());
      try {
        return work.apply(tx);
      } finally {
        tx.end();
        // Nothing was written: this only gives the snapshot back.
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e);
    }
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    return alone(() -> Retries.run(address, () -> writeOnce(work)));
  }

  private <T> T writeOnce(Function<Transaction, T> work) {
    try (var connection = pools.writing().getConnection()) {
      var tx = transaction(connection, Mode.writing());
      try {
        T result = work.apply(tx);
        var last = tx.beforeCommit();
        commit(connection, last);
        tx.afterCommit();
        return result;
      } catch (RuntimeException | Error e) {
        rollback(connection, e);
        throw e;
      } finally {
        tx.end();
      }
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e);
    }
  }

  private JdbcTransaction transaction(Connection connection, Mode mode) {
    return new JdbcTransaction(new Sql(connection, dialect, statements), mode, layouts, position);
  }

  private void commit(Connection connection, OptionalLong last) {
    try {
      connection.commit();
      last.ifPresent(position::committed);
    } catch (SQLException e) {
      position.uncertain();
      throw new StatementFailure(dialect.classify(e), e);
    }
  }

  private static void rollback(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The pool throws a broken connection away; the database then rolls back by itself.
      reason.addSuppressed(e);
    }
  }

  /** A transaction within a transaction would wait for its own connection or see another state. */
  private <T> T alone(Supplier<T> transaction) {
    if (inside.get()) {
      throw new IllegalStateException("A transaction cannot begin within another one");
    }
    inside.set(true);
    try {
      return transaction.get();
    } finally {
      inside.remove();
    }
  }

  @Override
  public long position() {
    return position.current();
  }

  private long queryPosition() {
    return ask(
        connection ->
            new Sql(connection, dialect, statements)
                .first(JdbcChanges.POSITION, row -> row.number(1))
                .orElseThrow());
  }

  private <T> T ask(Question<T> question) {
    return Retries.run(
        address,
        () -> {
          try (var connection = pools.asking().getConnection()) {
            return question.ask(connection);
          } catch (SQLException e) {
            throw new StatementFailure(dialect.classify(e), e);
          }
        });
  }

  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  @Override
  public String product() {
    return product;
  }

  /**
   * SQL statements run so far by transactions and position queries; begin, commit and rollback are
   * not counted.
   */
  public long statements() {
    return statements.sum();
  }

  @Override
  public void close() {
    pools.close();
    ownership.ifPresent(FileOwnership::close);
  }
}
