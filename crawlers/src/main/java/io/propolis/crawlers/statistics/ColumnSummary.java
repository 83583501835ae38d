package io.propolis.crawlers.statistics;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.sketch.DistinctCounter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of one column so far. Readers hand values over as their format has
 * them: one that the column's type cannot be is refused.
 */
abstract sealed class ColumnSummary {
  private final String column;
  private final String type;
  long nulls;

  private ColumnSummary(String column, String type) {
    this.column = column;
    this.type = type;
  }

  /** Empty for types that have no statistics: those of lists, maps and structs. */
  static Optional<ColumnSummary> of(String column, String hiveType) {
    var folded = hiveType.strip().toLowerCase(Locale.ROOT);
    int parameters = folded.indexOf('(');
    var word = parameters < 0 ? folded : folded.substring(0, parameters).strip();
    return Optional.ofNullable(
        switch (word) {
          case "boolean" -> new Booleans(column, hiveType);
          case "tinyint", "smallint", "int", "integer", "bigint" -> new Longs(column, hiveType);
          case "float", "double" -> new Doubles(column, hiveType);
          case "decimal" -> new Decimals(column, hiveType);
          case "string", "char", "varchar" -> new Texts(column, hiveType);
          case "binary" -> new Binaries(column, hiveType);
          case "date" -> new Dates(column, hiveType);
          case "timestamp" -> new Timestamps(column, hiveType);
          default -> null;
        });
  }

  final String column() {
    return column;
  }

  final void addNulls(long number) {
    nulls += number;
  }

  /**
   * Whether what is known asks for each value as often as it is there; otherwise once for each that
   * is there is enough.
   */
  boolean needsEachValue() {
    return true;
  }

  final void add(boolean value) {
    add(value, 1);
  }

  /** The same value so many times. */
  void add(boolean value, long times) {
    throw misfit("a truth value");
  }

  /** A number; of a date its days, of a timestamp its microseconds since 1970. */
  void add(long value) {
    throw misfit("an integer");
  }

  void add(double value) {
    throw misfit("a floating point number");
  }

  void add(BigDecimal value) {
    throw misfit("a decimal");
  }

  void add(byte[] bytes, int offset, int length) {
    throw misfit("bytes");
  }

  private IllegalArgumentException misfit(String what) {
    return new IllegalArgumentException(
        "column %s is %s in the catalog, and %s in the file".formatted(column, type, what));
  }

  /** Takes in what another summary of the same column knows. */
  abstract void merge(ColumnSummary other);

  abstract StatisticsData data(double factor);

  /**
   * The statistics.
   *
   * @param part of the values that was read, above 0 and at most 1: nulls are reckoned up by it
   */
  final ColumnStatistics statistics(double part) {
    return new ColumnStatistics(column, type, ColumnStatistics.HIVE_ENGINE, 0, data(1 / part));
  }

  private static long times(long number, double factor) {
    return Math.round(number * factor);
  }

