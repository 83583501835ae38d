package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.propolis.catalog.model.Partition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps and lists of strings, and partitions, as {@link Json} does, in a third of the time: a
 * thousand partitions are two thousand texts. A test compares the two.
 */
final class JsonTexts {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private JsonTexts() {}

  static String map(Map<String, String> map) {
    var text = new StringBuilder(32 * map.size());
    append(text, map);
    return text.toString();
  }

  private static void append(StringBuilder text, Map<String, String> map) {
    char before = '{';
    for (var entry : map.entrySet()) {
      text.append(before);
      append(text, entry.getKey());
      text.append(':');
      append(text, entry.getValue());
      before = ',';
    }
    text.append(before == '{' ? "{}" : "}");
  }

  static String list(List<String> values) {
    var text = new StringBuilder(16 * values.size());
    append(text, values);
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> values) {
    char before = '[';
    for (var value : values) {
      text.append(before);
      append(text, value);
      before = ',';
    }
    text.append(before == '[' ? "[]" : "]");
  }

  static String lists(List<List<String>> lists) {
    var text = new StringBuilder(32 * lists.size());
    char before = '[';
    for (var list : lists) {
      text.append(before);
      append(text, list);
      before = ',';
    }
    return text.append(before == '[' ? "[]" : "]").toString();
  }

  /**
   * A partition without what is null or empty.
   *
   * @param layout what stands for its layout
   */
  static String partition(Partition partition, int layout) {
    var text = new StringBuilder(256).append('{');
    if (!partition.values().isEmpty()) {
      append(text.append("\"values\":"), partition.values());
      text.append(',');
    }
    if (partition.location() != null) {
      append(text.append("\"location\":"), partition.location());
      text.append(',');
    }
    text.append("\"layout\":").append(layout);
    if (!partition.parameters().isEmpty()) {
      append(text.append(",\"parameters\":"), partition.parameters());
    }
    text.append(",\"createdAt\":").append(partition.createdAt());
    text.append(",\"lastAccessedAt\":").append(partition.lastAccessedAt());
    if (!partition.extras().isEmpty()) {
      append(text.append(",\"extras\":"), partition.extras());
    }
    return text.append('}').toString();
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
