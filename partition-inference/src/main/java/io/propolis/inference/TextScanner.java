package io.propolis.inference;

import java.time.Month;
import java.time.chrono.IsoChronology;

/**
 * Tells the form of one text in a single pass. Mutable and reused, without regular expressions or
 * thrown parse errors: every sampled cell of every file passes through here.
 */
final class TextScanner {

  private static final int DATE_LENGTH = 10;

  private String text = "";
  private int from;
  private int to;
  private int position;
  private int integerDigits;
  private int scale;
  private int temporalPattern;
  private long localForms;

  /** The form of a text that is not null in its source. */
  TextForm scan(String value) {
    return scan(value, 0, value.length());
  }

  /** The same of a part of a text: whoever cuts a file into cells need not copy them. */
  TextForm scan(String whole, int start, int end) {
    text = whole;
    from = start;
    to = end;
    position = start;
    char first = start == end ? ' ' : whole.charAt(start);
    if (isDigit(first) || first == '-' || first == '+' || first == '.') {
      return local(isDateLike() ? temporal() : number(), first);
    }
    return switch (first) {
      case 't', 'T' -> isAnyCase("true") ? TextForm.BOOLEAN : TextForm.TEXT;
      case 'f' -> isAnyCase("false") ? TextForm.BOOLEAN : TextForm.TEXT;
      case 'F' -> isAnyCase("false") ? TextForm.BOOLEAN : local(TextForm.TEXT, first);
      case 'N' -> is("NaN") ? TextForm.FLOATING : local(TextForm.TEXT, first);
      case 'I' -> is("Infinity") ? TextForm.FLOATING : TextForm.TEXT;
      case 'A', 'D', 'J', 'M', 'O', 'S' -> local(TextForm.TEXT, first);
      default -> TextForm.TEXT;
    };
  }

  private boolean is(String word) {
    return to - from == word.length() && text.startsWith(word, from);
  }

  private boolean isAnyCase(String word) {
    return to - from == word.length() && text.regionMatches(true, from, word, 0, word.length());
  }

  private TextForm local(TextForm form, char first) {
    if (form != TextForm.TEXT || !mayBeLocal(first)) {
      return form;
    }
    localForms = LocalTemporal.forms(text.substring(from, to));
    return localForms == 0 ? form : TextForm.LOCAL_TEMPORAL;
  }

