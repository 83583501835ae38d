package io.propolis.crawlers.sources;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.connections.ConnectionVault;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.SchemaReader;

/** How a crawl reaches what lies outside the lake. */
public record SourceAccess(ConnectionVault connections, SchemaReader databases) {
  /** Of a process that has no connections: a crawl that needs one is refused, naming it. */
  public static final SourceAccess NONE =
      new SourceAccess(
          new ConnectionVault() {
            @Override
            public DatabaseAccess database(String name) {
              throw absent(name);
            }

            @Override
            public DatabaseAccess documents(String name) {
              throw absent(name);
            }

            @Override
            public void require(String name) {
              throw absent(name);
            }
          },
          (access, selection) -> {
            throw absent(access.url());
          });

  private static CatalogException absent(String connection) {
    return CatalogException.invalid(
        Entity.REQUEST,
        "Connection %s is kept by a server: give the file to ./propolis apply, and start the crawler there"
            .formatted(connection));
  }
}
