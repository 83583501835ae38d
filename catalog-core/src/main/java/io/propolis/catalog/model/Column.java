package io.propolis.catalog.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column or partition key. The name is kept as given (Hive folds in its engines); the type is in
 * Hive's type syntax.
 *
 * @param parameters Glue's column parameters; empty for tables made through other doors
 */
public record Column(
    String name, String type, @Nullable String comment, Map<String, String> parameters) {
  public Column {
    parameters = Maps.copy(parameters);
  }

  public Column(String name, String type, @Nullable String comment) {
    this(name, type, comment, Map.of());
  }

  public Column(String name, String type) {
    this(name, type, null, Map.of());
  }
}
