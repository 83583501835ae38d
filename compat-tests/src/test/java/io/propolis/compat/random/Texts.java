package io.propolis.compat.random;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values are written where they are text. */
final class Texts {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);
  private static final DateTimeFormatter PLAIN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Texts() {}

  static String instant(Object timestamp) {
    return INSTANT.format((LocalDateTime) timestamp);
  }

  static String of(Object value) {
    return value instanceof LocalDateTime timestamp ? PLAIN.format(timestamp) : value.toString();
  }
}
