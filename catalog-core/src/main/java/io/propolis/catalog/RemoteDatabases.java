package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.Transaction;

/** Databases whose tables are in another system. The catalog does not ask that system. */
final class RemoteDatabases {
  static final String ASK = "Asking for tables of";

  private RemoteDatabases() {}

  /** Throws NOT_FOUND for the connector of a remote database. */
  static void requireConnector(Transaction tx, Database database) {
    var remote = database.remote();
    if (remote != null && tx.connectors().lock(remote.connector()).isEmpty()) {
      throw notFound(Entity.CONNECTOR, remote.connector());
    }
  }

  /**
   * Throws UNSUPPORTED, naming the connector, for a remote database.
   *
   * @param what begins the message: "Create table in"
   */
  static void requireLocal(Database database, String what) {
    var remote = database.remote();
    if (remote != null) {
      throw new CatalogException(
          Kind.UNSUPPORTED,
          Entity.DATABASE,
          "%s REMOTE database %s is not allowed: its tables are in another system, behind data connector %s"
              .formatted(what, database.name(), remote.connector()));
    }
  }

  /** That a table is not found; that nobody looks for it when its database is remote. */
  static CatalogException tableNotFound(Transaction tx, TableName name) {
    tx.databases().find(name.database()).ifPresent(found -> requireLocal(found, ASK));
    return notFound(Entity.TABLE, name);
  }
}
