package io.propolis.catalog.model;

import org.jspecify.annotations.Nullable;

/**
 * A catalog: the outermost name space (Hive 3's catalogs).
 *
 * @param location the root folder for its databases
 * @param createdAt epoch milliseconds; 0 lets the catalog fill it
 */
public record CatalogDefinition(
    String name, @Nullable String description, @Nullable String location, long createdAt) {
  public CatalogDefinition {
    name = Names.fold(name);
  }

  public CatalogDefinition withLocation(String newLocation) {
    return new CatalogDefinition(name, description, newLocation, createdAt);
  }

  public CatalogDefinition withCreatedAt(long millis) {
    return new CatalogDefinition(name, description, location, millis);
  }
}
