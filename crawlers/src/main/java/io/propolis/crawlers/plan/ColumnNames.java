package io.propolis.crawlers.plan;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Gives columns and tables names that every engine takes: {@code [a-z0-9_]}, each once. */
public final class ColumnNames {
  static final int LONGEST_TABLE = 128;

  private final Set<String> taken = new HashSet<>();

  /** A free name as near to {@code name} as can be. */
  public String unique(String name) {
    var plain = normalised(name);
    var free = plain.isEmpty() ? "col" : plain;
    for (int i = 1; !taken.add(free); i++) {
      free = plain + "_" + i;
    }
    return free;
  }

  /** The name as it is but for its case, where engines look it up in the files. */
  String kept(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return name.isBlank() || !taken.add(lower) ? unique(name) : lower;
  }

  /** Lower case, everything else than letters, digits and underscores as one underscore. */
  public static String normalised(String name) {
    var lower = name.strip().toLowerCase(Locale.ROOT);
    var plain = new StringBuilder();
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      if (kept) {
        plain.append(c);
      } else if (plain.length() == 0 || plain.charAt(plain.length() - 1) != '_') {
        plain.append('_');
      }
    }
    return plain.toString();
  }
}
