package io.propolis.crawlers.formats;

import java.util.Arrays;

/**
 * One JSON object as a sequence of its parts, which are places in the text it stands in: nothing is
 * copied, and nothing is known of an object before all of it was read. What it is not sure about is
 * left to a parser. Reused from row to row; not thread-safe.
 */
final class JsonTape {
  /** What a part is. */
  enum Part {
    /** Ends where the tape goes on after it; its names and values come between. */
    OBJECT,
    /** The same, with its elements. */
    ARRAY,
    NAME,
    TEXT,
    /** The same with escapes in it; its place includes the quotes. */
    ESCAPED,
    /** A whole number that the type holds, and none before it. */
    INT,
    BIGINT,
    /** A whole number that no bigint holds. */
    LONGER,
    FRACTION,
    BOOLEAN,
    NULL
  }

  /** What is deeper, or has longer numbers or names, is for a parser to refuse or not. */
  static final int DEEPEST = 100;

  private static final Part[] PARTS = Part.values();
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1000;

  private static final int FIRST_PARTS = 64;

  /** No bigint has more; as many fit into a long without a sign, whatever they are. */
  private static final int BIGINT_DIGITS = 19;

  /** Characters, by their bytes, at which a text does not just go on. */
  private static final boolean[] STOPS = new boolean[256];

  static {
    Arrays.fill(STOPS, 0, ' ', true);
    STOPS['"'] = true;
    STOPS['\\'] = true;
  }

  private BytedText text = BytedText.EMPTY;
  private byte[] bytes = text.bytes();
  private int position;
  private int end;
  private int size;

  /** Parts that have begun and not ended. */
  private final int[] open = new int[DEEPEST + 1];

  private int depth;

  /** Places among {@link #PARTS}: the collector looks at each reference that is written. */
  private byte[] parts = new byte[FIRST_PARTS];

  private int[] starts = new int[FIRST_PARTS];
  private int[] ends = new int[FIRST_PARTS];

  /**
   * Reads what stands between two places of a text, with blanks around it.
   *
   * @return false when it is no object, or a parser has to tell; the tape holds nothing then
   */
  boolean read(BytedText whole, int from, int to) {
    return object(whole, from, to) && (position >= end || fails());
  }

  /**
   * Reads a line, with blanks around what it holds.
   *
   * @param from where it begins
   * @return where the next one does; negative when it is no object, or a parser has to tell: the
   *     tape holds nothing then
   */
  int line(BytedText whole, int from) {
    if (!object(whole, from, whole.length())) {
      return -1;
    }
    if (position < end && bytes[position] == '\r') {
      position++;
    }
    if (position < end && bytes[position] != '\n') {
      fails();
      return -1;
    }
    return Math.min(position + 1, end);
  }

  /** An object as far as it goes, and the blanks after it. */
  private boolean object(BytedText whole, int from, int to) {
    text = whole;
    bytes = whole.bytes();
    position = from;
    end = to;
    size = 0;
    skipBlanks();
    if (position >= end || bytes[position] != '{' || !value()) {
      return fails();
    }
    skipBlanks();
    return true;
  }

  private boolean fails() {
    size = 0;
    return false;
  }

  /** Parts of the object; the first is itself. */
  int size() {
    return size;
  }

  Part part(int at) {
    return PARTS[parts[at]];
  }

  /** The text in which the parts have their places. */
  BytedText text() {
    return text;
  }

  int start(int at) {
    return starts[at];
  }

  /** Where the part ends in the text; of objects and arrays where the tape goes on after them. */
  int end(int at) {
    return ends[at];
  }

  /** What stands there in the text. */
  String literal(int at) {
    return text.part(starts[at], ends[at]);
  }

  /** A number or truth value as a parser would show it. */
  String example(int at) {
    var literal = literal(at);
    return switch (part(at)) {
      case FRACTION -> isPlain(literal) ? literal : Double.toString(Double.parseDouble(literal));
      case INT, BIGINT -> Long.toString(Long.parseLong(literal));
      default -> literal;
    };
  }

  /** Whether Java writes a fraction as it stands there: short, neither great nor tiny. */
  private static boolean isPlain(String fraction) {
    int point = fraction.indexOf('.');
    int last = fraction.length() - 1;
    return point > 0
        && point <= 6
        && last <= 12
        && fraction.charAt(0) > '0'
        && (fraction.charAt(last) > '0' || last == point + 1)
        && fraction.charAt(last) <= '9'
        && fraction.indexOf('e') < 0
        && fraction.indexOf('E') < 0;
  }

  /**
   * Reads a value, whatever it holds. In one loop and not by recursion, which compilers inline into
   * methods that they take seconds for.
   */
  private boolean value() {
    depth = 0;
    while (true) {
      int before = depth;
      if (!begin()) {
        return false;
      }
      if (depth == before && !goOn()) {
        return depth == 0;
      }
    }
  }

  /** A value as far as to its end or, where it is opened, to what it holds first. */
  private boolean begin() {
    if (position >= end || depth > DEEPEST) {
      return false;
    }
    return switch (bytes[position]) {
      case '{' -> open(Part.OBJECT, '}');
      case '[' -> open(Part.ARRAY, ']');
      case '"' -> string(Part.TEXT);
      case 't' -> word("true", Part.BOOLEAN);
      case 'f' -> word("false", Part.BOOLEAN);
      case 'n' -> word("null", Part.NULL);
      default -> number();
    };
  }

