package io.propolis.server.hive;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Values as Hive writes them, to values as settings are written. */
final class HiveValues {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*([a-z]*)");
  private static final Pattern MINUTES = Pattern.compile("-?\\d{1,12}(\\.\\d{0,9})?");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)b?");
  private static final long MAX_MILLIS = TimeUnit.DAYS.toMillis(999_999);

  private HiveValues() {}

  /** {@code 300s}, {@code 5m}, {@code 1day}; without a unit, in the property's own. */
  static String duration(String text, TimeUnit own) {
    var form = DURATION.matcher(text.toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException("it is no time, as 300s or 1d");
    }
    var unit =
        switch (form.group(2)) {
          case "" -> own;
          case "d", "day", "days" -> TimeUnit.DAYS;
          case "h", "hour", "hours" -> TimeUnit.HOURS;
          case "m", "min", "minute", "minutes" -> TimeUnit.MINUTES;
          case "s", "sec", "second", "seconds" -> TimeUnit.SECONDS;
          case "ms", "msec" -> TimeUnit.MILLISECONDS;
          case "us", "usec" -> TimeUnit.MICROSECONDS;
          case "ns", "nsec" -> TimeUnit.NANOSECONDS;
          default -> throw new IllegalArgumentException("it has no unit of time that Hive knows");
        };
    return written(unit.toMillis(Long.parseLong(form.group(1))));
  }

  /** {@code 360}, {@code 0.5}; what is not more than nothing is none. */
  static String minutes(String text) {
    if (!MINUTES.matcher(text).matches()) {
      throw new IllegalArgumentException("it is no number of minutes, as 360");
    }
    return written((long) (Double.parseDouble(text) * TimeUnit.MINUTES.toMillis(1)));
  }

  private static String written(long time) {
    long millis = Math.max(0, Math.min(MAX_MILLIS, time));
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    return millis / 1_000 + "s";
  }

  /** Bytes, from {@code 104857600}, {@code 100Mb} or {@code 1gb}, at most {@code limit}. */
  static String size(String text, long limit) {
    var form = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException("it is no number of bytes, as 104857600 or 100Mb");
    }
    int shift =
        switch (form.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          case "t" -> 40;
          default -> 0;
        };
    return Long.toString(Math.min(limit, saturated(Long.parseLong(form.group(1)), shift)));
  }

  private static long saturated(long number, int shift) {
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }
}
