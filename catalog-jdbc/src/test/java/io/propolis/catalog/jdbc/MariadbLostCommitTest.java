package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.testing.DatabaseServer;

class MariadbLostCommitTest extends LostCommitContract {
  @Override
  StoreSettings newDatabase() {
    var server = DatabaseServer.mariadb();
    return StoreSettings.of(server.newDatabase(), server.user(), "");
  }
}
