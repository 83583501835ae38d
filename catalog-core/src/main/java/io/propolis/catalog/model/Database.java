package io.propolis.catalog.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database.
 *
 * @param location folder of new external tables, and of all tables without {@code managedLocation}
 * @param managedLocation folder of new managed tables (Hive 4); absent means {@code location}
 * @param createdAt epoch milliseconds; 0 lets the catalog fill it
 * @param remote where its tables are when they are in another system; absent for all others
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
    @Nullable Remote remote,
    Map<String, String> extras) {
  public Database {
    parameters = Maps.copy(parameters);
    extras = Maps.copy(extras);
  }

  /**
   * A database of another system that a connector leads to.
   *
   * @param connector folded
   * @param database its name there; absent when it is called the same
   */
  public record Remote(String connector, @Nullable String database) {
    public Remote {
      connector = Names.fold(connector);
    }
  }

  /** A database with nothing but a name. */
  public static Database named(DatabaseName name) {
    return new Database(name, null, null, null, Map.of(), null, OwnerType.USER, 0, null, Map.of());
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
        remote,
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
        remote,
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
        remote,
        extras);
  }

  public Database withManagedLocation(@Nullable String newManagedLocation) {
    return new Database(
        name,
        description,
        location,
        newManagedLocation,
        parameters,
        owner,
        ownerType,
        createdAt,
        remote,
        extras);
  }

  public Database withOwner(@Nullable String newOwner, OwnerType newOwnerType) {
    return new Database(
        name,
        description,
        location,
        managedLocation,
        parameters,
        newOwner,
        newOwnerType,
        createdAt,
        remote,
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
        remote,
        extras);
  }

  public Database withCreatedAt(long millis) {
    return new Database(
        name,
        description,
        location,
        managedLocation,
        parameters,
        owner,
        ownerType,
        millis,
        remote,
        extras);
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
        remote,
        extras);
  }

  public Database withRemote(@Nullable Remote newRemote) {
    return new Database(
        name,
        description,
        location,
        managedLocation,
        parameters,
        owner,
        ownerType,
        createdAt,
        newRemote,
        extras);
  }
}
