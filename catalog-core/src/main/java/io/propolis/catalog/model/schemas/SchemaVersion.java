package io.propolis.catalog.model.schemas;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.SerDe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a schema. Only its state and its SerDe change once it stands.
 *
 * @param createdAt as its author gave it; the catalog reads no time in it
 * @param columns a column's comment is its namespace
 * @param state absent when never set
 * @param text the schema in its own language
 */
public record SchemaVersion(
    Id id,
    long createdAt,
    List<Column> columns,
    @Nullable State state,
    @Nullable String description,
    @Nullable String text,
    @Nullable String fingerprint,
    @Nullable String name,
    @Nullable SerDe serDe) {
  public SchemaVersion {
    columns = List.copyOf(columns);
  }

  /** A version of a schema; its author chooses the number. */
  public record Id(SchemaName schema, int version) {
    /** {@code sales.order_events version 3}. */
    @Override
    public String toString() {
      return schema + " version " + version;
    }
  }

  /** How far a version has come. As in Hive, any state may follow any other. */
  public enum State {
    INITIATED,
    START_REVIEW,
    CHANGES_REQUIRED,
    REVIEWED,
    ENABLED,
    DISABLED,
    ARCHIVED,
    DELETED
  }

  public SchemaVersion withState(State newState) {
    return new SchemaVersion(
        id, createdAt, columns, newState, description, text, fingerprint, name, serDe);
  }

  public SchemaVersion withSerDe(SerDe newSerDe) {
    return new SchemaVersion(
        id, createdAt, columns, state, description, text, fingerprint, name, newSerDe);
  }
}
