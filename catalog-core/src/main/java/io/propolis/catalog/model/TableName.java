package io.propolis.catalog.model;

/** A table within a database; the name is folded. */
public record TableName(DatabaseName database, String name) implements Comparable<TableName> {
  public TableName {
    name = Names.fold(name);
  }

  /** A table of the default catalog. */
  public static TableName of(String database, String name) {
    return new TableName(DatabaseName.of(database), name);
  }

  @Override
  public int compareTo(TableName other) {
    var byDatabase = database.compareTo(other.database);
    return byDatabase != 0 ? byDatabase : name.compareTo(other.name);
  }

  /** {@code sales.orders}, or {@code lake.sales.orders} outside the default catalog. */
  @Override
  public String toString() {
    return database + "." + name;
  }
}
