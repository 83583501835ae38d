package io.propolis.inference;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells the forms that most values have, of characters of Latin-1, a byte each, where they stand.
 * It is there for speed alone (the benchmark is {@code crawl-csv}): {@link TextScanner}, its plain
 * twin, knows all forms. Mutable and reused.
 */
final class LatinScanner {
  private static final int DATE_LENGTH = 10;
  private static final int TIMESTAMP_LENGTH = 19;

  /** What a character begins, at first sight: text whatever follows, */
  private static final byte TEXT = 1;

  /** text unless it is as short as truth values, names of months and numbers that are none, */
  private static final byte SHORT = 2;

  /** a number, a date or a time; or, with zero, nothing that is known. */
  private static final byte NUMBER = 3;

  private static final byte[] BEGINNINGS = beginnings();

  /** Digits of the longest whole numbers of 32 bits, and of 64 bits. */
  private static final int INT_DIGITS = 10;

  private static final int BIGINT_DIGITS = 19;

  /** {@code 2024-12-}: digits, and what stands between them, with the greatest values they have. */
  private static final long DATE = EightBytes.head("0000-00-");

  private static final long DATE_MOST = 0x0909090900090900L;

  /** {@code 23:59:59}. */
  private static final long CLOCK = EightBytes.head("00:00:00");

  private static final long CLOCK_MOST = 0x0909000909000909L;

  /** The number of pattern letters that {@code Z} has. */
  private static final int UTC = 3;

  private int integerDigits;
  private int scale;
  private int temporalPattern;

  private static byte[] beginnings() {
    var beginnings = new byte[256];
    // Blanks may be all there is.
    Arrays.fill(beginnings, ' ' + 1, 0x7F, TEXT);
    Arrays.fill(beginnings, 0x80, 256, TEXT);
    Arrays.fill(beginnings, '0', '9' + 1, NUMBER);
    beginnings['-'] = NUMBER;
    beginnings['+'] = NUMBER;
    for (char c : "tTfFNIADJMOS".toCharArray()) {
      beginnings[c] = SHORT;
    }
    beginnings['.'] = 0;
    beginnings['\\'] = 0;
    return beginnings;
  }

  /** The form of a cell that is not empty; null when another scanner must say it. */
  @Nullable TextForm scan(byte[] latin, int start, int end) {
    byte begins = BEGINNINGS[latin[start] & 0xFF];
    if (begins == NUMBER) {
      return number(latin, start, end);
    }
    return begins == TEXT || (begins == SHORT && end - start > LocalTemporal.LONGEST)
        ? TextForm.TEXT
        : begins == SHORT && isTruth(latin, start, end) ? TextForm.BOOLEAN : null;
  }

  private @Nullable TextForm number(byte[] latin, int start, int end) {
    int first = latin[start] <= '-' ? start + 1 : start;
    int at = pastDigits(latin, first, end);
    int whole = at - first;
    if (whole == 0) {
      return null;
    }
    boolean isPadded = latin[first] == '0' && whole > 1;
    if (at == end) {
      return isPadded ? TextForm.ZERO_PADDED : integer(latin, start, first, end);
    }
    if (latin[start] == '+') {
      return null;
    }
    if (latin[at] == '.') {
      int fraction = at + 1;
      return !isPadded && pastDigits(latin, fraction, end) == end
          ? fixedPoint(latin, start, first, whole, end - fraction)
          : null;
    }
    return first == start && whole == 4 && latin[at] == '-' ? temporal(latin, start, end) : null;
  }

  private static int pastDigits(byte[] latin, int from, int end) {
    int at = from;
    while (at + Long.BYTES <= latin.length) {
      int digits = EightBytes.digits(latin, at);
      at += digits;
      if (digits < Long.BYTES || at >= end) {
        return Math.min(at, end);
      }
    }
    while (at < end && latin[at] >= '0' && latin[at] <= '9') {
      at++;
    }
    return at;
  }

