package io.propolis.catalog.store;

import java.util.Collection;
import java.util.Map;

/** Maps of properties by key. */
public interface PropertyMaps {
  /**
   * The maps under these keys, which nobody else changes before this transaction ends; a key that
   * is new gets an empty map.
   */
  Map<String, Map<String, String>> lock(Collection<String> keys);

  /** Replaces maps that this transaction holds. */
  void put(Map<String, Map<String, String>> maps);

  /** Maps whose keys begin so, sorted by key. */
  Map<String, Map<String, String>> startingWith(String prefix);
}
