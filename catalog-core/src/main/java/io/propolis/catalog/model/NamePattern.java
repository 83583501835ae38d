package io.propolis.catalog.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hive's pattern for names: {@code *} stands for any characters, {@code |} separates alternatives,
 * case does not matter.
 */
public final class NamePattern {
  private final Pattern pattern;

  private NamePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** A pattern of null or "" matches nothing but the empty name. */
  public static NamePattern of(String text) {
    var regex = new StringBuilder();
    for (var alternative : text.strip().toLowerCase(Locale.ROOT).split("\\|", -1)) {
      regex.append(regex.isEmpty() ? "" : "|").append("(?:");
      int from = 0;
      for (int star = alternative.indexOf('*'); star >= 0; star = alternative.indexOf('*', from)) {
        regex.append(Pattern.quote(alternative.substring(from, star))).append(".*");
        from = star + 1;
      }
      regex.append(Pattern.quote(alternative.substring(from))).append(')');
    }
    return new NamePattern(Pattern.compile(regex.toString()));
  }

  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }
}
