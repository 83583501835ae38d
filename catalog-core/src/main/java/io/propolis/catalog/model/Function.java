package io.propolis.catalog.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user-defined function of a database.
 *
 * @param createdAt epoch milliseconds; 0 lets the catalog fill it
 */
public record Function(
    DatabaseName database,
    String name,
    @Nullable String className,
    @Nullable String owner,
    OwnerType ownerType,
    long createdAt,
    List<Resource> resources) {
  public Function {
    name = Names.fold(name);
    resources = List.copyOf(resources);
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
    return new Function(newDatabase, newName, className, owner, ownerType, createdAt, resources);
  }

  public Function withCreatedAt(long millis) {
    return new Function(database, name, className, owner, ownerType, millis, resources);
  }

  /** {@code sales.to_euro}. */
  public String qualifiedName() {
    return database + "." + name;
  }
}
