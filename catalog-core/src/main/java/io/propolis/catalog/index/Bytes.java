package io.propolis.catalog.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that grow: numbers of variable length and strings are put behind one another. */
final class Bytes {
  private byte[] bytes;
  private int length;

  Bytes(int capacity) {
    this.bytes = new byte[capacity];
  }

  int length() {
    return length;
  }

  byte[] array() {
    return bytes;
  }

  /** Says that the array was filled up to there. */
  void length(int newLength) {
    length = newLength;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  void clear() {
    length = 0;
  }

  void put(int octet) {
    reserve(1);
    bytes[length++] = (byte) octet;
  }

  void put(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
  }

  /** Makes room for so many bytes; then {@link #array} stays until more are put. */
  void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  /** Small ones are short. */
  void putNumber(long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      put((int) rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    put((int) rest);
  }

  /** Those near zero are short. */
  void putSigned(long number) {
    putNumber(number << 1 ^ number >> 63);
  }

  /** Null too; whatever its characters, it comes back as it was. */
  void putText(@Nullable String text) {
    if (text == null) {
      putNumber(0);
      return;
    }
    boolean latin = isLatin(text);
    var encoded = latin ? text.getBytes(StandardCharsets.ISO_8859_1) : units(text);
    putNumber(((long) encoded.length << 1 | (latin ? 0 : 1)) + 1);
    put(encoded, 0, encoded.length);
  }

  private static boolean isLatin(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x100) {
        return false;
      }
    }
    return true;
  }

  /** Not the charset's encoder, which replaces halves of surrogate pairs. */
  private static byte[] units(String text) {
    var encoded = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      encoded[2 * i] = (byte) (text.charAt(i) >>> 8);
      encoded[2 * i + 1] = (byte) text.charAt(i);
    }
    return encoded;
  }

  /** Reads what was put, from a place on. */
  static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    int octet() {
      return bytes[at++];
    }

    long number() {
      long number = 0;
      int shift = 0;
      while (true) {
        byte next = bytes[at++];
        number |= (long) (next & 0x7F) << shift;
        if (next >= 0) {
          return number;
        }
        shift += 7;
      }
    }

    int integer() {
      return (int) number();
    }

    long signed() {
      long number = number();
      return number >>> 1 ^ -(number & 1);
    }

    @Nullable String text() {
      long header = number() - 1;
      if (header < 0) {
        return null;
      }
      int length = (int) (header >>> 1);
      at += length;
      if ((header & 1) == 0) {
        return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
      }
      var units = new char[length / 2];
      for (int i = 0; i < units.length; i++) {
        int place = at - length + 2 * i;
        units[i] = (char) ((bytes[place] & 0xFF) << 8 | bytes[place + 1] & 0xFF);
      }
      return new String(units);
    }
  }
}
