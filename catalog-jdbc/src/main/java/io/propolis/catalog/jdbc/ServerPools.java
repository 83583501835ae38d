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

  ServerPools(StoreSettings settings, String url, Properties driver) {
    this.settings = settings;
    this.url = url;
    this.driver = driver;
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
    // One query at a time serves all who wait: one connection is enough, the other is its spare.
    var asking = pool("propolis-ask", 2);
    asking.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return new Pools(
        new HikariDataSource(reading), new HikariDataSource(writing), new HikariDataSource(asking));
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
