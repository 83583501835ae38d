package io.propolis.catalog.model.schemas;

import org.jspecify.annotations.Nullable;

/**
 * A schema of Hive's registry (its {@code ISchema}): what all its versions have in common. How a
 * version must agree with earlier ones is kept for those who write schemas; as in Hive, nothing is
 * checked by it.
 *
 * @param group whatever name its owner files it under
 */
public record Schema(
    SchemaName name,
    Type type,
    Compatibility compatibility,
    Validation validation,
    boolean canEvolve,
    @Nullable String group,
    @Nullable String description) {
  /** The language of its texts. */
  public enum Type {
    HIVE,
    AVRO
  }

  /** Whose data a new version must be able to read. */
  public enum Compatibility {
    NONE,
    BACKWARD,
    FORWARD,
    BOTH
  }

  /** With which versions a new one must be compatible. */
  public enum Validation {
    LATEST,
    ALL
  }

  /** This schema as {@code requested}, which cannot change its name and its type. */
  public Schema changedTo(Schema requested) {
    return new Schema(
        name,
        type,
        requested.compatibility,
        requested.validation,
        requested.canEvolve,
        requested.group == null ? group : requested.group,
        requested.description == null ? description : requested.description);
  }
}
