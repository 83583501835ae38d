package io.propolis.catalog.connections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what tables databases have. */
public interface SchemaReader {
  /**
   * Tables and views, sorted by schema and name, without those of the database itself. Takes a
   * fixed number of queries, however many tables there are.
   *
   * @throws io.propolis.catalog.CatalogException INVALID for a URL that this server has no driver
   *     for, for a database that is not there and for a schema where there are none; FORBIDDEN when
   *     the database refuses user or password; UNAVAILABLE when it cannot be reached
   */
  List<SourceTable> tables(DatabaseAccess access, Selection selection);

  /**
   * Which tables. In schema and table {@code %} stands for any text; all else for itself.
   *
   * @param schema absent for all
   */
  record Selection(String database, @Nullable String schema, String table) {}
}
