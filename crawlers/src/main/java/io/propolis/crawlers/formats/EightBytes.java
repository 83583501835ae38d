package io.propolis.crawlers.formats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of an array at once, the first one lowest: most of a sample are characters of texts
 * that nobody looks at one by one.
 */
final class EightBytes {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long BLANKS = ' ' * ONES;

  /** Behind the ends of lines, in front of what most text is made of. */
  private static final long CONTROLS = ('\r' + 1) * ONES;

  private EightBytes() {}

  /** Those from a place on, of which there must be eight. */
  static long at(byte[] bytes, int place) {
    return (long) WORDS.get(bytes, place);
  }

  /** How many of them stand in front of what a text of JSON does not just go on at; 8 for all. */
  static int beforeStop(long word) {
    // Of each byte that is sought the highest bit stays. What is carried goes to later ones only.
    long quotes = word ^ QUOTES;
    long backslashes = word ^ BACKSLASHES;
    long stops =
        ((quotes - ONES) & ~quotes)
            | ((backslashes - ONES) & ~backslashes)
            | ((word - BLANKS) & ~word);
    return Long.numberOfTrailingZeros(stops & HIGHEST) >>> 3;
  }

  /** A byte eight times. */
  static long all(byte sign) {
    return (sign & 0xFF) * ONES;
  }

  /**
   * How many of them stand in front of a sign or of what may be the end of a line: a carriage
   * return, or what comes before it; 8 for all.
   *
   * @param signs the sign, eight times
   */
  static int beforeEnd(long word, long signs) {
    long others = word ^ signs;
    long stops = ((others - ONES) & ~others) | ((word - CONTROLS) & ~word);
    return Long.numberOfTrailingZeros(stops & HIGHEST) >>> 3;
  }

  /** The next place of a byte from one place on and before another; that one when there is none. */
  static int indexOf(byte[] bytes, byte sign, int from, int to) {
    long signs = all(sign);
    int at = from;
    for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
      long others = at(bytes, at) ^ signs;
      long found = (others - ONES) & ~others & HIGHEST;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && bytes[at] != sign) {
      at++;
    }
    return at;
  }
}
