package io.propolis.catalog.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.util.Properties;
import javax.sql.DataSource;

/** The pools of a database server. */
final class ServerPools {
  private static final long CONNECT_MILLIS = 10_000;

  private final StoreSettings settings;
  private final String url;
  private final Properties driver;
  private final Properties asking;

  /**
   * Pools of a database.
   *
   * @param driver the driver's properties
   * @param asking those for connections that run the same few statements all the time
   */
  ServerPools(StoreSettings settings, String url, Properties driver, Properties asking) {
    this.settings = settings;
    this.url = url;
    this.driver = driver;
    this.asking = asking;
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
    writing.setAutoCommit(false);
    writing.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    // One query at a time serves all who wait: one connection is enough, the other is its spare.
    var single = pool("propolis-ask", 2);
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
