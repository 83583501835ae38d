package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.jdbc.testing.DatabaseServer;
import io.propolis.catalog.model.DatabaseName;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the database is sent, begin and rollback included: MariaDB counts it. */
class RoundTripsTest {
  private static final int TIMES = 200;

  private static DatabaseServer server;
  private static String url;
  private static JdbcCatalogStore store;

  @BeforeAll
  static void open() {
    server = DatabaseServer.mariadb();
    url = server.newDatabase();
    store = JdbcCatalogStore.open(StoreSettings.of(url, server.user(), ""));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  /** Per time, rounded: a pool may look after its connections meanwhile. */
  private static long roundTrips(Runnable work) throws SQLException {
    work.run();
    long before = questions();
    for (int i = 0; i < TIMES; i++) {
      work.run();
    }
    return Math.round((double) (questions() - before) / TIMES);
  }

  private static long questions() throws SQLException {
    try (var connection = DriverManager.getConnection(url, server.user(), "");
        var statement = connection.createStatement();
        var result = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
      result.next();
      return result.getLong(2);
    }
  }

  @Test
  void thePositionIsOne() throws Exception {
    assertThat(roundTrips(() -> store.position())).isEqualTo(1);
    assertThat(roundTrips(() -> store.changesAfter(0, 10))).isEqualTo(1);
  }

  @Test
  void aReadIsItsStatementsAndTheEndOfTheSnapshot() throws Exception {
    var name = DatabaseName.of("absent");
    assertThat(roundTrips(() -> store.read(tx -> tx.databases().find(name)))).isEqualTo(2);
    assertThat(
            roundTrips(
                () ->
                    store.read(
                        tx -> {
                          tx.changes().position();
                          return tx.databases().find(name);
                        })))
        .isEqualTo(3);
  }
}
