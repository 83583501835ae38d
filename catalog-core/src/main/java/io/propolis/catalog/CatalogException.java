package io.propolis.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The one error of the catalog. Each door maps {@link #kind()} to its own error type in one
 * exhaustive switch; the message is for people and names the thing and the value.
 */
public final class CatalogException extends RuntimeException {
  /** Why the request could not be served. */
  public enum Kind {
    /** The named entity does not exist. */
    NOT_FOUND,
    /** An entity of that name exists already. */
    ALREADY_EXISTS,
    /** The entity still holds others and no cascade was asked for. */
    NOT_EMPTY,
    /** The request itself is wrong; repeating it will not help. */
    INVALID,
    /** Somebody else changed the entity meanwhile; read again and retry. */
    CONFLICT,
    /** The caller may not do this. */
    FORBIDDEN,
    /** The catalog cannot answer now (database or storage out of reach, time-out). */
    UNAVAILABLE,
    /** The catalog does not offer this. */
    UNSUPPORTED
  }

  /**
   * What the error is about; doors choose between their errors by it (NoSuchObject, UnknownTable).
   */
  public enum Entity {
    /** Something that a call has to give and leaves out. */
    ARGUMENT,
    CATALOG,
    DATABASE,
    TABLE,
    PARTITION,
    COLUMN,
    FUNCTION,
    CONSTRAINT,
    CONNECTOR,
    INDEX,
    STATISTICS,
    ROLE,
    PRIVILEGE,
    TOKEN,
    LOCK,
    TRANSACTION,
    RUN,
    SCHEMA,
    SERDE,
    TYPE,
    RESOURCE_PLAN,
    SCHEDULED_QUERY,
    PROCEDURE,
    PACKAGE,
    PROPERTIES,

    /** Of the control plane. */
    RESOURCE,
    TAG,
    LOCATION,
    REQUEST
  }

  private final Kind kind;
  private final Entity entity;

  public CatalogException(Kind kind, Entity entity, String message) {
    this(kind, entity, message, null);
  }

  public CatalogException(Kind kind, Entity entity, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.entity = entity;
  }

  public Kind kind() {
    return kind;
  }

  public Entity entity() {
    return entity;
  }

  /** "Table not found: sales.orders". */
  public static CatalogException notFound(Entity entity, Object name) {
    return new CatalogException(Kind.NOT_FOUND, entity, label(entity) + " not found: " + name);
  }

  /** "Function sales.to_euro does not exist": Spark takes other words for a broken server. */
  public static CatalogException functionNotFound(Object name) {
    return new CatalogException(
        Kind.NOT_FOUND, Entity.FUNCTION, "Function " + name + " does not exist");
  }

  /** "Table already exists: sales.orders". */
  public static CatalogException alreadyExists(Entity entity, Object name) {
    return new CatalogException(
        Kind.ALREADY_EXISTS, entity, label(entity) + " already exists: " + name);
  }

  public static CatalogException invalid(Entity entity, String message) {
    return new CatalogException(Kind.INVALID, entity, message);
  }

  public static CatalogException conflict(Entity entity, String message) {
    return new CatalogException(Kind.CONFLICT, entity, message);
  }

  private static String label(Entity entity) {
    var name = entity.name().replace('_', ' ');
    return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
