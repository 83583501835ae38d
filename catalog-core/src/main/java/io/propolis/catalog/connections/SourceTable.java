package io.propolis.catalog.connections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view of a database, as the database describes it.
 *
 * @param schema absent where databases have no schemas (MySQL)
 * @param comment absent when there is none
 * @param columns in order
 * @param primaryKey names of columns in the order of the key; empty without one
 */
public record SourceTable(
    String database,
    @Nullable String schema,
    String name,
    Kind kind,
    @Nullable String comment,
    List<SourceColumn> columns,
    List<String> primaryKey) {
  public SourceTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** What it is. */
  public enum Kind {
    TABLE,
    VIEW
  }

  /**
   * A column.
   *
   * @param type as the database calls it ({@code INT UNSIGNED}, {@code _text})
   * @param size digits of a number, characters of a text; 0 when it has none
   * @param scale digits behind the point; 0 when it has none
   */
  public record SourceColumn(
      String name, String type, int size, int scale, @Nullable String comment) {}

  /** {@code database.schema.table}, or {@code database.table}. */
  public String location() {
    return schema == null
        ? "%s.%s".formatted(database, name)
        : "%s.%s.%s".formatted(database, schema, name);
  }
}
