package io.propolis.catalog.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database.
 *
 * @param location folder of new external tables, and of all tables without {@code managedLocation}
 * @param managedLocation folder of new managed tables (Hive 4); absent means {@code location}
 * @param createdAt epoch milliseconds; 0 lets the catalog fill it
 * @param extras what a door carries that no component holds, by door-qualified key
 */
public record Database(
    DatabaseName name,
    @Nullable String description,
    @Nullable String location,
    @Nullable String managedLocation,
    Map<String, String> parameters,
    @Nullable String owner,
    OwnerType ownerType,
    long createdAt,
    Map<String, String> extras) {
  public Database {
    parameters = Maps.copy(parameters);
    extras = Maps.copy(extras);
  }

  /** A database with nothing but a name. */
  public static Database named(DatabaseName name) {
    return new Database(name, null, null, null, Map.of(), null, OwnerType.USER, 0, Map.of());
  }

  public Database withName(DatabaseName newName) {
    return new Database(
        newName,
        description,
        location,
        managedLocation,
        parameters,
        owner,
        ownerType,
        createdAt,
        extras);
  }

  public Database withDescription(@Nullable String newDescription) {
    return new Database(
        name,
        newDescription,
        location,
        managedLocation,
        parameters,
        owner,
        ownerType,
        createdAt,
        extras);
  }

  public Database withLocation(@Nullable String newLocation) {
    return new Database(
        name,
        description,
        newLocation,
        managedLocation,
        parameters,
        owner,
        ownerType,
        createdAt,
        extras);
  }

  public Database withOwner(@Nullable String newOwner) {
    return new Database(
        name,
        description,
        location,
        managedLocation,
        parameters,
        newOwner,
        ownerType,
        createdAt,
        extras);
  }

  public Database withCreatedAt(long millis) {
    return new Database(
        name, description, location, managedLocation, parameters, owner, ownerType, millis, extras);
  }

  public Database withParameters(Map<String, String> newParameters) {
    return new Database(
        name,
        description,
        location,
        managedLocation,
        newParameters,
        owner,
        ownerType,
        createdAt,
        extras);
  }
}
