package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.testing.DatabaseServer;

class PostgresqlLostCommitTest extends LostCommitContract {
  @Override
  StoreSettings newDatabase() {
    var server = DatabaseServer.postgresql();
    return StoreSettings.of(server.newDatabase() + "?prepareThreshold=0", server.user(), "");
  }
}
