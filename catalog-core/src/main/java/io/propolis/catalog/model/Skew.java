package io.propolis.catalog.model;

import java.util.List;
import java.util.Map;

/**
 * Values that have folders of their own (Hive's {@code SkewedInfo}).
 *
 * @param locations folder by the list of values it holds
 */
public record Skew(
    List<String> columns, List<List<String>> values, Map<List<String>, String> locations) {
  public static final Skew NONE = new Skew(List.of(), List.of(), Map.of());

  public Skew {
    columns = List.copyOf(columns);
    values = values.stream().map(List::copyOf).toList();
    locations = Map.copyOf(locations);
  }
}
