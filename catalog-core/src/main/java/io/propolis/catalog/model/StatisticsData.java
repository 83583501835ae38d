package io.propolis.catalog.model;

import java.math.BigDecimal;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The values, by type of column. Bounds are absent when all values are null or unknown; sketches
 * are opaque (HLL or FM bit vectors, KLL histograms as Hive writes them).
 */
public sealed interface StatisticsData {
  /** Number of null values. */
  long nulls();

  Sketches sketches();

  /** The same values with these sketches. */
  StatisticsData withSketches(Sketches newSketches);

  /** Opaque bytes with value equality. */
  record Sketch(String base64) {
    public static @Nullable Sketch of(byte @Nullable [] bytes) {
      return bytes == null ? null : new Sketch(Base64.getEncoder().encodeToString(bytes));
    }

    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /** What counts distinct values and their distribution. */
  record Sketches(@Nullable Sketch bitVectors, @Nullable Sketch histogram) {
    public static final Sketches NONE = new Sketches(null, null);
  }

  record BooleanData(long trues, long falses, long nulls, Sketches sketches)
      implements StatisticsData {
    @Override
    public BooleanData withSketches(Sketches newSketches) {
      return new BooleanData(trues, falses, nulls, newSketches);
    }
  }

  record LongData(
      @Nullable Long low, @Nullable Long high, long nulls, long distinct, Sketches sketches)
      implements StatisticsData {
    @Override
    public LongData withSketches(Sketches newSketches) {
      return new LongData(low, high, nulls, distinct, newSketches);
    }
  }

  record DoubleData(
      @Nullable Double low, @Nullable Double high, long nulls, long distinct, Sketches sketches)
      implements StatisticsData {
    @Override
    public DoubleData withSketches(Sketches newSketches) {
      return new DoubleData(low, high, nulls, distinct, newSketches);
    }
  }

  record StringData(
      long maxLength, double averageLength, long nulls, long distinct, Sketches sketches)
      implements StatisticsData {
    @Override
    public StringData withSketches(Sketches newSketches) {
      return new StringData(maxLength, averageLength, nulls, distinct, newSketches);
    }
  }

  record BinaryData(long maxLength, double averageLength, long nulls, Sketches sketches)
      implements StatisticsData {
    @Override
    public BinaryData withSketches(Sketches newSketches) {
      return new BinaryData(maxLength, averageLength, nulls, newSketches);
    }
  }

  record DecimalData(
      @Nullable BigDecimal low,
      @Nullable BigDecimal high,
      long nulls,
      long distinct,
      Sketches sketches)
      implements StatisticsData {
    @Override
    public DecimalData withSketches(Sketches newSketches) {
      return new DecimalData(low, high, nulls, distinct, newSketches);
    }
  }

  /** Bounds in days since 1970-01-01. */
  record DateData(
      @Nullable Long low, @Nullable Long high, long nulls, long distinct, Sketches sketches)
      implements StatisticsData {
    @Override
    public DateData withSketches(Sketches newSketches) {
      return new DateData(low, high, nulls, distinct, newSketches);
    }
  }

  /** Bounds in seconds since the epoch. */
  record TimestampData(
      @Nullable Long low, @Nullable Long high, long nulls, long distinct, Sketches sketches)
      implements StatisticsData {
    @Override
    public TimestampData withSketches(Sketches newSketches) {
      return new TimestampData(low, high, nulls, distinct, newSketches);
    }
  }
}
