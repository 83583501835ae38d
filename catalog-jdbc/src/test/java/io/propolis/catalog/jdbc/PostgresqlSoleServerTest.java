package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.testing.DatabaseServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class PostgresqlSoleServerTest {
  private static StoreSettings database;

  @BeforeAll
  static void make() {
    var server = DatabaseServer.postgresql();
    database = StoreSettings.of(server.newDatabase(), server.user(), "");
  }

  @Nested
  class Rules extends SoleServerContract {
    @Override
    StoreSettings database() {
      return database;
    }
  }

  @Nested
  class Stress extends SoleServerStress {
    @Override
    StoreSettings database() {
      return database;
    }
  }
}
