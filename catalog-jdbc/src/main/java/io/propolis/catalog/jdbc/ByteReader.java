package io.propolis.catalog.jdbc;

import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote. Throws IllegalStateException where the bytes end early.
 */
final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ByteReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  int at() {
    return at;
  }

  int one() {
    require(1);
    return bytes[at++] & 0xFF;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = one();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalStateException("A number of more than 64 bits before byte " + at);
  }

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  double decimal() {
    require(8);
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits = bits << 8 | bytes[at++] & 0xFF;
    }
    return Double.longBitsToDouble(bits);
  }

  byte[] counted() {
    int count = count();
    int from = at;
    at += count;
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** Passes over counted bytes. */
  void skip() {
    int count = count();
    at += count;
  }

  private int count() {
    long count = number();
    if (count < 0 || count > end - at) {
      throw tooShort(count);
    }
    return (int) count;
  }

  private void require(long count) {
    if (end - at < count) {
      throw tooShort(count);
    }
  }

  private IllegalStateException tooShort(long count) {
    return new IllegalStateException("%d bytes should come at %d of %d".formatted(count, at, end));
  }
}