  private boolean open(Part part, char closing) {
    int own = add(part, position, 0);
    position++;
    skipBlanks();
    if (passes(closing)) {
      ends[own] = size;
      return true;
    }
    open[depth++] = own;
    return part == Part.ARRAY || name();
  }

  /** To the next value, behind the end of all that ends here; false when there is none. */
  private boolean goOn() {
    while (depth > 0) {
      skipBlanks();
      int own = open[depth - 1];
      boolean isObject = parts[own] == Part.OBJECT.ordinal();
      if (passes(',')) {
        skipBlanks();
        return !isObject || name();
      }
      if (!passes(isObject ? '}' : ']')) {
        return false;
      }
      ends[own] = size;
      depth--;
    }
    return false;
  }

  /** A name and its colon. */
  private boolean name() {
    if (position >= end || bytes[position] != '"' || !string(Part.NAME)) {
      return false;
    }
    skipBlanks();
    if (!passes(':')) {
      return false;
    }
    skipBlanks();
    return true;
  }

  private boolean string(Part part) {
    int start = position + 1;
    int at = start;
    byte[] within = bytes;
    int last = end;
    int passed = Long.BYTES;
    while (passed == Long.BYTES && at + Long.BYTES <= last) {
      passed = EightBytes.beforeStop(EightBytes.at(within, at));
      at += passed;
    }
    while (at < last && !STOPS[within[at] & 0xFF]) {
      at++;
    }
    if (at >= last || within[at] != '"') {
      return at < last && within[at] == '\\' && part == Part.TEXT && escaped(at);
    }
    position = at + 1;
    add(part, start, at);
    return part == Part.TEXT || at - start <= LONGEST_NAME;
  }

  /** A text from the first escape in it. */
  private boolean escaped(int from) {
    for (int at = from; at < end; at++) {
      byte c = bytes[at];
      if (c == '"') {
        add(Part.ESCAPED, position, at + 1);
        position = at + 1;
        return true;
      }
      if (c == '\\') {
        at = escape(at + 1);
      }
      if ((c >= 0 && c < ' ') || at < 0) {
        return false;
      }
    }
    return false;
  }

  /** The place of the last character of an escape; negative for none that is known. */
  private int escape(int at) {
    if (at >= end) {
      return -1;
    }
    if (bytes[at] != 'u') {
      return bytes[at] >= 0 && ESCAPES.indexOf(bytes[at]) >= 0 ? at : -1;
    }
    for (int i = at + 1; i <= at + 4; i++) {
      if (i >= end || bytes[i] > 'f' || Character.digit(bytes[i], 16) < 0) {
        return -1;
      }
    }
    return at + 4;
  }

  private boolean word(String word, Part part) {
    int start = position;
    int after = start + word.length();
    if (after > end) {
      return false;
    }
    for (int i = 1; i < word.length(); i++) {
      if (bytes[start + i] != word.charAt(i)) {
        return false;
      }
    }
    add(part, start, after);
    position = after;
    return true;
  }

  private boolean number() {
    byte[] within = bytes;
    int last = end;
    int start = position;
    boolean isNegative = within[start] == '-';
    int first = isNegative ? start + 1 : start;
    long value = 0;
    int at = first;
    for (; at < last && isDigit(within[at]); at++) {
      value = value * 10 + (within[at] - '0');
    }
    int digits = at - first;
    if (digits == 0 || (digits > 1 && within[first] == '0')) {
      return false;
    }
    if (at < last && (within[at] == '.' || within[at] == 'e' || within[at] == 'E')) {
      at = fraction(at);
      if (at < 0) {
        return false;
      }
      add(Part.FRACTION, start, at);
    } else {
      add(whole(digits, value, isNegative), start, at);
    }
    position = at;
    return at - start <= LONGEST_NUMBER;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** Where a number ends of which this is a point or an exponent; negative when it is none. */
  private int fraction(int from) {
    int at = from;
    if (bytes[at] == '.') {
      at = digits(at + 1);
      if (at == from + 1) {
        return -1;
      }
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
        at++;
      }
      int power = at;
      at = digits(at);
      if (at == power) {
        return -1;
      }
    }
    return at;
  }

  /** Where digits end that begin there. */
  private int digits(int from) {
    byte[] within = bytes;
    int last = end;
    int at = from;
    while (at < last && isDigit(within[at])) {
      at++;
    }
    return at;
  }

  /**
   * What a whole number is.
   *
   * @param value its digits without the sign; beyond Long.MAX_VALUE negative, as longs are
   */
  private static Part whole(int digits, long value, boolean isNegative) {
    if (digits > BIGINT_DIGITS || (value < 0 && !(isNegative && value == Long.MIN_VALUE))) {
      return Part.LONGER;
    }
    long signed = isNegative ? -value : value;
    return signed == (int) signed ? Part.INT : Part.BIGINT;
  }

  private boolean passes(char expected) {
    if (position >= end || bytes[position] != expected) {
      return false;
    }
    position++;
    return true;
  }

  private void skipBlanks() {
    while (position < end && (bytes[position] == ' ' || bytes[position] == '\t')) {
      position++;
    }
  }

  private int add(Part part, int start, int partEnd) {
    if (size == parts.length) {
      parts = Arrays.copyOf(parts, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    parts[size] = (byte) part.ordinal();
    starts[size] = start;
    ends[size] = partEnd;
    return size++;
  }
}
