package io.propolis.inference;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight characters of Latin-1 at once, the first one highest. A head, the first eight of a text
 * with zeros behind a shorter one, tells most values of a column from the first of them.
 */
final class EightBytes {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long ZEROS = 0x3030303030303030L;
  private static final long ABOVE_NINE = 0x7676767676767676L;
  private static final long HIGHEST = 0x8080808080808080L;

  /** Behind all others. */
  private static final long LAST = -1;

  private EightBytes() {}

  /** The head of a text; with characters beyond Latin-1 it is behind all. */
  static long head(String text) {
    long head = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      char c = i < text.length() ? text.charAt(i) : 0;
      if (c > 0xFF) {
        return LAST;
      }
      head = head << Byte.SIZE | c;
    }
    return head;
  }

  /**
   * Whether a text that is not empty has a head behind another. Such texts come after it; of others
   * nothing is said.
   */
  static boolean isAfter(byte[] latin, int start, int end, long head) {
    if (start + Long.BYTES > latin.length) {
      return false;
    }
    long own = (long) WORDS.get(latin, start);
    int beyond = Long.BYTES - (end - start);
    if (beyond > 0) {
      own &= -1L << (beyond * Byte.SIZE);
    }
    return Long.compareUnsigned(own, head) > 0;
  }

  /** How many of eight bytes from a place on, of which there must be as many, are digits. */
  static int digits(byte[] latin, int place) {
    long values = (long) WORDS.get(latin, place) ^ ZEROS;
    // What is above nine gets the highest bit, or has it; nothing is carried.
    long others = (((values & ~HIGHEST) + ABOVE_NINE) | values) & HIGHEST;
    return Long.numberOfLeadingZeros(others) >>> 3;
  }

  /**
   * What eight bytes from a place on are above those of a form.
   *
   * @param most how much each may be at most
   * @return negative when one is more, or less than the form's
   */
  static long values(byte[] latin, int place, long form, long most) {
    long values = (long) WORDS.get(latin, place) ^ form;
    long others = (((values & ~HIGHEST) + (~HIGHEST - most)) | values) & HIGHEST;
    return others == 0 ? values : -1;
  }
}
