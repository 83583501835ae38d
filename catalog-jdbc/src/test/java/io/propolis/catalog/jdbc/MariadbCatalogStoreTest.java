package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.testing.DatabaseServer;

class MariadbCatalogStoreTest extends CatalogStoreContract {
  @Override
  StoreSettings newDatabase() {
    var server = DatabaseServer.mariadb();
    var url = server.newDatabase().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    return StoreSettings.of(url, server.user(), "");
  }

  @Override
  StoreSettings beside(StoreSettings first) {
    return first;
  }
}
