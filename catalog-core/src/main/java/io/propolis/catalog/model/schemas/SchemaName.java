package io.propolis.catalog.model.schemas;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;

/** A schema within a database; the name is folded. */
public record SchemaName(DatabaseName database, String name) {
  public SchemaName {
    name = Names.fold(name);
  }

  public SchemaVersion.Id version(int version) {
    return new SchemaVersion.Id(this, version);
  }

  /** {@code sales.order_events}, or {@code lake.sales.order_events} outside the default catalog. */
  @Override
  public String toString() {
    return database + "." + name;
  }
}
