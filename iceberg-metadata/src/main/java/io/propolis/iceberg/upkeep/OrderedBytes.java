package io.propolis.iceberg.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ByteBuffers;
import org.apache.iceberg.util.ZOrderByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * Values of Iceberg's primitive types as bytes whose order, each taken as unsigned, is that of the
 * values. One after the other they are in the order of the first that differs.
 */
final class OrderedBytes {
  private static final int NULL_FIRST = 0;
  private static final int VALUE = 1;
  private static final int NULL_LAST = 2;

  /** Bytes of a column that go into a curve. */
  private static final int PREFIX = Long.BYTES;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

  void putNull(boolean isFirst) {
    bytes.write(isFirst ? NULL_FIRST : NULL_LAST);
  }

  void put(Type type, Object value, boolean isDescending) {
    bytes.write(VALUE);
    var encoded = isVariable(type) ? ended(raw(type, value)) : raw(type, value);
    if (isDescending) {
      for (int i = 0; i < encoded.length; i++) {
        encoded[i] = (byte) ~encoded[i];
      }
    }
    bytes.writeBytes(encoded);
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private static boolean isVariable(Type type) {
    return type.typeId() == Type.TypeID.STRING || type.typeId() == Type.TypeID.BINARY;
  }

  private static byte[] raw(Type type, Object value) {
    return switch (type.typeId()) {
      case BOOLEAN -> new byte[] {(byte) ((Boolean) value ? 1 : 0)};
      case INTEGER, DATE ->
          ByteBuffer.allocate(Integer.BYTES).putInt((Integer) value ^ Integer.MIN_VALUE).array();
      case LONG, TIME, TIMESTAMP, TIMESTAMP_NANO -> bytes((Long) value ^ Long.MIN_VALUE);
      case FLOAT -> bytes(ordered(((Float) value).doubleValue()));
      case DOUBLE -> bytes(ordered((Double) value));
      case STRING -> value.toString().getBytes(UTF_8);
      case UUID -> uuid((UUID) value);
      // A copy: what the buffer holds may come back as it is.
      case FIXED, BINARY -> ByteBuffers.toByteArray((ByteBuffer) value).clone();
      case DECIMAL -> decimal((Types.DecimalType) type, (BigDecimal) value);
      default -> throw new IllegalArgumentException("Values of type " + type + " have no order");
    };
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  /** Below zero the bits of larger numbers are less; NaN is above all. */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  /** As their text is ordered, which is not how Java compares them. */
  private static byte[] uuid(UUID value) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  private static byte[] decimal(Types.DecimalType type, BigDecimal value) {
    var unscaled = value.unscaledValue().toByteArray();
    var encoded = new byte[Math.max(unscaled.length, PRECISION_BYTES[type.precision()])];
    Arrays.fill(encoded, (byte) (value.signum() < 0 ? -1 : 0));
    System.arraycopy(unscaled, 0, encoded, encoded.length - unscaled.length, unscaled.length);
    encoded[0] ^= (byte) 0x80;
    return encoded;
  }

  /** Bytes that the values of a decimal's precision take. */
  private static final byte[] PRECISION_BYTES = precisionBytes();

  private static byte[] precisionBytes() {
    var lengths = new byte[39];
    for (int precision = 0; precision < lengths.length; precision++) {
      lengths[precision] =
          (byte)
              java.math.BigInteger.TEN
                  .pow(precision)
                  .subtract(java.math.BigInteger.ONE)
                  .toByteArray()
                  .length;
    }
    return lengths;
  }

  /** Less than all that begins with the same and is longer. */
  private static byte[] ended(byte[] value) {
    var ended = new ByteArrayOutputStream(value.length + 2);
    for (byte each : value) {
      ended.write(each);
      if (each == 0) {
        ended.write(0xFF);
      }
    }
    ended.write(0);
    ended.write(0);
    return ended.toByteArray();
  }

  /**
   * The first eight bytes of a value; whole numbers of all widths count alike. Null is as the least
   * value.
   */
  static byte[] prefix(Type type, @Nullable Object value) {
    if (value == null) {
      return new byte[PREFIX];
    }
    return switch (type.typeId()) {
      case BOOLEAN -> bytes((Boolean) value ? Long.MIN_VALUE : 0);
      case INTEGER, DATE -> bytes((Integer) value ^ Long.MIN_VALUE);
      default -> Arrays.copyOf(raw(type, value), PREFIX);
    };
  }

  /** The first bit of each column, then the second of each, and so on. */
  static byte[] interleaved(byte[][] columns) {
    int length = columns.length * PREFIX;
    return ZOrderByteUtils.interleaveBits(columns, length, ByteBuffer.allocate(length));
  }
}
