package io.propolis.catalog.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partition: values in the order of the table's partition keys, a location and a shared layout.
 *
 * @param values unescaped; null stands as {@code __HIVE_DEFAULT_PARTITION__}
 * @param location folder of the data; absent on a request means the table's folder and the
 *     partition's name below it
 * @param createdAt epoch milliseconds; 0 lets the catalog fill it
 * @param lastAccessedAt epoch milliseconds; 0 when unknown
 * @param extras what a door carries that no component holds, by door-qualified key
 */
public record Partition(
    List<String> values,
    @Nullable String location,
    StorageLayout layout,
    Map<String, String> parameters,
    long createdAt,
    long lastAccessedAt,
    Map<String, String> extras) {
  public Partition {
    values = List.copyOf(values);
    parameters = Maps.copy(parameters);
    extras = Maps.copy(extras);
  }

  /** A partition with values and the layout of its table. */
  public static Partition of(List<String> values, StorageLayout layout) {
    return new Partition(values, null, layout, Map.of(), 0, 0, Map.of());
  }

  public Partition withValues(List<String> newValues) {
    return new Partition(
        newValues, location, layout, parameters, createdAt, lastAccessedAt, extras);
  }

  public Partition withLocation(@Nullable String newLocation) {
    return new Partition(
        values, newLocation, layout, parameters, createdAt, lastAccessedAt, extras);
  }

  public Partition withLayout(StorageLayout newLayout) {
    return new Partition(
        values, location, newLayout, parameters, createdAt, lastAccessedAt, extras);
  }

  public Partition withParameters(Map<String, String> newParameters) {
    return new Partition(
        values, location, layout, newParameters, createdAt, lastAccessedAt, extras);
  }

  public Partition withExtras(Map<String, String> newExtras) {
    return new Partition(
        values, location, layout, parameters, createdAt, lastAccessedAt, newExtras);
  }

  public Partition withCreatedAt(long millis) {
    return new Partition(values, location, layout, parameters, millis, lastAccessedAt, extras);
  }
}
