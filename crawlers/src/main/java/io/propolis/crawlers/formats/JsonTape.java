package io.propolis.crawlers.formats;

import io.propolis.crawlers.schema.HiveType.Primitive;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
    WHOLE_NUMBER,
    FRACTION,
    BOOLEAN,
    NULL
  }

  /** What is deeper, or has longer numbers or names, is for a parser to refuse or not. */
  private static final int DEEPEST = 100;

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1000;

  private static final int FIRST_PARTS = 64;

  /** Numbers of fewer characters are of the type, whatever their digits. */
  private static final int INT_DIGITS = 10;

  private static final int BIGINT_DIGITS = 19;

  private String text = "";
  private int position;
  private int end;
  private int size;
  private Part[] parts = new Part[FIRST_PARTS];
  private int[] starts = new int[FIRST_PARTS];
  private int[] ends = new int[FIRST_PARTS];

  /**
   * Reads what stands between two places of a text, with blanks around it.
   *
   * @return false when it is no object, or a parser has to tell; the tape holds nothing then
   */
  boolean read(String whole, int from, int to) {
    text = whole;
    position = from;
    end = to;
    size = 0;
    skipBlanks();
    boolean read = position < end && text.charAt(position) == '{' && value(0);
    skipBlanks();
    if (!read || position < end) {
      size = 0;
      return false;
    }
    return true;
  }

  /** Parts of the object; the first is itself. */
  int size() {
    return size;
  }

  Part part(int at) {
    return parts[at];
  }

  /** The text in which the parts have their places. */
  String text() {
    return text;
  }

  int start(int at) {
    return starts[at];
  }

  /** Where the part ends in the text; of objects and arrays where the tape goes on after them. */
  int end(int at) {
    return ends[at];
  }

  /** The type of a number or truth value; null for numbers that are longer than a bigint may be. */
  @Nullable Primitive type(int at) {
    return switch (parts[at]) {
      case BOOLEAN -> Primitive.BOOLEAN;
      case FRACTION -> Primitive.DOUBLE;
      default -> wholeType(starts[at], ends[at]);
    };
  }

  private @Nullable Primitive wholeType(int start, int last) {
    if (last - start < INT_DIGITS) {
      return Primitive.INT;
    }
    if (last - start >= BIGINT_DIGITS) {
      return null;
    }
    long value = Long.parseLong(text, start, last, 10);
    return value == (int) value ? Primitive.INT : Primitive.BIGINT;
  }

  private boolean value(int depth) {
    if (position >= end || depth > DEEPEST) {
      return false;
    }
    return switch (text.charAt(position)) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string(Part.TEXT);
      case 't' -> word("true", Part.BOOLEAN);
      case 'f' -> word("false", Part.BOOLEAN);
      case 'n' -> word("null", Part.NULL);
      default -> number();
    };
  }

  private boolean object(int depth) {
    int own = add(Part.OBJECT, position, 0);
    position++;
    skipBlanks();
    if (passes('}')) {
      ends[own] = size;
      return true;
    }
    do {
      skipBlanks();
      if (position >= end || text.charAt(position) != '"' || !string(Part.NAME)) {
        return false;
      }
      skipBlanks();
      if (!passes(':')) {
        return false;
      }
      skipBlanks();
      if (!value(depth + 1)) {
        return false;
      }
      skipBlanks();
    } while (passes(','));
    ends[own] = size;
    return passes('}');
  }

  private boolean array(int depth) {
    int own = add(Part.ARRAY, position, 0);
    position++;
    skipBlanks();
    if (passes(']')) {
      ends[own] = size;
      return true;
    }
    do {
      skipBlanks();
      if (!value(depth + 1)) {
        return false;
      }
      skipBlanks();
    } while (passes(','));
    ends[own] = size;
    return passes(']');
  }

  private boolean string(Part part) {
    int start = position + 1;
    boolean escaped = false;
    String within = text;
    int last = end;
    for (int at = start; at < last; at++) {
      char c = within.charAt(at);
      if (c == '"') {
        position = at + 1;
        if (escaped) {
          add(Part.ESCAPED, start - 1, at + 1);
          return part == Part.TEXT;
        }
        add(part, start, at);
        return part == Part.TEXT || at - start <= LONGEST_NAME;
      }
      if (c == '\\') {
        escaped = true;
        at = escape(at + 1);
      }
      if (c < ' ' || at < 0) {
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
    if (text.charAt(at) != 'u') {
      return ESCAPES.indexOf(text.charAt(at)) >= 0 ? at : -1;
    }
    for (int i = at + 1; i <= at + 4; i++) {
      if (i >= end || Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return -1;
      }
    }
    return at + 4;
  }

  private boolean word(String word, Part part) {
    if (position + word.length() > end || !text.startsWith(word, position)) {
      return false;
    }
    add(part, position, position + word.length());
    position += word.length();
    return true;
  }

  private boolean number() {
    int start = position;
    passes('-');
    int whole = digits();
    if (whole == 0 || (whole > 1 && text.charAt(position - whole) == '0')) {
      return false;
    }
    boolean isFraction = passes('.');
    if (isFraction && digits() == 0) {
      return false;
    }
    if (passes('e') || passes('E')) {
      isFraction = true;
      if (!passes('-')) {
        passes('+');
      }
      if (digits() == 0) {
        return false;
      }
    }
    add(isFraction ? Part.FRACTION : Part.WHOLE_NUMBER, start, position);
    return position - start <= LONGEST_NUMBER;
  }

  private int digits() {
    int start = position;
    while (position < end && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
      position++;
    }
    return position - start;
  }

  private boolean passes(char expected) {
    if (position >= end || text.charAt(position) != expected) {
      return false;
    }
    position++;
    return true;
  }

  private void skipBlanks() {
    while (position < end && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
      position++;
    }
  }

  private int add(Part part, int start, int partEnd) {
    if (size == parts.length) {
      parts = Arrays.copyOf(parts, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    parts[size] = part;
    starts[size] = start;
    ends[size] = partEnd;
    return size++;
  }
}
