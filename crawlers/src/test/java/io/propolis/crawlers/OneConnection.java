package io.propolis.crawlers;

import io.propolis.catalog.connections.ConnectionVault;
import io.propolis.catalog.connections.DatabaseAccess;

/** A connection of every name, which leads to one database. */
record OneConnection(DatabaseAccess access) implements ConnectionVault {
  @Override
  public DatabaseAccess database(String name) {
    return access;
  }

  @Override
  public DatabaseAccess documents(String name) {
    return access;
  }

  @Override
  public void require(String name) {
    // There is one connection, of every name.
  }
}
