package io.propolis.thrift.security;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes values as Hadoop's {@code Writable}s do: numbers in as many bytes as they need. */
final class HadoopWriter {
  private static final int SMALLEST_SINGLE = -112;
  private static final int LARGEST_SINGLE = 127;
  private static final int NEGATIVE = -120;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  HadoopWriter raw(int value) {
    out.write(value);
    return this;
  }

  /** One byte for small numbers; else one for sign and length, and the bytes of the magnitude. */
  HadoopWriter number(long value) {
    if (value >= SMALLEST_SINGLE && value <= LARGEST_SINGLE) {
      return raw((int) value);
    }
    long magnitude = value < 0 ? ~value : value;
    int length = (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 7) / 8;
    raw((value < 0 ? NEGATIVE : SMALLEST_SINGLE) - length);
    for (int i = length - 1; i >= 0; i--) {
      raw((int) (magnitude >>> (8 * i)));
    }
    return this;
  }

  HadoopWriter bytes(byte[] value) {
    number(value.length);
    out.writeBytes(value);
    return this;
  }

  HadoopWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  byte[] written() {
    return out.toByteArray();
  }
}
