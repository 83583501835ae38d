package io.propolis.crawlers.optimizers;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.Session;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import java.util.function.Predicate;

/** Other tables whose files lie in a table's folder, where they look like orphans. */
final class FolderNeighbours {
  private final Session session;

  FolderNeighbours(Session session) {
    this.session = session;
  }

  /**
   * Goes through all tables, one database after the other.
   *
   * @param folder whose unknown files are to go
   * @throws CatalogException INVALID when another table of any catalog lies in it
   */
  void check(TableName table, String folder) {
    for (var catalog : session.catalogs().names()) {
      for (var database : session.databases().names(catalog)) {
        session.tables().all(new DatabaseName(catalog, database)).stream()
            .filter(liesIn(folder))
            .map(Table::name)
            .filter(other -> !other.equals(table))
            .findFirst()
            .ifPresent(
                other -> {
                  throw invalid(
                      Entity.LOCATION,
                      "Table %s lies in %s, too: no file is deleted there"
                          .formatted(other, folder));
                });
      }
    }
  }

  private static Predicate<Table> liesIn(String folder) {
    return table -> table.location() != null && Locations.isWithin(table.location(), folder);
  }
}
