package io.propolis.catalog.connections;

/**
 * Connections that the catalog keeps, with their secrets. Every method throws CatalogException:
 * NOT_FOUND when there is no such connection, INVALID when it is of another type or does not say
 * enough, FORBIDDEN when its secrets cannot be opened.
 */
public interface ConnectionVault {
  /** How to reach the database of a connection of type JDBC, MYSQL or POSTGRESQL. */
  DatabaseAccess database(String name);

  /** How to reach the server of a connection of type MONGODB; its URL begins {@code mongodb}. */
  DatabaseAccess documents(String name);

  /** Only that it is there: storage is reached by the server's own settings. */
  void require(String name);
}
