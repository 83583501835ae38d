package io.propolis.inference;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hive's partition names, {@code k=v/k2=v2}: escaping, parsing, rendering. */
public final class PartitionNames {

  /** The folder and stored value of a null or empty partition value. */
  public static final String DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__";

  private static final BitSet ESCAPED = escapedCharacters();
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PartitionNames() {}

  /** The text as it stands in a folder name; null and empty become {@link #DEFAULT_PARTITION}. */
  public static String escape(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return DEFAULT_PARTITION;
    }
    int first = firstEscaped(text);
    if (first < 0) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (ESCAPED.get(c)) {
        escaped.append('%').append(HEX.toHexDigits((byte) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Undoes {@link #escape}; a percent sign not followed by two hex digits stands for itself. */
  public static String unescape(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length()).append(text, 0, percent);
    for (int i = percent; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && isHexAt(text, i + 1) && isHexAt(text, i + 2)) {
        plain.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /**
   * Reads one folder name as {@code key=value}, split at the first equals sign; empty when there is
   * no key. An empty value is {@link #DEFAULT_PARTITION}.
   */
  public static Optional<PartitionSegment> parseSegment(String folder) {
    int equals = folder.indexOf('=');
    if (equals <= 0) {
      return Optional.empty();
    }
    String value = unescape(folder.substring(equals + 1));
    return Optional.of(
        new PartitionSegment(
            unescape(folder.substring(0, equals)), value.isEmpty() ? DEFAULT_PARTITION : value));
  }

  /** Reads {@code k=v/k2=v2}; empty when any step between slashes is not {@code key=value}. */
  public static Optional<List<PartitionSegment>> parse(String name) {
    var segments = new ArrayList<PartitionSegment>();
    for (String step : name.split("/", -1)) {
      var segment = parseSegment(step);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(List.copyOf(segments));
  }

  /** Renders the segments as an escaped partition name; the keys' case is kept. */
  public static String format(List<PartitionSegment> segments) {
    return segments.stream()
        .map(segment -> escape(segment.key()) + "=" + escape(segment.value()))
        .collect(Collectors.joining("/"));
  }

  private static int firstEscaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (ESCAPED.get(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isHexAt(String text, int index) {
    return index < text.length() && HexFormat.isHexDigit(text.charAt(index));
  }

  private static BitSet escapedCharacters() {
    var characters = new BitSet(128);
    characters.set(0x00, 0x20);
    characters.set(0x7F);
    "\"#%'*/:=?\\{[]^".chars().forEach(characters::set);
    return characters;
  }
}
