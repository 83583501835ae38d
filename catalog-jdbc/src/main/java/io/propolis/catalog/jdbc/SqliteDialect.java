package io.propolis.catalog.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite: a write-ahead log synchronised at each commit, one writing connection whose transactions
 * begin as writers (so that none fails half-way for want of the lock), and many readers on
 * snapshots of their own.
 */
final class SqliteDialect implements Dialect {
  private static final String PREFIX = "jdbc:sqlite:";
  private static final int BUSY_MILLIS = 10_000;

  /**
   * Pages that the log has before they are written to their places: 16 MB. Batches of partitions
   * change the same pages of indexes again and again, which are then written once.
   */
  private static final int PAGES_OF_LOG = 4_000;

  private final StoreSettings settings;
  private final Map<SQLiteConnection, KeptStatements> kept = new ConcurrentHashMap<>();

  SqliteDialect(StoreSettings settings) {
    this.settings = settings;
  }

  /** The database file of a URL. */
  static Path file(StoreSettings settings) {
    var name = settings.url().substring(PREFIX.length());
    int parameters = name.indexOf('?');
    name = parameters < 0 ? name : name.substring(0, parameters);
    if (name.isEmpty() || name.startsWith(":") || name.startsWith("file:")) {
      throw CatalogException.invalid(
          Entity.REQUEST, "A catalog on SQLite needs the path of a file: " + settings.url());
    }
    return Path.of(name);
  }

  @Override
  public String migrations() {
    return "sqlite";
  }

  @Override
  public Map<String, String> placeholders(Connection connection) {
    return Map.of();
  }

  @Override
  public DataSource migrationSource() {
    return source();
  }

  @Override
  public Pools pools() {
    var reading = pool("propolis-read", source(), settings.poolSize());
    reading.setConnectionInitSql("PRAGMA query_only = ON");
    var writing = pool("propolis-write", source(), 1);
    writing.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + PAGES_OF_LOG);
    var asking = pool("propolis-ask", source(), 3);
    asking.setMinimumIdle(0);
    return new Pools(
        new HikariDataSource(reading), new HikariDataSource(writing), new HikariDataSource(asking));
  }

  private static HikariConfig pool(String name, DataSource source, int size) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    // Connections to a file do not wear out.
    config.setMaxLifetime(0);
    return config;
  }

  private SQLiteDataSource source() {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    var source = new SQLiteDataSource(config);
    source.setUrl(settings.url());
    return source;
  }

  // Transactions are begun and ended by SQL: the driver, left to itself, begins the next one with
  // each commit, so that an idle writer would keep the lock and a commit that succeeded could be
  // reported as busy.

  @Override
  public void beginReading(Connection connection) throws SQLException {
    execute(connection, "BEGIN");
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    execute(connection, "ROLLBACK");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public Writes writes(Pools open, Writes.Transactions transactions) {
    return new GroupWrites(this, open.writing(), transactions);
  }

  /** Statements one by one: their texts come again and again. */
  @Override
  public Executed execute(Connection connection, List<SqlStatement> statements)
      throws SQLException {
    if (!connection.isWrapperFor(SQLiteConnection.class)) {
      // Somebody stands between, who wants to see every statement.
      return Dialect.super.execute(connection, statements);
    }
    var statement = statements.get(0);
    var own = kept(connection.unwrap(SQLiteConnection.class));
    return own.executed(statement.text(), BoundStatements.execute(own::take, statements));
  }

  private KeptStatements kept(SQLiteConnection connection) throws SQLException {
    var known = kept.get(connection);
    if (known != null) {
      return known;
    }
    for (var other : kept.entrySet()) {
      if (other.getValue().areLost()) {
        kept.remove(other.getKey());
      }
    }
    return kept.computeIfAbsent(connection, KeptStatements::new);
  }

  @Override
  public boolean takesSeveral() {
    // There are no round trips to save.
    return false;
  }

  @Override
  public String forUpdate() {
    // There is one writer: it holds everything.
    return "";
  }

  @Override
  public String forShare() {
    return "";
  }

  @Override
  public String ignoringDuplicates(String key) {
    return " ON CONFLICT (" + key + ") DO NOTHING";
  }

  @Override
  public String replacingDuplicates(List<String> key, List<String> columns) {
    return StandardSql.update(key, columns);
  }

  @Override
  public PartitionCondition.ValueSql values() {
    return VALUES;
  }

  private static final PartitionCondition.ValueSql VALUES =
      new PartitionCondition.ValueSql() {
        /** Of the double that a number becomes: more than its error. */
        private static final double MARGIN = 1e-12;

        @Override
        public String value(int key) {
          return "json_extract(values_text, '$[" + key + "]')";
        }

        @Override
        public Object text(String text) {
          return text;
        }

        @Override
        public String isPlainNumber(String value) {
          return "LENGTH(" + value + ") < 60 AND NOT " + value + " GLOB '*[^0-9.-]*'";
        }

        @Override
        public String number(String value) {
          return "CAST(" + value + " AS REAL)";
        }

        @Override
        public Object bound(BigDecimal number, boolean below) {
          double nearest = number.doubleValue();
          double margin = Math.abs(nearest) * MARGIN;
          return below ? nearest - margin : nearest + margin;
        }

        @Override
        public String isPlainDate(String value) {
          return value + " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'";
        }

        @Override
        public String unlessEscaped(String condition) {
          return "(CASE WHEN INSTR(values_text, CHAR(92)) > 0 THEN 1 ELSE " + condition + " END)";
        }
      };

  @Override
  public Failure classify(SQLException exception) {
    if (!(exception instanceof SQLiteException failure)) {
      return StandardSql.bySqlState(exception);
    }
    SQLiteErrorCode code = failure.getResultCode();
    return switch (code) {
      case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
          Failure.UNIQUE;
      case SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_NOTNULL -> Failure.FOREIGN_KEY;
      case SQLITE_CONSTRAINT_CHECK -> Failure.FENCED;
      case SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_CONSTRAINT_DATATYPE -> Failure.VALUE;
      case SQLITE_BUSY,
          SQLITE_BUSY_RECOVERY,
          SQLITE_BUSY_SNAPSHOT,
          SQLITE_BUSY_TIMEOUT,
          SQLITE_LOCKED,
          SQLITE_LOCKED_SHAREDCACHE ->
          Failure.RETRY;
      case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_IOERR -> Failure.CONNECTION;
      default -> Failure.OTHER;
    };
  }
}
