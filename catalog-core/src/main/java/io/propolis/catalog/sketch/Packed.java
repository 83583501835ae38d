package io.propolis.catalog.sketch;

import java.io.ByteArrayOutputStream;

/** Numbers in as few bytes or bits as they need. */
final class Packed {
  private final byte[] bytes;
  private int position;

  Packed(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  private int octet() {
    return bytes[position++] & 0xFF;
  }

  /** Seven bits a byte, lowest first. */
  long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int b = octet();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a number without end");
  }

  static void writeNumber(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** Of {@code width} bits each, highest first, without gaps. */
  byte[] registers(int count, int width) {
    if ((long) count * width > (bytes.length - position) * 8L) {
      throw new IndexOutOfBoundsException("too few bytes for %d registers".formatted(count));
    }
    var registers = new byte[count];
    int held = 0;
    int bits = 0;
    for (int i = 0; i < count; i++) {
      if (bits < width) {
        held = held << 8 | octet();
        bits += 8;
      }
      bits -= width;
      registers[i] = (byte) (held >>> bits & (1 << width) - 1);
      held &= (1 << bits) - 1;
    }
    return registers;
  }

  static void writeRegisters(ByteArrayOutputStream out, byte[] registers, int width) {
    int held = 0;
    int bits = 0;
    for (byte register : registers) {
      held = held << width | register;
      bits += width;
      if (bits >= 8) {
        bits -= 8;
        out.write(held >>> bits);
        held &= (1 << bits) - 1;
      }
    }
    if (bits > 0) {
      out.write(held << 8 - bits);
    }
  }
}
