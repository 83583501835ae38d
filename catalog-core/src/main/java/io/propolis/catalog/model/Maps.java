package io.propolis.catalog.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies that keep the order of insertion and admit null values, which clients do send. */
public final class Maps {
  private Maps() {}

  public static Map<String, String> copy(Map<String, String> map) {
    if (map.isEmpty()) {
      return Map.of();
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
