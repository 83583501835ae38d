package io.propolis.inference;

import java.util.List;

/**
 * Dates and times in the forms of everyday life ({@code 31/12/2024 9:05}, {@code 12-Mar-2024}).
 * What one value may be is a set of forms; what a column may be is the intersection over its
 * values, which does not depend on their order. Two-digit years are text.
 */
final class LocalTemporal {
  /** The set that intersections begin with. */
  static final long ALL = -1;

  private static final List<String> DATES =
      List.of(
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "dd.MM.yyyy",
          "dd-MM-yyyy",
          "MM-dd-yyyy",
          "yyyy/MM/dd",
          "yyyy.MM.dd",
          "dd-MMM-yyyy",
          "dd MMM yyyy",
          "dd/MMM/yyyy",
          "MMM dd, yyyy",
          "MMM dd yyyy");
  private static final List<String> TIMES =
      List.of(
          "",
          " HH:mm",
          " HH:mm:ss",
          " HH:mm:ss.SSS",
          " hh:mm a",
          " hh:mm:ss a",
          ":HH:mm:ss Z",
          " HH:mm:ss Z");
  private static final int FIRST_TIME = 20;
  private static final long DATE_BITS = (1L << DATES.size()) - 1;
  private static final long TIME_BITS = ((1L << TIMES.size()) - 1) << FIRST_TIME;

  /** Days and months have two digits. */
  private static final long PADDED_DATE = 1L << 40;

  /** Hours have two digits. */
  private static final long PADDED_HOUR = 1L << 41;

  /** Characters of texts that may have a form. */
  static final int SHORTEST = 8;

  static final int LONGEST = 32;

  /** What stands after the first number of a date. */
  static final String SEPARATORS = "/.- ";

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final String text;
  private int position;
  private boolean padded = true;
  private boolean paddedHour = true;

  private LocalTemporal(String text) {
    this.text = text;
  }

