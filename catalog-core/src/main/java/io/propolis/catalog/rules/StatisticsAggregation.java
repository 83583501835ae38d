package io.propolis.catalog.rules;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.BinaryData;
import io.propolis.catalog.model.StatisticsData.BooleanData;
import io.propolis.catalog.model.StatisticsData.DateData;
import io.propolis.catalog.model.StatisticsData.DecimalData;
import io.propolis.catalog.model.StatisticsData.DoubleData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StatisticsData.StringData;
import io.propolis.catalog.model.StatisticsData.TimestampData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges statistics of one column over partitions. Without mergeable sketches, the number of
 * distinct values is only known to lie between the largest and the sum: the largest is reported, as
 * Hive does.
 */
public final class StatisticsAggregation {
  private StatisticsAggregation() {}

  /** Merges at least one; the column and engine are those of the first. */
  public static ColumnStatistics merge(List<ColumnStatistics> parts) {
    var first = parts.get(0);
    var data = first.data();
    long analyzedAt = first.analyzedAt();
    for (var part : parts.subList(1, parts.size())) {
      // A partition written when the column had another type says nothing about this one.
      if (part.data().getClass() == data.getClass()) {
        data = merge(data, part.data());
        analyzedAt = Math.max(analyzedAt, part.analyzedAt());
      }
    }
    return new ColumnStatistics(first.column(), first.type(), first.engine(), analyzedAt, data);
  }

  private static StatisticsData merge(StatisticsData one, StatisticsData other) {
    long nulls = one.nulls() + other.nulls();
    if (one instanceof BooleanData a && other instanceof BooleanData b) {
      return new BooleanData(a.trues() + b.trues(), a.falses() + b.falses(), nulls, Sketches.NONE);
    } else if (one instanceof LongData a && other instanceof LongData b) {
      return new LongData(
          min(a.low(), b.low()),
          max(a.high(), b.high()),
          nulls,
          Math.max(a.distinct(), b.distinct()),
          Sketches.NONE);
    } else if (one instanceof DoubleData a && other instanceof DoubleData b) {
      return new DoubleData(
          min(a.low(), b.low()),
          max(a.high(), b.high()),
          nulls,
          Math.max(a.distinct(), b.distinct()),
          Sketches.NONE);
    } else if (one instanceof DecimalData a && other instanceof DecimalData b) {
      return new DecimalData(
          min(a.low(), b.low()),
          max(a.high(), b.high()),
          nulls,
          Math.max(a.distinct(), b.distinct()),
          Sketches.NONE);
    } else if (one instanceof DateData a && other instanceof DateData b) {
      return new DateData(
          min(a.low(), b.low()),
          max(a.high(), b.high()),
          nulls,
          Math.max(a.distinct(), b.distinct()),
          Sketches.NONE);
    } else if (one instanceof TimestampData a && other instanceof TimestampData b) {
      return new TimestampData(
          min(a.low(), b.low()),
          max(a.high(), b.high()),
          nulls,
          Math.max(a.distinct(), b.distinct()),
          Sketches.NONE);
    } else if (one instanceof StringData a && other instanceof StringData b) {
      return new StringData(
          Math.max(a.maxLength(), b.maxLength()),
          Math.max(a.averageLength(), b.averageLength()),
          nulls,
          Math.max(a.distinct(), b.distinct()),
          Sketches.NONE);
    } else if (one instanceof BinaryData a && other instanceof BinaryData b) {
      return new BinaryData(
          Math.max(a.maxLength(), b.maxLength()),
          Math.max(a.averageLength(), b.averageLength()),
          nulls,
          Sketches.NONE);
    }
    throw new AssertionError(one.getClass() + " with " + other.getClass());
  }

  private static <T extends Comparable<T>> @Nullable T min(@Nullable T one, @Nullable T other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static <T extends Comparable<T>> @Nullable T max(@Nullable T one, @Nullable T other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
