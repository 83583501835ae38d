package io.propolis.catalog.jdbc;

import java.util.Arrays;

/** Bytes that grow: numbers take as few as they can, seven bits in each. */
final class ByteWriter {
  private byte[] bytes;
  private int length;

  ByteWriter(int capacity) {
    this.bytes = new byte[capacity];
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  int length() {
    return length;
  }

  void one(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  /** A number that is mostly small and not negative. */
  void number(long value) {
    room(10);
    long rest = value;
    for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
      bytes[length++] = (byte) (rest & 0x7F | 0x80);
    }
    bytes[length++] = (byte) rest;
  }

  /** A number of either sign. */
  void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  void decimal(double value) {
    room(8);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (bits >>> shift);
    }
  }

  /** Bytes, behind their number. */
  void counted(byte[] value) {
    number(value.length);
    all(value, 0, value.length);
  }

  void all(byte[] value, int from, int count) {
    room(count);
    System.arraycopy(value, from, bytes, length, count);
    length += count;
  }

  void clear() {
    length = 0;
  }

  void appendTo(ByteWriter out) {
    out.all(bytes, 0, length);
  }

  /** What stands here, behind its number. */
  void appendCountedTo(ByteWriter out) {
    out.number(length);
    appendTo(out);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
