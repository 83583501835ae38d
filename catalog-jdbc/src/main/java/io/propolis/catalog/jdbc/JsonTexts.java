package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps and lists of strings as {@link Json} does, in a third of the time: a thousand
 * partitions are two thousand texts. A test compares the two.
 */
final class JsonTexts {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private JsonTexts() {}

  static String map(Map<String, String> map) {
    var text = new StringBuilder(32 * map.size()).append('{');
    for (var entry : map.entrySet()) {
      if (text.length() > 1) {
        text.append(',');
      }
      append(text, entry.getKey());
      text.append(':');
      append(text, entry.getValue());
    }
    return text.append('}').toString();
  }

  static String list(List<String> values) {
    var text = new StringBuilder(16 * values.size()).append('[');
    for (var value : values) {
      if (text.length() > 1) {
        text.append(',');
      }
      append(text, value);
    }
    return text.append(']').toString();
  }

  private static void append(StringBuilder text, @Nullable String value) {
    if (value == null) {
      text.append("null");
    } else {
      text.append('"');
      ENCODER.quoteAsString(value, text);
      text.append('"');
    }
  }
}
