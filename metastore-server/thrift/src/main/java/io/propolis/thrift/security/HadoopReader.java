package io.propolis.thrift.security;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link HadoopWriter} writes. Every method throws IllegalArgumentException when the
 * bytes are not so.
 */
final class HadoopReader {
  private static final int SMALLEST_SINGLE = -112;
  private static final int NEGATIVE = -120;

  private final ByteBuffer in;

  HadoopReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  int raw() {
    try {
      return in.get();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("The bytes end within a value", e);
    }
  }

  long number() {
    int first = raw();
    if (first >= SMALLEST_SINGLE) {
      return first;
    }
    boolean negative = first < NEGATIVE;
    int length = negative ? NEGATIVE - first : SMALLEST_SINGLE - first;
    long magnitude = 0;
    for (int i = 0; i < length; i++) {
      magnitude = magnitude << 8 | (raw() & 0xff);
    }
    return negative ? ~magnitude : magnitude;
  }

  int integer() {
    long number = number();
    if ((int) number != number) {
      throw new IllegalArgumentException("Not a number of 32 bits: " + number);
    }
    return (int) number;
  }

  byte[] bytes() {
    int length = integer();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException(
          "%d bytes are announced and %d left".formatted(length, in.remaining()));
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("A text is not UTF-8", e);
    }
  }

  void end() {
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes too many");
    }
  }
}
