package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Maps;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The maps of one result's partitions, which are of one table: those of a load repeat themselves,
 * and are read once.
 */
final class SharedMaps {
  /** More are not kept. */
  private static final int MOST = 1_000;

  private final Map<String, StaleMarks> stale = new HashMap<>();
  private final Map<String, Map<String, String>> parameters = new HashMap<>();
  private final Map<String, Map<String, String>> extras = new HashMap<>();

  /** The marks that count no more, as the table keeps them. */
  StaleMarks stale(@Nullable String text) {
    return text == null ? StaleMarks.NONE : stale.computeIfAbsent(text, StaleMarks::read);
  }

  /**
   * Parameters as they are shown.
   *
   * @param stale those of the table
   */
  Map<String, String> parameters(@Nullable String text, StaleMarks stale) {
    return of(parameters, text, stale);
  }

  Map<String, String> extras(@Nullable String text) {
    return of(extras, text, StaleMarks.NONE);
  }

  private static Map<String, String> of(
      Map<String, Map<String, String>> known, @Nullable String text, StaleMarks stale) {
    if (text == null) {
      return Map.of();
    }
    var map = known.get(text);
    if (map == null) {
      map = Maps.copy(stale.shown(Json.Maps.read(text)));
      if (known.size() < MOST) {
        known.put(text, map);
      }
    }
    return map;
  }
}
