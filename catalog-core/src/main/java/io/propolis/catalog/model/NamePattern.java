package io.propolis.catalog.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hive's pattern for names: {@code *} stands for any characters, {@code |} separates alternatives,
 * case does not matter.
 */
public final class NamePattern {
  private static final Pattern EVERYTHING = Pattern.compile("\\*+");

  private final Pattern pattern;
  private final boolean everything;

  private NamePattern(Pattern pattern, boolean everything) {
    this.pattern = pattern;
    this.everything = everything;
  }

  /** A pattern of null or "" matches nothing but the empty name. */
  public static NamePattern of(String text) {
    var regex = new StringBuilder();
    boolean everything = false;
    for (var alternative : text.strip().toLowerCase(Locale.ROOT).split("\\|", -1)) {
      regex.append(regex.isEmpty() ? "" : "|").append("(?:");
      everything |= EVERYTHING.matcher(alternative).matches();
      int from = 0;
      for (int star = alternative.indexOf('*'); star >= 0; star = alternative.indexOf('*', from)) {
        regex.append(Pattern.quote(alternative.substring(from, star))).append(".*");
        from = star + 1;
      }
      regex.append(Pattern.quote(alternative.substring(from))).append(')');
    }
    return new NamePattern(Pattern.compile(regex.toString()), everything);
  }

  /** Whether it matches every name because one of its alternatives is nothing but stars. */
  public boolean matchesEverything() {
    return everything;
  }

  public boolean matches(String name) {
    return everything || pattern.matcher(name).matches();
  }
}
