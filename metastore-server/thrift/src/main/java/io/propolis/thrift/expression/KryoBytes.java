package io.propolis.thrift.expression;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the simple values of Kryo's format; lengths are checked against what is left. */
final class KryoBytes {
  private final byte[] bytes;
  private int position;

  KryoBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  int remaining() {
    return bytes.length - position;
  }

  byte octet() throws UnreadableExpressionException {
    if (position >= bytes.length) {
      throw new UnreadableExpressionException("the expression ends early, at byte " + position);
    }
    return bytes[position++];
  }

  boolean bool() throws UnreadableExpressionException {
    byte value = octet();
    if (value != 0 && value != 1) {
      throw new UnreadableExpressionException("not a boolean: " + value);
    }
    return value == 1;
  }

  /** Seven bits a byte, lowest first. */
  int unsigned() throws UnreadableExpressionException {
    long value = unsignedLong(5);
    if (value >>> 32 != 0) {
      throw new UnreadableExpressionException("a number has more than 32 bits");
    }
    return (int) value;
  }

  int signed() throws UnreadableExpressionException {
    int value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  long signedLong() throws UnreadableExpressionException {
    long value = unsignedLong(9);
    return (value >>> 1) ^ -(value & 1);
  }

  private long unsignedLong(int maxBytes) throws UnreadableExpressionException {
    long value = 0;
    for (int i = 0; i < maxBytes; i++) {
      byte b = octet();
      // The ninth byte of a long has no mark of continuation: all its bits count.
      if (i == 8) {
        return value | (long) (b & 0xFF) << 56;
      }
      value |= (long) (b & 0x7F) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw new UnreadableExpressionException("a number has too many bytes");
  }

  /** Big-endian. */
  long fixed(int width) throws UnreadableExpressionException {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | octet() & 0xFF;
    }
    return value;
  }

  /** Little-endian, as Kryo 5 writes what Kryo 3 wrote big-endian. */
  long fixedReversed(int width) throws UnreadableExpressionException {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (long) (octet() & 0xFF) << (8 * i);
    }
    return value;
  }

  byte[] octets(int count) throws UnreadableExpressionException {
    checkCount(count);
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  /** The flag that stands in the topmost bit of the next number. */
  boolean nextFlag() throws UnreadableExpressionException {
    byte b = octet();
    position--;
    return (b & 0x80) != 0;
  }

  /** A number with a flag in the topmost bit of its first byte. */
  int flagged() throws UnreadableExpressionException {
    byte first = octet();
    int value = first & 0x3F;
    if ((first & 0x40) != 0) {
      long rest = unsignedLong(4);
      if (rest >>> 25 != 0) {
        throw new UnreadableExpressionException("a number has more than 31 bits");
      }
      value |= (int) rest << 6;
    }
    return value;
  }

  /** Counts elements that take a byte each at least. */
  int checkCount(int count) throws UnreadableExpressionException {
    if (count < 0 || count > remaining()) {
      throw new UnreadableExpressionException(
          count + " elements are announced and " + remaining() + " bytes are left");
    }
    return count;
  }

  @Nullable String text() throws UnreadableExpressionException {
    if (!nextFlag()) {
      return ascii();
    }
    int length = flagged();
    if (length == 0) {
      return null;
    }
    int count = checkCount(length - 1);
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(character());
    }
    return text.toString();
  }

  /** Its last byte carries the mark. */
  private String ascii() throws UnreadableExpressionException {
    int start = position;
    while (octet() >= 0) {
      // look for the mark
    }
    var ascii = Arrays.copyOfRange(bytes, start, position);
    ascii[ascii.length - 1] &= 0x7F;
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private char character() throws UnreadableExpressionException {
    int b = octet() & 0xFF;
    return switch (b >> 4) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> (char) b;
      case 12, 13 -> (char) ((b & 0x1F) << 6 | octet() & 0x3F);
      case 14 -> (char) ((b & 0x0F) << 12 | (octet() & 0x3F) << 6 | octet() & 0x3F);
      default -> throw new UnreadableExpressionException("not a character: " + b);
    };
  }
}
