package io.propolis.catalog.model;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Partition names as Hive writes them: {@code k=v/k2=v2}, with characters that a path cannot hold
 * as {@code %XX} (Hive's {@code FileUtils.escapePathName}).
 */
public final class PartitionNames {
  /** Stands for null and for the empty string. */
  public static final String NULL_VALUE = "__HIVE_DEFAULT_PARTITION__";

  private static final String ESCAPED = "\"#%'*/:=?\\\u007F{[]^";

  private static final boolean[] ESCAPES = escapes();

  private PartitionNames() {}

  /** The name of the partition with these values. */
  public static String of(List<Column> keys, List<String> values) {
    if (keys.size() != values.size()) {
      throw invalid(
          Entity.PARTITION,
          "Partition has %d values for %d keys: %s".formatted(values.size(), keys.size(), values));
    }
    var name = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      if (i > 0) {
        name.append('/');
      }
      escape(name, Names.fold(keys.get(i).name()));
      name.append('=');
      escape(name, values.get(i).isEmpty() ? NULL_VALUE : values.get(i));
    }
    return name.toString();
  }

  /** The values in a name, in the order they stand there; keys are not checked. */
  public static List<String> values(String name) {
    var values = new ArrayList<String>();
    for (var part : segments(name)) {
      values.add(part.value());
    }
    return values;
  }

  /**
   * The values of a name in the order of the table's keys.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when a key is missing, unknown or repeated
   */
  public static List<String> values(List<Column> keys, String name) {
    var segments = segments(name);
    var values = new ArrayList<String>(keys.size());
    for (var key : keys) {
      var matching = segments.stream().filter(s -> s.key().equalsIgnoreCase(key.name())).toList();
      if (matching.size() != 1) {
        throw invalid(
            Entity.PARTITION,
            "Partition name %s does not give exactly one value for key %s"
                .formatted(name, key.name()));
      }
      values.add(matching.get(0).value());
    }
    if (segments.size() != keys.size()) {
      throw invalid(
          Entity.PARTITION,
          "Partition name %s has %d parts for %d keys"
              .formatted(name, segments.size(), keys.size()));
    }
    return values;
  }

  /**
   * The values of a name in the order of the table's keys; empty when it misses a key or is no
   * name. As in Hive, the case of keys matters and what is no key is passed over.
   *
   * @throws io.propolis.catalog.CatalogException INVALID for an empty name
   */
  public static Optional<List<String>> find(List<Column> keys, String name) {
    if (name.isEmpty()) {
      throw invalid(Entity.PARTITION, "The name of a partition is empty");
    }
    var values = new ArrayList<String>(keys.size());
    var parts = List.of(name.split("/", -1));
    for (var key : keys) {
      var start = escape(Names.fold(key.name())) + "=";
      var part = parts.stream().filter(p -> p.startsWith(start)).findFirst();
      if (part.isEmpty()) {
        return Optional.empty();
      }
      values.add(unescape(part.get().substring(start.length())));
    }
    return Optional.of(values);
  }

  /** Reads many names of partitions with these keys. */
  public static Reader reader(List<Column> keys) {
    return new Reader(keys);
  }

  /** Reads names as {@link #of} writes them, and no others. */
  public static final class Reader {
    private final List<Column> keys;
    private final List<String> prefixes;

    private Reader(List<Column> keys) {
      this.keys = keys;
      this.prefixes = keys.stream().map(key -> escape(Names.fold(key.name())) + "=").toList();
    }

    /** The values that have exactly this name; empty when none have. */
    public Optional<List<String>> exact(String name) {
      if (keys.isEmpty()) {
        return Optional.empty();
      }
      var values = new String[prefixes.size()];
      boolean isPlain = true;
      int position = 0;
      for (int i = 0; i < values.length; i++) {
        var prefix = prefixes.get(i);
        if (!name.startsWith(prefix, position)) {
          return Optional.empty();
        }
        position += prefix.length();
        int end = i == values.length - 1 ? name.length() : name.indexOf('/', position);
        if (end < position) {
          return Optional.empty();
        }
        values[i] = name.substring(position, end);
        isPlain &= end > position && isPlain(values[i]);
        position = end + 1;
      }
      return isPlain ? Optional.of(List.of(values)) : escaped(name, values);
    }

    private static boolean isPlain(String value) {
      for (int i = 0; i < value.length(); i++) {
        if (isEscaped(value.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    private Optional<List<String>> escaped(String name, String[] values) {
      var found = Stream.of(values).map(PartitionNames::unescape).toList();
      return of(keys, found).equals(name) ? Optional.of(found) : Optional.empty();
    }
  }

  /** One {@code key=value} of a name, unescaped. */
  public record Segment(String key, String value) {}

  /**
   * The parts of a name.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when a part has no {@code =}
   */
  public static List<Segment> segments(String name) {
    var segments = new ArrayList<Segment>();
    for (var part : name.split("/", -1)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        throw invalid(Entity.PARTITION, "Invalid partition name: " + name);
      }
      segments.add(
          new Segment(unescape(part.substring(0, equals)), unescape(part.substring(equals + 1))));
    }
    return segments;
  }

  public static String escape(String value) {
    var out = new StringBuilder(value.length() + 8);
    escape(out, value);
    return out.toString();
  }

  private static void escape(StringBuilder out, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isEscaped(c)) {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        out.append(c);
      }
    }
  }

  /** Whether a character of a value stands as {@code %XX} in a name. */
  public static boolean isEscaped(char c) {
    return c < ESCAPES.length && ESCAPES[c];
  }

  private static boolean[] escapes() {
    var escapes = new boolean[0x80];
    for (char c = 0; c < escapes.length; c++) {
      escapes[c] = c < ' ' || ESCAPED.indexOf(c) >= 0;
    }
    return escapes;
  }

  /** The reverse of {@link #escape}; a {@code %} that two hex digits do not follow stays. */
  public static String unescape(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    var out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '%'
          && i + 2 < value.length()
          && HexFormat.isHexDigit(value.charAt(i + 1))
          && HexFormat.isHexDigit(value.charAt(i + 2))) {
        out.append((char) HexFormat.fromHexDigits(value, i + 1, i + 3));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
