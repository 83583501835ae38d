package io.propolis.crawlers.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where below a location tables lie and what their folders mean, as in {@code
 * {table}/{region}/{dt}}: names in braces are levels of folders, those behind {@code {table}} are
 * partition keys. Without {@code {table}} the location itself is the table.
 *
 * @param text as it was written
 * @param above levels from the location down to the tables: a folder's name, or {@code *} for any
 * @param keys partition keys, lower-case, outermost first
 */
public record TableTemplate(String text, List<String> above, List<String> keys) {
  /** A level of folders with any name. */
  public static final String ANY = "*";

  private static final String TABLE = "{table}";
  private static final String NAME = "\\{[A-Za-z_][A-Za-z0-9_]*\\}";

  public TableTemplate {
    above = List.copyOf(above);
    keys = List.copyOf(keys);
  }

  /** A location and, if it has one, the template behind it. */
  record Path(String location, Optional<TableTemplate> template) {}

  /** Splits a path as it is written. Throws {@link InvalidDefinitionException}. */
  static Path split(String path) {
    int brace = path.indexOf('{');
    if (brace < 0) {
      return new Path(path, Optional.empty());
    }
    int slash = path.lastIndexOf('/', brace);
    if (path.substring(0, Math.max(0, slash)).matches("[a-zA-Z][a-zA-Z0-9+.-]*:/?")) {
      throw new InvalidDefinitionException("The template %s names no bucket".formatted(path));
    }
    return new Path(
        path.substring(0, Math.max(0, slash)), Optional.of(parse(path.substring(slash + 1))));
  }

  /** Reads a template. Throws {@link InvalidDefinitionException}. */
  static TableTemplate parse(String text) {
    var segments = List.of(text.replaceFirst("^/+", "").replaceFirst("/+$", "").split("/", -1));
    int table = segments.indexOf(TABLE);
    var above = new ArrayList<String>();
    for (var segment : segments.subList(0, table + 1)) {
      check(text, segment, segment.matches(NAME) || segment.matches("[^{}*]+") || isAny(segment));
      above.add(segment.matches(NAME) ? ANY : segment);
    }
    var keys = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (var segment : segments.subList(table + 1, segments.size())) {
      check(text, segment, segment.matches(NAME) && !segment.equals(TABLE));
      var key = segment.substring(1, segment.length() - 1).toLowerCase(Locale.ROOT);
      check(text, segment, seen.add(key));
      keys.add(key);
    }
    return new TableTemplate(text, above, keys);
  }

  private static boolean isAny(String segment) {
    return segment.equals(ANY);
  }

  private static void check(String text, String segment, boolean isRight) {
    if (!isRight) {
      throw new InvalidDefinitionException(
          ("The template %s is wrong at '%s': folders, * and {names} may stand in front of {table},"
                  + " and {keys} behind it, each once")
              .formatted(text, segment));
    }
  }
}
