package io.propolis.glue.translate;

import io.propolis.catalog.rules.TableRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters that the catalog needs and the client did not send. Clients of Glue compare what they
 * read with what they wrote (Terraform plans a change for every difference), so these are noted and
 * not shown to them.
 */
final class Added {
  static final String KEY = Kept.PREFIX + "added";

  private Added() {}

  /** Notes which parameters the catalog will have beside those sent. */
  static Map<String, String> parameters(
      Map<String, String> sent, Map<String, String> needed, Map<String, String> extras) {
    var all = new LinkedHashMap<>(sent);
    var added = new ArrayList<String>();
    needed.forEach(
        (key, value) -> {
          if (all.putIfAbsent(key, value) == null) {
            added.add(key);
          }
        });
    if (!sent.containsKey(TableRules.LAST_DDL_TIME)) {
      added.add(TableRules.LAST_DDL_TIME);
    }
    if (!added.isEmpty()) {
      extras.put(KEY, String.join(",", added));
    }
    return all;
  }

  /** The parameters without those. */
  static Map<String, String> shown(Map<String, String> parameters, Map<String, String> extras) {
    var hidden = hidden(extras);
    if (hidden.isEmpty()) {
      return parameters;
    }
    var shown = new LinkedHashMap<>(parameters);
    hidden.forEach(shown::remove);
    return shown;
  }

  /** The keys of those. */
  static List<String> hidden(Map<String, String> extras) {
    var added = extras.get(KEY);
    return added == null ? List.of() : List.of(added.split(",", -1));
  }
}