  private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
    return one == null ? other : other == null ? one : Long.valueOf(Math.min(one, other));
  }

  private static @Nullable Long greatest(@Nullable Long one, @Nullable Long other) {
    return one == null ? other : other == null ? one : Long.valueOf(Math.max(one, other));
  }

  /** Distinct values by their hashes. */
  private static final class Distinct {
    private final DistinctCounter values = new DistinctCounter();

    void add(long hash) {
      values.add(mixed(hash));
    }

    void merge(Distinct other) {
      values.merge(other.values);
    }

    long estimate() {
      return values.estimate();
    }

    /** Every bit of the input reaches every bit of the output (MurmurHash3's last step). */
    private static long mixed(long bits) {
      long hash = bits + 0x9E3779B97F4A7C15L;
      hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
      hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
      return hash ^ hash >>> 33;
    }

    static long hash(byte[] bytes, int offset, int length) {
      long hash = 0xCBF29CE484222325L;
      for (int i = offset; i < offset + length; i++) {
        hash = (hash ^ bytes[i] & 0xFF) * 0x100000001B3L;
      }
      return hash;
    }
  }

  private static final class Booleans extends ColumnSummary {
    private long trues;
    private long falses;

    Booleans(String column, String type) {
      super(column, type);
    }

    @Override
    void add(boolean value, long times) {
      if (value) {
        trues += times;
      } else {
        falses += times;
      }
    }

    @Override
    void merge(ColumnSummary other) {
      var same = (Booleans) other;
      trues += same.trues;
      falses += same.falses;
      nulls += same.nulls;
    }

    @Override
    StatisticsData data(double factor) {
      return new StatisticsData.BooleanData(
          times(trues, factor), times(falses, factor), times(nulls, factor), Sketches.NONE);
    }
  }

  /** Whole numbers, and what is counted in them. */
  private abstract static sealed class Numbers extends ColumnSummary {
    @Nullable Long low;
    @Nullable Long high;
    final Distinct distinct = new Distinct();

    Numbers(String column, String type) {
      super(column, type);
    }

    @Override
    boolean needsEachValue() {
      return false;
    }

    @Override
    void add(long value) {
      low = least(low, value);
      high = greatest(high, value);
      distinct.add(value);
    }

    @Override
    void merge(ColumnSummary other) {
      var same = (Numbers) other;
      low = least(low, same.low);
      high = greatest(high, same.high);
      distinct.merge(same.distinct);
      nulls += same.nulls;
    }
  }

  private static final class Longs extends Numbers {
    Longs(String column, String type) {
      super(column, type);
    }

    @Override
    StatisticsData data(double factor) {
      return new StatisticsData.LongData(
          low, high, times(nulls, factor), distinct.estimate(), Sketches.NONE);
    }
  }

  private static final class Dates extends Numbers {
    Dates(String column, String type) {
      super(column, type);
    }

    @Override
    StatisticsData data(double factor) {
      return new StatisticsData.DateData(
          low, high, times(nulls, factor), distinct.estimate(), Sketches.NONE);
    }
  }

  private static final class Timestamps extends Numbers {
    private static final long MICROS = 1_000_000;

    Timestamps(String column, String type) {
      super(column, type);
    }

    @Override
    StatisticsData data(double factor) {
      return new StatisticsData.TimestampData(
          seconds(low), seconds(high), times(nulls, factor), distinct.estimate(), Sketches.NONE);
    }

    private static @Nullable Long seconds(@Nullable Long micros) {
      return micros == null ? null : Long.valueOf(Math.floorDiv(micros, MICROS));
    }
  }

  private static final class Doubles extends ColumnSummary {
    private @Nullable Double low;
    private @Nullable Double high;
    private final Distinct distinct = new Distinct();

    Doubles(String column, String type) {
      super(column, type);
    }

    @Override
    boolean needsEachValue() {
      return false;
    }

    /** What is no number has no place in the order. */
    @Override
    void add(double value) {
      distinct.add(Double.doubleToLongBits(value == 0 ? 0 : value));
      if (!Double.isNaN(value)) {
        low = low == null ? value : Math.min(low, value);
        high = high == null ? value : Math.max(high, value);
      }
    }

    @Override
    void merge(ColumnSummary other) {
      var same = (Doubles) other;
      if (same.low != null && same.high != null) {
        low = low == null ? same.low : Double.valueOf(Math.min(low, same.low));
        high = high == null ? same.high : Double.valueOf(Math.max(high, same.high));
      }
      distinct.merge(same.distinct);
      nulls += same.nulls;
    }

    @Override
    StatisticsData data(double factor) {
      return new StatisticsData.DoubleData(
          low, high, times(nulls, factor), distinct.estimate(), Sketches.NONE);
    }
  }

  private static final class Decimals extends ColumnSummary {
    private @Nullable BigDecimal low;
    private @Nullable BigDecimal high;
    private final Distinct distinct = new Distinct();

    Decimals(String column, String type) {
      super(column, type);
    }

    @Override
    boolean needsEachValue() {
      return false;
    }

    @Override
    void add(long value) {
      add(BigDecimal.valueOf(value));
    }

    @Override
    void add(BigDecimal value) {
      low = low == null ? value : low.min(value);
      high = high == null ? value : high.max(value);
      distinct.add(value.stripTrailingZeros().hashCode() * 0x9E3779B97F4A7C15L + value.longValue());
    }

    @Override
    void merge(ColumnSummary other) {
      var same = (Decimals) other;
      if (same.low != null && same.high != null) {
        low = low == null ? same.low : low.min(same.low);
        high = high == null ? same.high : high.max(same.high);
      }
      distinct.merge(same.distinct);
      nulls += same.nulls;
    }

    @Override
    StatisticsData data(double factor) {
      return new StatisticsData.DecimalData(
          low, high, times(nulls, factor), distinct.estimate(), Sketches.NONE);
    }
  }

  /** Bytes, whose lengths are what is known of them. */
  private abstract static sealed class Sequences extends ColumnSummary {
    long longest;
    private long total;
    private long count;

    Sequences(String column, String type) {
      super(column, type);
    }

    void addLength(long length) {
      longest = Math.max(longest, length);
      total += length;
      count++;
    }

    double average() {
      return count == 0 ? 0 : (double) total / count;
    }

    @Override
    void merge(ColumnSummary other) {
      var same = (Sequences) other;
      longest = Math.max(longest, same.longest);
      total += same.total;
      count += same.count;
      nulls += same.nulls;
    }
  }

  private static final class Texts extends Sequences {
    private final Distinct distinct = new Distinct();

    Texts(String column, String type) {
      super(column, type);
    }

    @Override
    void add(byte[] bytes, int offset, int length) {
      distinct.add(Distinct.hash(bytes, offset, length));
      long characters = 0;
      for (int i = offset; i < offset + length; i++) {
        characters += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
      }
      addLength(characters);
    }

    @Override
    void merge(ColumnSummary other) {
      super.merge(other);
      distinct.merge(((Texts) other).distinct);
    }

    @Override
    StatisticsData data(double factor) {
      return new StatisticsData.StringData(
          longest, average(), times(nulls, factor), distinct.estimate(), Sketches.NONE);
    }
  }

  private static final class Binaries extends Sequences {
    Binaries(String column, String type) {
      super(column, type);
    }

    @Override
    void add(byte[] bytes, int offset, int length) {
      addLength(length);
    }

    @Override
    StatisticsData data(double factor) {
      return new StatisticsData.BinaryData(longest, average(), times(nulls, factor), Sketches.NONE);
    }
  }
}
