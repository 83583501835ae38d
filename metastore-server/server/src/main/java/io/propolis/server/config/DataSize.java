package io.propolis.server.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A number of bytes, written {@code 4096}, {@code 64KiB}, {@code 100MiB} or {@code 1GiB}.
 *
 * @param bytes at least 1
 */
public record DataSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,10}) ?(?:([kmg])i?b?|b)?");

  public DataSize {
    if (bytes < 1) {
      throw new IllegalArgumentException("a size is at least 1 byte");
    }
  }

  /** Throws IllegalArgumentException when the text is no size. */
  public static DataSize parse(String text) {
    var form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException("a size is a number and KiB, MiB or GiB, as 100MiB");
    }
    var unit = form.group(2);
    int shift =
        switch (unit == null ? "" : unit) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    return new DataSize(Long.parseLong(form.group(1)) << shift);
  }
}
