package io.propolis.catalog.model;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies that keep the order of insertion and admit null values, which clients do send. */
public final class Maps {
  private Maps() {}

  /** An immutable copy; the map itself when it is one already. */
  public static Map<String, String> copy(Map<String, String> map) {
    if (map.isEmpty()) {
      return Map.of();
    }
    if (MapShape.made(map)) {
      return map;
    }
    var keys = new String[map.size()];
    var values = new @Nullable String[keys.length];
    int next = 0;
    for (var entry : map.entrySet()) {
      keys[next] = entry.getKey();
      values[next++] = entry.getValue();
    }
    return new MapShape(Arrays.asList(keys)).with(values);
  }
}
