package io.propolis.catalog.model;

/** A database within a catalog; both parts are folded. */
public record DatabaseName(String catalog, String name) implements Comparable<DatabaseName> {
  public DatabaseName {
    catalog = Names.fold(catalog);
    name = Names.fold(name);
  }

  /** A database of the default catalog. */
  public static DatabaseName of(String name) {
    return new DatabaseName(Names.DEFAULT_CATALOG, name);
  }

  public TableName table(String table) {
    return new TableName(this, table);
  }

  @Override
  public int compareTo(DatabaseName other) {
    var byCatalog = catalog.compareTo(other.catalog);
    return byCatalog != 0 ? byCatalog : name.compareTo(other.name);
  }

  /** {@code sales}, or {@code lake.sales} outside the default catalog. */
  @Override
  public String toString() {
    return catalog.equals(Names.DEFAULT_CATALOG) ? name : catalog + "." + name;
  }
}
