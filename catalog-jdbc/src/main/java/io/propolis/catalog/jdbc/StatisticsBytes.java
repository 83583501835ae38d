package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.BinaryData;
import io.propolis.catalog.model.StatisticsData.BooleanData;
import io.propolis.catalog.model.StatisticsData.DateData;
import io.propolis.catalog.model.StatisticsData.DecimalData;
import io.propolis.catalog.model.StatisticsData.DoubleData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StatisticsData.StringData;
import io.propolis.catalog.model.StatisticsData.TimestampData;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@link StatisticsData} as bytes: a byte that says of which kind it is and which bounds are there,
 * and its numbers. Sketches are bytes of their own. What is stored is read for ever: a test pins
 * it.
 */
final class StatisticsBytes {
  private static final int BOOLEAN = 0;
  private static final int LONG = 1;
  private static final int DOUBLE = 2;
  private static final int STRING = 3;
  private static final int BINARY = 4;
  private static final int DECIMAL = 5;
  private static final int DATE = 6;
  private static final int TIMESTAMP = 7;
  private static final int KINDS = 0x0F;
  private static final int LOW = 0x10;
  private static final int HIGH = 0x20;

  private static final int BIT_VECTORS = 1;
  private static final int HISTOGRAM = 2;

  private StatisticsBytes() {}

  /** All but the sketches. */
  static void write(ByteWriter out, StatisticsData data) {
    if (data instanceof BooleanData d) {
      out.one(BOOLEAN);
      out.signed(d.trues());
      out.signed(d.falses());
      out.signed(d.nulls());
    } else if (data instanceof LongData d) {
      writeLongs(out, LONG, d.low(), d.high(), d.nulls(), d.distinct());
    } else if (data instanceof DateData d) {
      writeLongs(out, DATE, d.low(), d.high(), d.nulls(), d.distinct());
    } else if (data instanceof TimestampData d) {
      writeLongs(out, TIMESTAMP, d.low(), d.high(), d.nulls(), d.distinct());
    } else if (data instanceof DoubleData d) {
      begin(out, DOUBLE, d.low(), d.high(), d.nulls(), d.distinct());
      if (d.low() != null) {
        out.decimal(d.low());
      }
      if (d.high() != null) {
        out.decimal(d.high());
      }
    } else if (data instanceof DecimalData d) {
      begin(out, DECIMAL, d.low(), d.high(), d.nulls(), d.distinct());
      write(out, d.low());
      write(out, d.high());
    } else if (data instanceof StringData d) {
      begin(out, STRING, null, null, d.nulls(), d.distinct());
      out.signed(d.maxLength());
      out.decimal(d.averageLength());
    } else if (data instanceof BinaryData d) {
      out.one(BINARY);
      out.signed(d.nulls());
      out.signed(d.maxLength());
      out.decimal(d.averageLength());
    } else {
      throw new AssertionError(data);
    }
  }

  private static void begin(
      ByteWriter out,
      int kind,
      @Nullable Object low,
      @Nullable Object high,
      long nulls,
      long distinct) {
    out.one(kind | (low == null ? 0 : LOW) | (high == null ? 0 : HIGH));
    out.signed(nulls);
    out.signed(distinct);
  }

  private static void writeLongs(
      ByteWriter out,
      int kind,
      @Nullable Long low,
      @Nullable Long high,
      long nulls,
      long distinct) {
    begin(out, kind, low, high, nulls, distinct);
    if (low != null) {
      out.signed(low);
    }
    if (high != null) {
      out.signed(high);
    }
  }

  private static void write(ByteWriter out, @Nullable BigDecimal number) {
    if (number != null) {
      out.signed(number.scale());
      out.counted(number.unscaledValue().toByteArray());
    }
  }

  /** Without sketches. */
  static StatisticsData read(ByteReader in) {
    var sketches = Sketches.NONE;
    int first = in.one();
    boolean hasLow = (first & LOW) != 0;
    boolean hasHigh = (first & HIGH) != 0;
    int kind = first & KINDS;
    if (kind == BOOLEAN) {
      return new BooleanData(in.signed(), in.signed(), in.signed(), sketches);
    }
    long nulls = in.signed();
    if (kind == BINARY) {
      return new BinaryData(in.signed(), in.decimal(), nulls, sketches);
    }
    long distinct = in.signed();
    return switch (kind) {
      case LONG -> new LongData(number(in, hasLow), number(in, hasHigh), nulls, distinct, sketches);
      case DATE -> new DateData(number(in, hasLow), number(in, hasHigh), nulls, distinct, sketches);
      case TIMESTAMP ->
          new TimestampData(number(in, hasLow), number(in, hasHigh), nulls, distinct, sketches);
      case DOUBLE ->
          new DoubleData(
              hasLow ? (Double) in.decimal() : null,
              hasHigh ? (Double) in.decimal() : null,
              nulls,
              distinct,
              sketches);
      case DECIMAL ->
          new DecimalData(decimal(in, hasLow), decimal(in, hasHigh), nulls, distinct, sketches);
      case STRING -> new StringData(in.signed(), in.decimal(), nulls, distinct, sketches);
      default ->
          throw new IllegalStateException(
              "Statistics of kind %d, which this version does not know".formatted(kind));
    };
  }

  private static @Nullable Long number(ByteReader in, boolean isThere) {
    return isThere ? (Long) in.signed() : null;
  }

  private static @Nullable BigDecimal decimal(ByteReader in, boolean isThere) {
    if (!isThere) {
      return null;
    }
    int scale = Math.toIntExact(in.signed());
    return new BigDecimal(new BigInteger(in.counted()), scale);
  }

  static void write(ByteWriter out, Sketches sketches) {
    var bitVectors = sketches.bitVectors();
    var histogram = sketches.histogram();
    out.one((bitVectors == null ? 0 : BIT_VECTORS) | (histogram == null ? 0 : HISTOGRAM));
    if (bitVectors != null) {
      out.counted(bitVectors.bytes());
    }
    if (histogram != null) {
      out.counted(histogram.bytes());
    }
  }

  static Sketches readSketches(ByteReader in) {
    int there = in.one();
    var bitVectors = (there & BIT_VECTORS) == 0 ? null : Sketch.of(in.counted());
    var histogram = (there & HISTOGRAM) == 0 ? null : Sketch.of(in.counted());
    return new Sketches(bitVectors, histogram);
  }
}
