package io.propolis.catalog.model.schemas;

import io.propolis.catalog.model.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type with a name of its own (Hive's {@code Type}).
 *
 * @param element of a list, or the key of a map
 * @param value of a map
 * @param fields of a struct
 */
public record NamedType(
    String name, @Nullable String element, @Nullable String value, List<Column> fields) {
  public NamedType {
    fields = List.copyOf(fields);
  }
}
