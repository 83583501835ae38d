package io.propolis.catalog.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows are read and written.
 *
 * @param library the SerDe class
 * @param type Hive's {@code SerdeType} ordinal value, absent when never set
 */
public record SerDe(
    @Nullable String name,
    @Nullable String library,
    Map<String, String> parameters,
    @Nullable String description,
    @Nullable String serializerClass,
    @Nullable String deserializerClass,
    @Nullable Integer type) {
  public static final SerDe NONE = new SerDe(null, null, Map.of(), null, null, null, null);

  public SerDe {
    parameters = Maps.copy(parameters);
  }

  public static SerDe of(String library, Map<String, String> parameters) {
    return new SerDe(null, library, parameters, null, null, null, null);
  }

  public SerDe withName(@Nullable String newName) {
    return new SerDe(
        newName, library, parameters, description, serializerClass, deserializerClass, type);
  }
}
