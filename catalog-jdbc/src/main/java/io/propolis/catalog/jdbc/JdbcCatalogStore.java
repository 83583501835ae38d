package io.propolis.catalog.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.jdbc.Mode.Attempt;
import io.propolis.catalog.jdbc.StoreSettings.Access;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.CommittedChange;
import io.propolis.catalog.store.SoleRight;
import io.propolis.catalog.store.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog's store on SQLite, MySQL, MariaDB or PostgreSQL.
 *
 * <p>Reads run on a snapshot (REPEATABLE READ). Writes run at READ COMMITTED with row locks, take
 * the change log's position last and are tried again when they lose a race or their connection; see
 * {@link Writes}. An embedded database has one owner, which knows the position without asking; see
 * {@link StoreSettings.Access}.
 */
public final class JdbcCatalogStore implements CatalogStore {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcCatalogStore.class);

  /** Rows removed in one transaction: few enough to hold nobody up. */
  private static final int TIDIED_AT_ONCE = 1_000;

  private final Dialect dialect;
  private final Pools pools;
  private final Writes writes;
  private final Position position;
  private final SoleLease lease;
  private final Optional<JdbcSoleRight> soleRight;
  private final PositionQuery positionQuery;
  private final Optional<FileOwnership> ownership;
  private final String address;
  private final String product;
  private final LayoutCache layouts = new LayoutCache();
  private final OwnChanges own = new OwnChanges();
  private final Sql.Counts counts = new Sql.Counts();
  private final LongAdder positionQueries = new LongAdder();
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  private JdbcCatalogStore(
      StoreSettings settings,
      Dialect dialect,
      Pools pools,
      Optional<FileOwnership> ownership,
      MachineTime time) {
    this.dialect = dialect;
    this.pools = pools;
    this.ownership = ownership;
    this.address = settings.shownUrl();
    this.positionQuery = new PositionQuery(pools.asking(), counts);
    this.lease = new SoleLease(time);
    this.soleRight =
        dialect instanceof SqliteDialect
            ? Optional.empty()
            : Optional.of(
                new JdbcSoleRight(dialect, pools.writing(), counts, address, lease, time));
    this.position = openPosition();
    this.writes = dialect.writes(pools, new Transactions());
    this.product = ask(dialect::product);
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @throws CatalogException INVALID for a URL of an unknown database; UNAVAILABLE when it cannot
   *     be reached, has another owner, or its schema cannot be brought up to date
   */
  public static JdbcCatalogStore open(StoreSettings settings) {
    return open(settings, MachineTime.SYSTEM);
  }

  static JdbcCatalogStore open(StoreSettings settings, MachineTime time) {
    var dialect = Dialect.of(settings);
    var ownership = ownership(settings, dialect);
    @Nullable Pools pools = null;
    try {
      Migrations.run(dialect, settings);
      pools = dialect.pools();
      return new JdbcCatalogStore(settings, dialect, pools, ownership, time);
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

  private Position openPosition() {
    if (ownership.isPresent()) {
      return new OwnedPosition(this::queryPosition);
    }
    var role =
        dialect instanceof SqliteDialect ? SharedPosition.Role.GUEST : SharedPosition.Role.PEER;
    return new SharedPosition(this::queryPosition, role, lease);
  }

  @Override
  public <T> T read(Function<Transaction, T> work) {
    return alone(() -> Retries.run(address, () -> readOnce(work)));
  }

  private <T> T readOnce(Function<Transaction, T> work) {
    return on(
        pools.reading(),
        connection -> {
          dialect.beginReading(connection);
          var sql = new Sql(connection, dialect, counts);
          var tx = new JdbcTransaction(sql, Mode.reading(), layouts, position);
          try {
            T result = work.apply(tx);
            // Nothing was written: this only gives the snapshot back.
            dialect.rollback(connection);
            return result;
          } catch (RuntimeException | Error e) {
            rollback(pools.reading(), connection, e);
            throw e;
          } finally {
            tx.end();
          }
        });
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    var attempt = new AtomicReference<>(Attempt.FIRST);
    return alone(
        () -> Retries.run(address, () -> writes.once(work, attempt.getAndSet(Attempt.LATER))));
  }

  /** What the writes of this store have in common with its reads. */
  private final class Transactions implements Writes.Transactions {
    @Override
    public JdbcTransaction begin(Sql sql, Attempt attempt) {
      return new JdbcTransaction(sql, Mode.writing(attempt), layouts, position);
    }

    @Override
    public Sql.Counts counts() {
      return counts;
    }

    @Override
    public void committing() {
      lease.committing();
    }

    @Override
    public void commitEnded() {
      lease.commitEnded();
    }

    @Override
    public void fenced() {
      try {
        soleRight.ifPresent(JdbcSoleRight::makeWay);
      } catch (StatementFailure e) {
        // Nothing of the transaction is in the database: it may be tried again.
        throw e.failure() == Failure.CONNECTION ? e.as(Failure.BROKEN) : e;
      }
    }

    @Override
    public void committed(Collection<JdbcTransaction> moved, long last) {
      moved.forEach(tx -> own.add(tx.committedChanges()));
      position.committed(last);
    }

    @Override
    public void uncertain() {
      position.uncertain();
    }

    @Override
    public void takenBack() {
      layouts.clear();
    }
  }

  private void rollback(HikariDataSource pool, Connection connection, Throwable reason) {
    try {
      dialect.rollback(connection);
    } catch (SQLException e) {
      // Nobody knows what state it is in; the database rolls back when it goes.
      reason.addSuppressed(e);
      pool.evictConnection(connection);
    }
  }

  private <T> T on(HikariDataSource pool, Work<T> work) {
    try (var connection = pool.getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e);
    }
  }

  private interface Work<T> {
    T with(Connection connection) throws SQLException;
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
    positionQueries.increment();
    return Retries.run(address, this::queryPositionOnce);
  }

  private long queryPositionOnce() {
    var asked = lease.asking();
    try {
      var answer = positionQuery.ask();
      if (!lease.answered(asked, answer.position(), answer.soleTerm())) {
        soleRight.ifPresent(JdbcSoleRight::lost);
      }
      return answer.position();
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e);
    }
  }

  @Override
  public List<Change> changesAfter(long after, int limit) {
    return ask(
        connection -> {
          var sql = new Sql(connection, dialect, counts);
          return new JdbcChanges(sql, Mode.reading(), position, new Layouts(sql, layouts))
              .after(after, limit);
        });
  }

  @Override
  public List<CommittedChange> ownChangesAfter(long after) {
    return own.after(after);
  }

  private <T> T ask(Work<T> question) {
    return Retries.run(address, () -> on(pools.asking(), question));
  }

  @Override
  public Optional<SoleRight> soleRight() {
    return soleRight.map(right -> right);
  }

  @Override
  public void tidy() {
    while (write(tx -> tx.partitions().deleteDropped(TIDIED_AT_ONCE))) {
      // the next few
    }
    Retries.run(address, () -> writes.tidy());
  }

  @Override
  public String product() {
    return product;
  }

  Writes writes() {
    return writes;
  }

  /**
   * SQL statements run so far by transactions and position queries; begin, commit and rollback are
   * not counted.
   */
  public long statements() {
    return counts.statements().sum();
  }

  /** Round trips that carried statements, also those of begin, commit and rollback with them. */
  public long roundTrips() {
    return counts.trips().sum();
  }

  /** Those of the statements that asked for the position, each for all who were waiting for it. */
  public long positionQueries() {
    return positionQueries.sum();
  }

  @Override
  public void close() {
    try {
      positionQuery.close();
    } catch (SQLException e) {
      LOG.debug("A connection does not close: {}", e.toString());
    }
    pools.close();
    ownership.ifPresent(FileOwnership::close);
  }
}
