package io.propolis.compat.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.propolis.compat.random.ColumnType.Decimal;
import io.propolis.compat.random.ColumnType.Field;
import io.propolis.compat.random.ColumnType.ListOf;
import io.propolis.compat.random.ColumnType.MapOf;
import io.propolis.compat.random.ColumnType.Scalar;
import io.propolis.compat.random.ColumnType.Struct;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares what was written with the JSON that an engine makes of the rows, value by value. */
public final class Comparison {
  /** As the query asks for timestamps. */
  public static final String TIMESTAMP_PATTERN = "yyyy-MM-dd HH:mm:ss.SSSSSS";

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern(TIMESTAMP_PATTERN, Locale.ROOT);

  private final Format format;
  private final List<String> differences = new ArrayList<>();

  private Comparison(Format format) {
    this.format = format;
  }

  /** What differs, one line each; rows of the engine by their {@code row_id}. */
  public static List<String> of(RandomTable table, Map<Integer, JsonNode> found) {
    var comparison = new Comparison(table.format());
    var columns = new Struct(table.columns());
    if (found.size() != table.rows().size()) {
      comparison.differences.add(
          "%d rows were written, %d read".formatted(table.rows().size(), found.size()));
    }
    for (int i = 0; i < table.rows().size(); i++) {
      comparison.value(
          "row " + i,
          columns,
          table.rows().get(i),
          found.getOrDefault(i, MissingNode.getInstance()));
    }
    return comparison.differences;
  }

  private void value(String path, ColumnType type, Object given, JsonNode read) {
    // Spark's source of XML takes blanks around a text for layout.
    var written = format == Format.XML && given instanceof String text ? text.strip() : given;
    if (isNothing(written)) {
      if (!isNothing(read)) {
        differ(path, written, read);
      }
    } else if (type instanceof Struct struct) {
      fields(path, struct, (List<?>) written, read);
    } else if (type instanceof ListOf list) {
      elements(path, list, (List<?>) written, read);
    } else if (type instanceof MapOf map) {
      pairs(path, map, (Map<?, ?>) written, read);
    } else if (read.isContainerNode() || read.isNull() || !equal(type, written, read)) {
      differ(path, written, read);
    }
  }

  /** Text has no nulls of its own, nor empty lists. */
  private boolean isNothing(Object written) {
    if (written == null) {
      return true;
    }
    return format.isText()
        && ((written instanceof String text && text.isBlank() && format == Format.XML)
            || written.equals("")
            || (written instanceof List<?> parts && parts.stream().allMatch(this::isNothing)));
  }

  private boolean isNothing(JsonNode read) {
    if (read.isNull() || read.isMissingNode()) {
      return true;
    }
    if (!format.isText()) {
      return false;
    }
    if (read.isContainerNode()) {
      for (var part : read) {
        if (!isNothing(part)) {
          return false;
        }
      }
      return true;
    }
    return read.isTextual() && read.textValue().isEmpty();
  }

  private void fields(String path, Struct struct, List<?> written, JsonNode read) {
    if (!read.isObject()) {
      differ(path, written, read);
      return;
    }
    var inOrder = new ArrayList<JsonNode>();
    read.forEach(inOrder::add);
    if (isPositional() && inOrder.size() != written.size()) {
      differ(path, written, read);
      return;
    }
    for (int i = 0; i < written.size(); i++) {
      var field = struct.fields().get(i);
      value(
          path + "." + field.name(),
          field.type(),
          written.get(i),
          isPositional() ? inOrder.get(i) : named(field, read));
    }
  }

  private boolean isPositional() {
    return format != Format.JSON && format != Format.XML;
  }

  /** Columns of trees have the names of the files, or such as every engine takes. */
  private static JsonNode named(Field field, JsonNode object) {
    var plain = field.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
    for (var property : object.properties()) {
      var name = property.getKey();
      if (name.equalsIgnoreCase(field.name())
          || name.equals(plain)
          || name.matches(plain + "_\\d")) {
        return property.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  private void elements(String path, ListOf list, List<?> written, JsonNode read) {
    // One element alone is no list in XML, unless another row has several.
    if (format == Format.XML && !read.isArray() && written.size() == 1) {
      value(path + "[0]", list.element(), written.get(0), read);
    } else if (!read.isArray() || read.size() != written.size()) {
      differ(path, written, read);
    } else {
      for (int i = 0; i < written.size(); i++) {
        value(path + "[" + i + "]", list.element(), written.get(i), read.get(i));
      }
    }
  }

  private void pairs(String path, MapOf map, Map<?, ?> written, JsonNode read) {
    if (!read.isObject() || read.size() != written.size()) {
      differ(path, written, read);
      return;
    }
    written.forEach(
        (key, value) -> value(path + "{" + key + "}", map.value(), value, read.path((String) key)));
  }

  private static boolean equal(ColumnType type, Object written, JsonNode read) {
    var text = read.asText();
    try {
      if (type instanceof Decimal) {
        return read.isNumber() && read.decimalValue().compareTo((BigDecimal) written) == 0;
      }
      return switch ((Scalar) type) {
        case BOOLEAN, STRING, DATE -> text.equals(written.toString());
        case BYTE, SHORT, INT, LONG ->
            new BigDecimal(text).compareTo(new BigDecimal(written.toString())) == 0;
        case FLOAT -> Float.valueOf(text).equals(written);
        case DOUBLE -> Double.valueOf(text).equals(written);
        case BINARY -> text.equals(Base64.getEncoder().encodeToString((byte[]) written));
        case TIMESTAMP -> text.equals(TIMESTAMP.format((LocalDateTime) written));
      };
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void differ(String path, Object written, JsonNode read) {
    var shown = written instanceof byte[] bytes ? List.of(bytes.length) : written;
    differences.add("%s: written <%s>, read <%s>".formatted(path, shown, read));
  }
}
