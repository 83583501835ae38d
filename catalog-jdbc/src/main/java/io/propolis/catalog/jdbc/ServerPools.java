package io.propolis.catalog.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.util.Properties;
import javax.sql.DataSource;

/** The pools of a database server. */
final class ServerPools {
  private static final long CONNECT_MILLIS = 10_000;

  /**
   * A node that is cut off, or sleeps, in the middle of a transaction holds the position of the
   * change log, and the database may hear for hours of nothing wrong. Less than other writers wait
   * ({@link Retries}), and far more than a transaction pauses between two statements.
   */
  static final int IDLE_WRITER_SECONDS = 15;

  /**
   * How long an answer is waited for on connections whose statements take a moment: everybody who
   * reads waits for one of them, and a database may vanish without a word.
   */
  static final int ASKING_SECONDS = 10;

  private final StoreSettings settings;
  private final String url;
  private final Properties driver;
  private final Properties asking;
  private final String writerSetup;

  /**
   * Pools of a database.
   *
   * @param driver the driver's properties
   * @param asking those for connections that run the same few statements all the time
   * @param writerSetup statement for each new connection that writes: after {@link
   *     #IDLE_WRITER_SECONDS} within a transaction the database is to take its client for gone
   */
  ServerPools(
      StoreSettings settings,
      String url,
      Properties driver,
      Properties asking,
      String writerSetup) {
    this.settings = settings;
    this.url = url;
    this.driver = driver;
    this.asking = asking;
    this.writerSetup = writerSetup;
  }

  /** A source of single connections. */
  DataSource single() {
    return new DriverDataSource(url, null, driver, settings.user(), settings.password());
  }

  Pools open() {
    var reading = pool("propolis-read", settings.poolSize());
    reading.setAutoCommit(false);
    reading.setReadOnly(true);
    reading.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    var writing = pool("propolis-write", settings.poolSize());
    // Transactions are begun and ended by SQL, which goes with their first and last statements.
    writing.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    writing.setConnectionInitSql(writerSetup);
    // Commits it: else a connection would rest in a transaction, and its rollback undo the setting.
    writing.setIsolateInternalQueries(true);
    // Two queries at a time serve all who wait; the third is for who follows the log.
    var single = pool("propolis-ask", 3);
    single.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    single.setDataSourceProperties(asking);
    return new Pools(
        new HikariDataSource(reading), new HikariDataSource(writing), new HikariDataSource(single));
  }

  private HikariConfig pool(String name, int size) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setDataSourceProperties(driver);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    return config;
  }
}