  private static @Nullable TextForm integer(byte[] latin, int start, int first, int end) {
    if (latin[start] == '+') {
      return TextForm.PLUS_SIGNED;
    }
    int digits = end - first;
    if (digits > BIGINT_DIGITS || (first > start && latin[first] == '0')) {
      return null;
    }
    if (digits < INT_DIGITS) {
      return TextForm.INT;
    }
    // The limits begin with 2 and with 9.
    if (digits > INT_DIGITS && (digits < BIGINT_DIGITS || latin[first] < '9')) {
      return TextForm.BIGINT;
    }
    if (digits == INT_DIGITS && latin[first] < '2') {
      return TextForm.INT;
    }
    // Taken without a sign all that has so many digits fits.
    long value = 0;
    for (int at = first; at < end; at++) {
      value = value * 10 + latin[at] - '0';
    }
    long limit = digits == INT_DIGITS ? Integer.MAX_VALUE : Long.MAX_VALUE;
    boolean isWithin = Long.compareUnsigned(value, first > start ? limit + 1 : limit) <= 0;
    return digits == INT_DIGITS
        ? isWithin ? TextForm.INT : TextForm.BIGINT
        : isWithin ? TextForm.BIGINT : TextForm.HUGE_INTEGER;
  }

  private @Nullable TextForm fixedPoint(
      byte[] latin, int start, int first, int whole, int fraction) {
    boolean isFraction = latin[first] == '0';
    // What is negative and begins with a zero may be zero.
    if (fraction == 0
        || whole + fraction > InferredType.Decimal.MAX_PRECISION
        || (isFraction && first > start)) {
      return null;
    }
    integerDigits = isFraction ? 0 : whole;
    scale = fraction;
    return TextForm.FIXED_POINT;
  }

  private @Nullable TextForm temporal(byte[] latin, int start, int end) {
    int length = end - start;
    long date = length < DATE_LENGTH ? -1 : EightBytes.values(latin, start, DATE, DATE_MOST);
    int day = date < 0 ? -1 : two(latin, start + 8);
    if (day < 0 || !isDay(date, day)) {
      return null;
    }
    if (length == DATE_LENGTH) {
      temporalPattern = TemporalPattern.DATE;
      return TextForm.DATE;
    }
    return length >= TIMESTAMP_LENGTH && isClock(latin, start + DATE_LENGTH + 1)
        ? timestamp((char) latin[start + DATE_LENGTH], latin, start, end)
        : null;
  }

  /**
   * Whether it is a day of the calendar.
   *
   * @param date year and month, as the values of {@link #DATE}
   */
  private static boolean isDay(long date, int day) {
    int year = two(date, 6) * 100 + two(date, 4);
    return TextScanner.isDay(year, two(date, 1), day);
  }

  private @Nullable TextForm timestamp(char separator, byte[] latin, int start, int end) {
    int left = end - start - TIMESTAMP_LENGTH;
    boolean isUtc = left == 1 && latin[end - 1] == 'Z';
    if ((left > 0 && !isUtc) || (separator != ' ' && separator != 'T')) {
      return null;
    }
    temporalPattern = TemporalPattern.of(separator, true, 0, isUtc ? UTC : 0);
    return isUtc
        ? TextForm.TIMESTAMP_ZONED
        : separator == 'T' ? TextForm.TIMESTAMP_ISO : TextForm.TIMESTAMP;
  }

  /** Whether hours, minutes and seconds stand there. */
  private static boolean isClock(byte[] latin, int at) {
    long clock = EightBytes.values(latin, at, CLOCK, CLOCK_MOST);
    return clock >= 0 && two(clock, 6) <= 23 && two(clock, 3) <= 59 && two(clock, 0) <= 59;
  }

  /** A number of two digits among values, in front of so many others. */
  private static int two(long values, int behind) {
    int digits = (int) (values >>> (behind * Byte.SIZE));
    return (digits >>> Byte.SIZE & 0xFF) * 10 + (digits & 0xFF);
  }

  /** A number of two digits; negative when they are none. */
  private static int two(byte[] latin, int at) {
    int tens = latin[at] - '0';
    int ones = latin[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }

  /** Whether it is {@code true} or {@code false}; written otherwise they are for the twin. */
  private static boolean isTruth(byte[] latin, int start, int end) {
    return switch (end - start) {
      case 4 -> is("true", latin, start);
      case 5 -> is("false", latin, start);
      default -> false;
    };
  }

  private static boolean is(String word, byte[] latin, int start) {
    for (int i = 0; i < word.length(); i++) {
      if (latin[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Digits in front of the point of the last FIXED_POINT; a lone zero counts none. */
  int integerDigits() {
    return integerDigits;
  }

  /** Digits after the point of the last FIXED_POINT. */
  int scale() {
    return scale;
  }

  /** The number under which {@link TemporalPattern} knows the last date or timestamp. */
  int temporalPattern() {
    return temporalPattern;
  }
}
