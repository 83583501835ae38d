package io.propolis.crawlers.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Parameters that a crawler and others write: what somebody changed since the crawler last wrote it
 * stays as it is, also what somebody took away.
 */
final class HandEdits {
  private final String noun;
  private final Map<String, String> wrote;
  private final Map<String, String> next = new LinkedHashMap<>();
  private final List<String> kept = new ArrayList<>();

  /**
   * @param noun what people call such a parameter
   * @param wrote digests of what the crawler last wrote
   */
  HandEdits(String noun, Map<String, String> wrote) {
    this.noun = noun;
    this.wrote = wrote;
  }

  /** What will stand; the order is that of what stands, new ones last. */
  Map<String, String> merged(Map<String, String> now, Map<String, String> design) {
    var wanted = Written.values(design);
    var merged = new LinkedHashMap<String, String>();
    now.forEach(
        (key, value) -> {
          var name = Written.values(Map.of(key, "")).keySet().iterator().next();
          var ours = wrote.get(name);
          if (ours == null || !ours.equals(Written.value(value))) {
            merged.put(key, value);
            theirs(name, ours);
            said(key, value, design);
          } else if (design.containsKey(key)) {
            merged.put(key, Objects.requireNonNull(design.get(key)));
            next.put(name, Objects.requireNonNull(wanted.get(name)));
          }
        });
    design.forEach(
        (key, value) -> {
          if (!now.containsKey(key)) {
            var name = Written.values(Map.of(key, "")).keySet().iterator().next();
            var ours = wrote.get(name);
            if (ours == null) {
              merged.put(key, value);
              next.put(name, Written.value(value));
            } else {
              theirs(name, ours);
              kept.add("%s '%s' stays away, as it was removed by hand".formatted(noun, key));
            }
          }
        });
    return merged;
  }

  private void theirs(String name, @org.jspecify.annotations.Nullable String ours) {
    Optional.ofNullable(ours).ifPresent(digest -> next.put(name, digest));
  }

  private void said(String key, String value, Map<String, String> design) {
    var found = design.get(key);
    if (found != null && !found.equals(value)) {
      kept.add(
          "%s '%s' is yours (%s, the crawler says %s)"
              .formatted(noun, key, Kept.shortened(value), Kept.shortened(found)));
    }
  }

  /** Digests to be kept for the next crawl. */
  Map<String, String> next() {
    return next;
  }

  /** What was kept, one line each. */
  List<String> kept() {
    return kept;
  }
}
