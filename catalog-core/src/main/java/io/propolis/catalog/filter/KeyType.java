package io.propolis.catalog.filter;

import io.propolis.catalog.model.PartitionNames;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values of a key compare: by number, by date, by time, by truth, or by text. */
public enum KeyType {
  NUMBER {
    @Override
    Comparable<?> parse(String text) {
      return new BigDecimal(text.strip());
    }
  },
  DATE {
    @Override
    Comparable<?> parse(String text) {
      var date = text.strip();
      return LocalDate.parse(date.length() > 10 ? date.substring(0, 10) : date);
    }
  },
  TIMESTAMP {
    @Override
    Comparable<?> parse(String text) {
      var stripped = text.strip().replace('T', ' ');
      return stripped.length() == 10
          ? LocalDate.parse(stripped).atStartOfDay()
          : LocalDateTime.parse(stripped, TIMESTAMP_FORMAT);
    }
  },
  BOOLEAN {
    @Override
    Comparable<?> parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "1" -> Boolean.TRUE;
        case "false", "0" -> Boolean.FALSE;
        default -> throw new DateTimeException("not a boolean: " + text);
      };
    }
  },
  TEXT {
    @Override
    Comparable<?> parse(String text) {
      return text;
    }
  };

  private static final DateTimeFormatter TIMESTAMP_FORMAT =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  abstract Comparable<?> parse(String text);

  /** The value as this type compares it; null for a text that is none. */
  @Nullable Comparable<?> value(String text) {
    // Hive compares text keys literally, the null marker included; no other type has such a value.
    if (this != TEXT && text.equals(PartitionNames.NULL_VALUE)) {
      return null;
    }
    try {
      return parse(text);
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  @SuppressWarnings("unchecked") // both sides were parsed by the same KeyType
  static int compare(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  /** From a type in Hive's syntax. */
  static KeyType of(String hiveType) {
    var type = hiveType.strip().toLowerCase(Locale.ROOT);
    int parameters = type.indexOf('(');
    return switch (parameters < 0 ? type : type.substring(0, parameters).strip()) {
      case "tinyint",
          "smallint",
          "int",
          "integer",
          "bigint",
          "long",
          "float",
          "double",
          "decimal" ->
          NUMBER;
      case "date" -> DATE;
      case "timestamp", "timestamp with local time zone" -> TIMESTAMP;
      case "boolean" -> BOOLEAN;
      default -> TEXT;
    };
  }
}
