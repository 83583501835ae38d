package io.propolis.catalog.rules;

import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.DateData;
import io.propolis.catalog.model.StatisticsData.DecimalData;
import io.propolis.catalog.model.StatisticsData.DoubleData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StatisticsData.StringData;
import io.propolis.catalog.model.StatisticsData.TimestampData;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What partitions without statistics may add to those that have some, as Hive reckons: a line
 * through the smallest and the largest value is drawn to the ends of the request; nulls grow with
 * the number of partitions.
 */
final class StatisticsExtrapolation {
  /**
   * Statistics at a place in the order of the request.
   *
   * @param index of a partition, or of the middle of several
   */
  record Point(double index, StatisticsData data) {}

  private final List<Point> points;
  private final int found;
  private final int requested;

  private StatisticsExtrapolation(List<Point> points, int found, int requested) {
    this.points = points;
    this.found = found;
    this.requested = requested;
  }

  /** Extends what {@code found} partitions together have to {@code requested} ones. */
  static StatisticsData extend(
      StatisticsData merged, List<Point> points, int found, int requested) {
    return new StatisticsExtrapolation(points, found, requested).extend(merged);
  }

  private StatisticsData extend(StatisticsData merged) {
    long nulls = merged.nulls() * requested / found;
    if (merged instanceof LongData) {
      return new LongData(
          whole(low(d -> number(((LongData) d).low()))),
          whole(high(d -> number(((LongData) d).high()))),
          nulls,
          distinct(d -> ((LongData) d).distinct()),
          Sketches.NONE);
    } else if (merged instanceof DateData) {
      return new DateData(
          whole(low(d -> number(((DateData) d).low()))),
          whole(high(d -> number(((DateData) d).high()))),
          nulls,
          distinct(d -> ((DateData) d).distinct()),
          Sketches.NONE);
    } else if (merged instanceof TimestampData) {
      return new TimestampData(
          whole(low(d -> number(((TimestampData) d).low()))),
          whole(high(d -> number(((TimestampData) d).high()))),
          nulls,
          distinct(d -> ((TimestampData) d).distinct()),
          Sketches.NONE);
    } else if (merged instanceof DoubleData) {
      return new DoubleData(
          low(d -> number(((DoubleData) d).low())),
          high(d -> number(((DoubleData) d).high())),
          nulls,
          distinct(d -> ((DoubleData) d).distinct()),
          Sketches.NONE);
    } else if (merged instanceof DecimalData) {
      return new DecimalData(
          decimal(low(d -> number(((DecimalData) d).low()))),
          decimal(high(d -> number(((DecimalData) d).high()))),
          nulls,
          distinct(d -> ((DecimalData) d).distinct()),
          Sketches.NONE);
    } else if (merged instanceof StringData string) {
      var longest = whole(high(d -> ((StringData) d).maxLength()));
      var average = high(d -> ((StringData) d).averageLength());
      return new StringData(
          longest == null ? string.maxLength() : longest,
          average == null ? string.averageLength() : average,
          nulls,
          distinct(d -> ((StringData) d).distinct()),
          Sketches.NONE);
    }
    return merged; // Hive extends neither booleans nor binaries
  }

  /** An absent bound is no number. */
  private static double number(@Nullable Number bound) {
    return bound == null ? Double.NaN : bound.doubleValue();
  }

  private static @Nullable Long whole(@Nullable Double value) {
    return value == null ? null : (Long) value.longValue();
  }

  private static @Nullable BigDecimal decimal(@Nullable Double value) {
    return value == null || !Double.isFinite(value) ? null : BigDecimal.valueOf(value);
  }

  private long distinct(ToDoubleFunction<StatisticsData> count) {
    var extended = high(count);
    return extended == null ? 0 : extended.longValue();
  }

  private @Nullable Double low(ToDoubleFunction<StatisticsData> bound) {
    var sorted = sorted(bound);
    if (sorted.isEmpty()) {
      return null;
    }
    var smallest = sorted.get(0);
    var largest = sorted.get(sorted.size() - 1);
    double span = largest.value - smallest.value;
    if (smallest.index == largest.index) {
      return smallest.value;
    } else if (smallest.index < largest.index) {
      return largest.value - span * largest.index / (largest.index - smallest.index);
    }
    return largest.value - span * (requested - largest.index) / (smallest.index - largest.index);
  }

  private @Nullable Double high(ToDoubleFunction<StatisticsData> bound) {
    var sorted = sorted(bound);
    if (sorted.isEmpty()) {
      return null;
    }
    var smallest = sorted.get(0);
    var largest = sorted.get(sorted.size() - 1);
    double span = largest.value - smallest.value;
    if (smallest.index == largest.index) {
      return smallest.value;
    } else if (smallest.index < largest.index) {
      return smallest.value
          + span * (requested - smallest.index) / (largest.index - smallest.index);
    }
    return smallest.value + span * smallest.index / (smallest.index - largest.index);
  }

  private record Value(double index, double value) {}

  private List<Value> sorted(ToDoubleFunction<StatisticsData> bound) {
    return points.stream()
        .map(point -> new Value(point.index(), bound.applyAsDouble(point.data())))
        .filter(value -> !Double.isNaN(value.value))
        .sorted(Comparator.comparingDouble(Value::value))
        .toList();
  }
}
