package io.propolis.crawlers.definition;

import io.propolis.crawlers.schema.HiveType.Primitive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A grok pattern: a regular expression in which {@code %{NAME}} stands for a pattern of that name,
 * and {@code %{NAME:field}} or {@code %{NAME:field:type}} for a field that it matches.
 *
 * @param regex with one group for each field, and no others
 * @param fields in the order of their groups
 */
public record GrokPattern(Pattern regex, List<Field> fields) {
  /** A field of a matching line. */
  public record Field(String name, Primitive type) {}

  private static final Pattern REFERENCE =
      Pattern.compile("%\\{(\\w+)(?::([\\w.@\\[\\]-]+))?(?::(\\w+))?}");
  private static final Map<String, String> BUILT_IN = parse(builtIn());
  private static final int LONGEST = 100_000;

  /** Glue's types; a field without one is a string. */
  private static final Map<String, Primitive> TYPES =
      Map.of(
          "byte", Primitive.TINYINT,
          "boolean", Primitive.BOOLEAN,
          "double", Primitive.DOUBLE,
          "short", Primitive.SMALLINT,
          "int", Primitive.INT,
          "long", Primitive.BIGINT,
          "float", Primitive.FLOAT,
          "string", Primitive.STRING);

  public GrokPattern {
    fields = List.copyOf(fields);
  }

  /** Names the built-in patterns are known by. */
  public static java.util.Set<String> builtInNames() {
    return BUILT_IN.keySet();
  }

  /**
   * Compiles a pattern.
   *
   * @param custom more named patterns, one on each line: name, blank, pattern
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static GrokPattern compile(String pattern, String custom) {
    var patterns = new HashMap<>(BUILT_IN);
    patterns.putAll(parse(custom));
    var compiling = new Compiling(patterns);
    var regex = Pattern.compile(compiling.resolved(pattern));
    if (regex.matcher("").groupCount() != compiling.fields.size()) {
      throw new IllegalArgumentException(
          "groups in parentheses have to be (?:…), or %{NAME:field} in their place");
    }
    return new GrokPattern(regex, compiling.fields);
  }

  private static Map<String, String> parse(String lines) {
    var patterns = new HashMap<String, String>();
    for (var line : (Iterable<String>) lines.lines()::iterator) {
      if (!line.isBlank() && !line.startsWith("#")) {
        var parts = line.strip().split("\\s+", 2);
        if (parts.length < 2) {
          throw new IllegalArgumentException("'%s' names no pattern".formatted(line.strip()));
        }
        patterns.put(parts[0], parts[1]);
      }
    }
    return patterns;
  }

  private static String builtIn() {
    try (InputStream in = GrokPattern.class.getResourceAsStream("grok-patterns")) {
      return new String(
          Objects.requireNonNull(in, "grok-patterns").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Compiling {
    private final Map<String, String> patterns;
    private final List<Field> fields = new ArrayList<>();
    private final Deque<String> within = new ArrayDeque<>();
    private boolean inField;

    private Compiling(Map<String, String> patterns) {
      this.patterns = patterns;
    }

    private String resolved(String pattern) {
      var found = REFERENCE.matcher(pattern);
      var regex = new StringBuilder();
      int end = 0;
      while (found.find()) {
        regex.append(pattern, end, found.start()).append(reference(found));
        end = found.end();
        if (regex.length() > LONGEST) {
          throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
        }
      }
      return regex.append(pattern.substring(end)).toString();
    }

    private String reference(java.util.regex.Matcher found) {
      var name = found.group(1);
      var definition = patterns.get(name);
      if (definition == null) {
        throw new IllegalArgumentException("there is no pattern " + name);
      }
      if (within.contains(name)) {
        throw new IllegalArgumentException("pattern " + name + " holds itself");
      }
      // A field within the pattern of a field would be a group within the outer one's.
      if (found.group(2) != null && !inField) {
        fields.add(new Field(found.group(2), type(found.group(3))));
        inField = true;
        try {
          return "(" + inner(name, definition) + ")";
        } finally {
          inField = false;
        }
      }
      return "(?:" + inner(name, definition) + ")";
    }

    private String inner(String name, String definition) {
      within.push(name);
      try {
        return resolved(definition);
      } finally {
        within.pop();
      }
    }

    private static Primitive type(@org.jspecify.annotations.Nullable String name) {
      if (name == null) {
        return Primitive.STRING;
      }
      var type = TYPES.get(name.toLowerCase(Locale.ROOT));
      if (type == null) {
        throw new IllegalArgumentException(
            "type %s is none of %s".formatted(name, new java.util.TreeSet<>(TYPES.keySet())));
      }
      return type;
    }
  }
}
