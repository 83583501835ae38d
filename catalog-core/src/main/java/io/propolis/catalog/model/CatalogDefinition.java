package io.propolis.catalog.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A catalog: the outermost name space (Hive 3's catalogs).
 *
 * @param location the root folder for its databases
 * @param createdAt epoch milliseconds; 0 lets the catalog fill it
 * @param extras what a door carries that no component holds, by door-qualified key
 */
public record CatalogDefinition(
    String name,
    @Nullable String description,
    @Nullable String location,
    long createdAt,
    Map<String, String> extras) {
  public CatalogDefinition {
    name = Names.fold(name);
    extras = Maps.copy(extras);
  }

  /** A catalog with nothing that only a door knows. */
  public CatalogDefinition(
      String name, @Nullable String description, @Nullable String location, long createdAt) {
    this(name, description, location, createdAt, Map.of());
  }

  public CatalogDefinition withLocation(String newLocation) {
    return new CatalogDefinition(name, description, newLocation, createdAt, extras);
  }

  public CatalogDefinition withCreatedAt(long millis) {
    return new CatalogDefinition(name, description, location, millis, extras);
  }

  public CatalogDefinition withExtras(Map<String, String> newExtras) {
    return new CatalogDefinition(name, description, location, createdAt, newExtras);
  }
}