  /** The forms that a text has; 0 for none. */
  static long forms(String text) {
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      return 0;
    }
    var scan = new LocalTemporal(text);
    long dates = scan.date();
    long time = dates == 0 ? 0 : scan.time();
    return time == 0
        ? 0
        : dates | time | (scan.padded ? PADDED_DATE : 0) | (scan.paddedHour ? PADDED_HOUR : 0);
  }

  /** Whether more than one order of day and month is possible. */
  static boolean isAmbiguous(long forms) {
    return Long.bitCount(forms & DATE_BITS) > 1 && (forms & TIME_BITS) != 0;
  }

  /** The one pattern of a set; empty when there is none, or more than one. */
  static String pattern(long forms) {
    long date = forms & DATE_BITS;
    long time = forms & TIME_BITS;
    if (Long.bitCount(date) != 1 || Long.bitCount(time) != 1) {
      return "";
    }
    var day = DATES.get(Long.numberOfTrailingZeros(date));
    var clock = TIMES.get(Long.numberOfTrailingZeros(time) - FIRST_TIME);
    if ((forms & PADDED_DATE) == 0) {
      day = day.replace("dd", "d").replaceAll("(?<!M)MM(?!M)", "M");
    }
    if ((forms & PADDED_HOUR) == 0) {
      clock = clock.replace("HH", "H").replace("hh", "h");
    }
    return day + clock;
  }

  private long date() {
    int month = monthName();
    if (month > 0) {
      return monthFirst(month);
    }
    int first = number(4);
    if (first < 0 || atEnd()) {
      return 0;
    }
    int digits = position;
    char separator = text.charAt(position++);
    if (digits == 4) {
      return yearFirst(first, separator);
    }
    padded = digits == 2;
    month = monthName();
    if (month > 0) {
      return named(first, month, separator);
    }
    int second = twoDigits();
    if (second < 0 || !passes(separator)) {
      return 0;
    }
    int year = year();
    return switch (separator) {
      case '/' -> day(year, second, first, 0) | day(year, first, second, 1);
      case '.' -> day(year, second, first, 2);
      case '-' -> day(year, second, first, 3) | day(year, first, second, 4);
      default -> 0;
    };
  }

  private long yearFirst(int year, char separator) {
    int month = twoDigits();
    if (month < 0 || !passes(separator)) {
      return 0;
    }
    int day = twoDigits();
    return switch (separator) {
      case '/' -> day(year, month, day, 5);
      case '.' -> day(year, month, day, 6);
      default -> 0;
    };
  }

  private long named(int day, int month, char separator) {
    if (!passes(separator)) {
      return 0;
    }
    int year = year();
    return switch (separator) {
      case '-' -> day(year, month, day, 7);
      case ' ' -> day(year, month, day, 8);
      case '/' -> day(year, month, day, 9);
      default -> 0;
    };
  }

  private long monthFirst(int month) {
    if (!passes(' ')) {
      return 0;
    }
    int day = twoDigits();
    boolean comma = passes(',');
    return passes(' ') ? day(year(), month, day, comma ? 10 : 11) : 0;
  }

  private static long day(int year, int month, int day, int form) {
    return year >= 1000 && TextScanner.isDay(year, month, day) ? 1L << form : 0;
  }

  private long time() {
    if (atEnd()) {
      return 1L << FIRST_TIME;
    }
    boolean colon = text.charAt(position) == ':';
    if (!colon && text.charAt(position) != ' ') {
      return 0;
    }
    position++;
    int start = position;
    int hour = number(2);
    paddedHour = position - start == 2;
    if (hour < 0 || hour > 23 || !passes(':') || !sixty()) {
      return 0;
    }
    boolean seconds = passes(':');
    if (seconds && !sixty()) {
      return 0;
    }
    int form = colon ? (seconds && isZone() ? 6 : -1) : rest(hour, seconds);
    return form < 0 || !atEnd() ? 0 : 1L << (FIRST_TIME + form);
  }

  private int rest(int hour, boolean seconds) {
    if (atEnd()) {
      return seconds ? 2 : 1;
    }
    if (seconds && passes('.')) {
      int start = position;
      return number(3) >= 0 && position - start == 3 ? 3 : -1;
    }
    if (text.startsWith(" AM", position) || text.startsWith(" PM", position)) {
      position += 3;
      return hour < 1 || hour > 12 ? -1 : seconds ? 5 : 4;
    }
    return seconds && isZone() ? 7 : -1;
  }

  /** A blank and an offset such as +0200, which are passed over. */
  private boolean isZone() {
    if (!passes(' ') || atEnd() || (text.charAt(position) != '+' && text.charAt(position) != '-')) {
      return false;
    }
    position++;
    int start = position;
    return number(4) >= 0 && position - start == 4;
  }

  private boolean sixty() {
    int start = position;
    int value = number(2);
    return position - start == 2 && value < 60;
  }

  private int twoDigits() {
    int start = position;
    int value = number(2);
    padded &= position - start == 2;
    return value;
  }

  private int year() {
    int start = position;
    int value = number(4);
    return position - start == 4 ? value : -1;
  }

  /** The number at the position, of at most so many digits; -1 for none. */
  private int number(int most) {
    int start = position;
    int value = 0;
    while (!atEnd() && position - start < most && TextScanner.isDigit(text.charAt(position))) {
      value = value * 10 + text.charAt(position++) - '0';
    }
    return position == start ? -1 : value;
  }

  /** The month whose English short name stands here, which is passed over; 0 for none. */
  private int monthName() {
    if (position + 3 > text.length() || !Character.isLetter(text.charAt(position))) {
      return 0;
    }
    int month = month(text, position);
    position += month == 0 ? 0 : 3;
    return month;
  }

  /** Whether an English short name of a month stands there in a text that is longer. */
  static boolean isMonth(String text, int at) {
    return month(text, at) > 0;
  }

  private static int month(String text, int at) {
    for (int i = 0; i < MONTHS.length(); i += 3) {
      if (text.regionMatches(at, MONTHS, i, 3)) {
        return i / 3 + 1;
      }
    }
    return 0;
  }

  private boolean passes(char expected) {
    if (atEnd() || text.charAt(position) != expected) {
      return false;
    }
    position++;
    return true;
  }

  private boolean atEnd() {
    return position >= text.length();
  }
}
