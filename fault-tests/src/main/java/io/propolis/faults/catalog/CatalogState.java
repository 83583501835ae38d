package io.propolis.faults.catalog;

import java.util.Map;

/**
 * The objects of one container.
 *
 * @param exists whether the container does
 * @param values by key; of statistics by the key of their object with {@link Command#STATISTICS}
 */
public record CatalogState(boolean exists, Map<String, String> values) {
  /** There, with nothing in it. */
  public static final CatalogState EMPTY = new CatalogState(true, Map.of());

  /** Not there. */
  public static final CatalogState ABSENT = new CatalogState(false, Map.of());

  public CatalogState {
    values = Map.copyOf(values);
  }

  @Override
  public String toString() {
    return exists ? new java.util.TreeMap<>(values).toString() : "absent";
  }
}
