package io.propolis.catalog.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user-defined function of a database.
 *
 * @param createdAt epoch milliseconds; 0 lets the catalog fill it
 * @param extras what a door carries that no component holds, by door-qualified key
 */
public record Function(
    DatabaseName database,
    String name,
    @Nullable String className,
    @Nullable String owner,
    OwnerType ownerType,
    long createdAt,
    List<Resource> resources,
    Map<String, String> extras) {
  public Function {
    name = Names.fold(name);
    resources = List.copyOf(resources);
    extras = Maps.copy(extras);
  }

  /** A function with nothing that only a door knows. */
  public Function(
      DatabaseName database,
      String name,
      @Nullable String className,
      @Nullable String owner,
      OwnerType ownerType,
      long createdAt,
      List<Resource> resources) {
    this(database, name, className, owner, ownerType, createdAt, resources, Map.of());
  }

  /** Where a function's code lies. */
  public record Resource(Kind kind, String uri) {
    /** Hive's {@code ResourceType}. */
    public enum Kind {
      JAR,
      FILE,
      ARCHIVE
    }
  }

  public Function withName(DatabaseName newDatabase, String newName) {
    return new Function(
        newDatabase, newName, className, owner, ownerType, createdAt, resources, extras);
  }

  public Function withCreatedAt(long millis) {
    return new Function(database, name, className, owner, ownerType, millis, resources, extras);
  }

  public Function withExtras(Map<String, String> newExtras) {
    return new Function(
        database, name, className, owner, ownerType, createdAt, resources, newExtras);
  }

  /** {@code sales.to_euro}. */
  public String qualifiedName() {
    return database + "." + name;
  }
}
