package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.testing.DatabaseServer;

class PostgresqlCatalogStoreTest extends CatalogStoreContract {
  @Override
  StoreSettings newDatabase() {
    var server = DatabaseServer.postgresql();
    return StoreSettings.of(server.newDatabase(), server.user(), "");
  }

  @Override
  StoreSettings beside(StoreSettings first) {
    return first;
  }
}
