package io.propolis.inference;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of a date or time that has a folder level to itself, from the year downwards. */
enum DatePart {
  YEAR(1900, 2099, 4),
  MONTH(1, 12, 2),
  DAY(1, 31, 2),
  HOUR(0, 23, 2),
  MINUTE(0, 59, 2),
  /** Not part of a date path, but a padded key like the others. */
  WEEK(1, 53, 2);

  private final int least;
  private final int most;
  private final int width;

  DatePart(int least, int most, int width) {
    this.least = least;
    this.most = most;
    this.width = width;
  }

  /** The part that a partition key of this folded name holds. */
  static Optional<DatePart> named(String key) {
    return switch (key) {
      case "year", "yr", "yyyy" -> Optional.of(YEAR);
      case "month", "mon", "mm" -> Optional.of(MONTH);
      case "day", "dd", "dom" -> Optional.of(DAY);
      case "hour", "hr", "hh" -> Optional.of(HOUR);
      case "minute", "mins" -> Optional.of(MINUTE);
      case "week", "wk", "ww" -> Optional.of(WEEK);
      default -> Optional.empty();
    };
  }

  /** The part expected one folder below a part, or below none. */
  static @Nullable DatePart below(@Nullable DatePart above) {
    if (above == null) {
      return YEAR;
    }
    return switch (above) {
      case YEAR -> MONTH;
      case MONTH -> DAY;
      case DAY -> HOUR;
      case HOUR -> MINUTE;
      case MINUTE, WEEK -> null;
    };
  }

  /** Whether a folder name is such a part; a year takes four digits, the others one or two. */
  boolean matches(String folder) {
    int length = folder.length();
    if (length == 0 || length > width || (this == YEAR && length != width)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!TextScanner.isDigit(folder.charAt(i))) {
        return false;
      }
    }
    int value = Integer.parseInt(folder);
    return value >= least && value <= most;
  }

  /** Whether a value has all the digits that zero-padding would give it. */
  boolean matchesPadded(String value) {
    return value.length() == width && matches(value);
  }

  /** The English noun, which is also the name of a key made for this part. */
  String noun() {
    return name().toLowerCase(Locale.ROOT);
  }
}