  /** Whether a text begins as those do that are worth a closer look. */
  private boolean mayBeLocal(char first) {
    int length = to - from;
    if (length < LocalTemporal.SHORTEST || length > LocalTemporal.LONGEST) {
      return false;
    }
    if (!isDigit(first)) {
      return LocalTemporal.isMonth(text, from);
    }
    int digits = 1;
    while (isDigit(text.charAt(from + digits)) && digits < 4) {
      digits++;
    }
    return LocalTemporal.SEPARATORS.indexOf(text.charAt(from + digits)) >= 0;
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

  /** What {@link LocalTemporal} takes the last LOCAL_TEMPORAL for. */
  long localForms() {
    return localForms;
  }

  private TextForm number() {
    char sign = text.charAt(from);
    if (sign == '-' || sign == '+') {
      position++;
    }
    int start = position;
    int whole = skipDigits();
    boolean padded = whole > 1 && text.charAt(start) == '0';
    if (atEnd()) {
      return padded ? TextForm.ZERO_PADDED : integer(sign, start, whole);
    }
    int fraction = 0;
    boolean pointed = text.charAt(position) == '.';
    if (pointed) {
      position++;
      fraction = skipDigits();
    }
    if (whole + fraction == 0) {
      return is("-Infinity") ? TextForm.FLOATING : TextForm.TEXT;
    }
    if (!atEnd()) {
      return skipExponent() && !padded ? floating() : TextForm.TEXT;
    }
    if (padded) {
      return TextForm.ZERO_PADDED;
    }
    return whole > 0 && fraction > 0 && sign != '+' && !isNegativeZero(sign)
        ? fixedPoint(start, whole, fraction)
        : floating();
  }

  private TextForm integer(char sign, int start, int digits) {
    if (digits == 0) {
      return TextForm.TEXT;
    }
    if (sign == '+') {
      return TextForm.PLUS_SIGNED;
    }
    if (sign == '-' && digits == 1 && text.charAt(start) == '0') {
      return TextForm.NEGATIVE_ZERO;
    }
    if (digits < 10) {
      return TextForm.INT;
    }
    if (digits < 19) {
      long value = Long.parseLong(text, from, to, 10);
      return value == (int) value ? TextForm.INT : TextForm.BIGINT;
    }
    String limit = sign == '-' ? "9223372036854775808" : "9223372036854775807";
    return digits == 19 && text.substring(start, to).compareTo(limit) <= 0
        ? TextForm.BIGINT
        : TextForm.HUGE_INTEGER;
  }

  private TextForm fixedPoint(int start, int whole, int fraction) {
    integerDigits = whole == 1 && text.charAt(start) == '0' ? 0 : whole;
    scale = fraction;
    if (integerDigits + scale <= InferredType.Decimal.MAX_PRECISION) {
      return TextForm.FIXED_POINT;
    }
    return floating() == TextForm.TEXT ? TextForm.TEXT : TextForm.LONG_DECIMAL;
  }

  private TextForm floating() {
    return Double.isInfinite(Double.parseDouble(text.substring(from, to)))
        ? TextForm.TEXT
        : TextForm.FLOATING;
  }

  private boolean isNegativeZero(char sign) {
    if (sign != '-') {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      char c = text.charAt(i);
      if (c != '0' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private boolean skipExponent() {
    char e = text.charAt(position);
    if (e != 'e' && e != 'E') {
      return false;
    }
    position++;
    if (!atEnd() && (text.charAt(position) == '-' || text.charAt(position) == '+')) {
      position++;
    }
    return skipDigits() > 0 && atEnd();
  }

  private boolean isDateLike() {
    return to - from >= DATE_LENGTH
        && text.charAt(from + 4) == '-'
        && text.charAt(from + 7) == '-'
        && digitsAt(from, 4)
        && digitsAt(from + 5, 2)
        && digitsAt(from + 8, 2);
  }

  private TextForm temporal() {
    TextForm form = timestampForm();
    if (form == TextForm.TEXT) {
      return form;
    }
    return isDay(valueAt(from, 4), valueAt(from + 5, 2), valueAt(from + 8, 2))
        ? form
        : TextForm.NO_CALENDAR_DATE;
  }

  private TextForm timestampForm() {
    position = from + DATE_LENGTH;
    if (atEnd()) {
      temporalPattern = TemporalPattern.DATE;
      return TextForm.DATE;
    }
    char separator = text.charAt(position++);
    if ((separator != ' ' && separator != 'T') || !skipTimePart("", 23) || !skipTimePart(":", 59)) {
      return TextForm.TEXT;
    }
    boolean seconds = skipTimePart(":", 59);
    int fraction = 0;
    if (seconds && !atEnd() && text.charAt(position) == '.') {
      position++;
      fraction = skipDigits();
      if (fraction == 0 || fraction > 9) {
        return TextForm.TEXT;
      }
    }
    int zoneStart = position;
    int zone = skipZone();
    if (!atEnd()) {
      return TextForm.TEXT;
    }
    temporalPattern = TemporalPattern.of(separator, seconds, fraction, zone);
    if (position > zoneStart) {
      return TextForm.TIMESTAMP_ZONED;
    }
    if (separator == 'T') {
      return TextForm.TIMESTAMP_ISO;
    }
    return seconds ? TextForm.TIMESTAMP : TextForm.TIMESTAMP_MINUTES;
  }

  private boolean skipTimePart(String prefix, int limit) {
    int start = position + prefix.length();
    if (!text.startsWith(prefix, position) || !digitsAt(start, 2) || valueAt(start, 2) > limit) {
      return false;
    }
    position = start + 2;
    return true;
  }

  /** The number of pattern letters of the offset that was passed over; 0 without one. */
  private int skipZone() {
    if (atEnd()) {
      return 0;
    }
    char sign = text.charAt(position);
    if (sign == 'Z') {
      position++;
      return 3;
    }
    int start = position;
    position++;
    if ((sign != '+' && sign != '-') || !skipTimePart("", 14)) {
      position = start;
      return 0;
    }
    if (atEnd()) {
      return 1;
    }
    return skipTimePart(":", 59) ? 3 : skipTimePart("", 59) ? 2 : 0;
  }

  static boolean isDay(int year, int month, int day) {
    return year > 0
        && month >= 1
        && month <= 12
        && day >= 1
        && (day <= 28 || day <= Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year)));
  }

  private int skipDigits() {
    int start = position;
    while (!atEnd() && isDigit(text.charAt(position))) {
      position++;
    }
    return position - start;
  }

  private boolean digitsAt(int start, int count) {
    if (start + count > to) {
      return false;
    }
    for (int i = start; i < start + count; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private int valueAt(int start, int count) {
    int value = 0;
    for (int i = start; i < start + count; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  private boolean atEnd() {
    return position >= to;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
