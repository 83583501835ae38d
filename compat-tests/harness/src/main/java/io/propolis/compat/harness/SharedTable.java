package io.propolis.compat.harness;

import java.net.URI;

/** An Iceberg table that many writers append to at once. */
public record SharedTable(URI metastore, String database, String name) {

  /** Its name with its database. */
  @Override
  public String toString() {
    return database + "." + name;
  }
}
