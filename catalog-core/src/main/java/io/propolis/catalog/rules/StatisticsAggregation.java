package io.propolis.catalog.rules;

import io.propolis.catalog.model.ColumnStatistics;
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
import io.propolis.catalog.sketch.DistinctValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges statistics of one column over partitions, as Hive does. Distinct values are counted by
 * their sketches where all parts have sketches that fit; else their number is only known to lie
 * between the largest and the sum, and the largest is reported.
 */
public final class StatisticsAggregation {
  /**
   * Statistics of one of the partitions that were asked for.
   *
   * @param index its place among them, from 0
   */
  public record Part(int index, ColumnStatistics statistics) {}

  private StatisticsAggregation() {}

  /** Merges at least one; the column and engine are those of the first. */
  public static ColumnStatistics merge(List<ColumnStatistics> parts) {
    var alike = alike(parts);
    var first = alike.get(0);
    long analyzedAt =
        alike.stream().mapToLong(ColumnStatistics::analyzedAt).max().orElse(first.analyzedAt());
    var data = mergeData(alike.stream().map(ColumnStatistics::data).toList());
    return new ColumnStatistics(first.column(), first.type(), first.engine(), analyzedAt, data);
  }

  /** A partition written when the column had another type says nothing about this one. */
  private static List<ColumnStatistics> alike(List<ColumnStatistics> parts) {
    var type = parts.get(0).data().getClass();
    return parts.stream().filter(part -> part.data().getClass() == type).toList();
  }

  /**
   * Statistics over {@code requested} partitions of which some have none: bounds and numbers are
   * extended along the order of the request.
   *
   * @param parts at least one, in the order of their indexes
   */
  public static ColumnStatistics aggregate(List<Part> parts, int requested) {
    var statistics = parts.stream().map(Part::statistics).toList();
    var merged = merge(statistics);
    if (parts.size() == requested || parts.size() < 2) {
      return merged;
    }
    var type = merged.data().getClass();
    var alike = parts.stream().filter(p -> p.statistics().data().getClass() == type).toList();
    var data = StatisticsExtrapolation.extend(merged.data(), runs(alike), alike.size(), requested);
    return new ColumnStatistics(
        merged.column(), merged.type(), merged.engine(), merged.analyzedAt(), data);
  }

  /** Neighbours become one, in the middle of them, where their sketches can be counted as one. */
  private static List<StatisticsExtrapolation.Point> runs(List<Part> parts) {
    boolean counted =
        distinctValues(parts.stream().map(p -> p.statistics().data()).toList()) != null;
    var points = new ArrayList<StatisticsExtrapolation.Point>();
    for (int start = 0; start < parts.size(); ) {
      int end = start + 1;
      while (counted
          && end < parts.size()
          && parts.get(end).index() == parts.get(end - 1).index() + 1) {
        end++;
      }
      var run = parts.subList(start, end);
      double middle = (run.get(0).index() + run.get(run.size() - 1).index()) / 2.0;
      var data = mergeData(run.stream().map(part -> part.statistics().data()).toList());
      points.add(new StatisticsExtrapolation.Point(middle, data));
      start = end;
    }
    return points;
  }

  private static StatisticsData mergeData(List<StatisticsData> parts) {
    var merged = parts.get(0);
    if (parts.size() == 1) {
      return merged;
    }
    for (var part : parts.subList(1, parts.size())) {
      merged = merge(merged, part);
    }
    var values = distinctValues(parts);
    return values == null ? merged : counted(merged, values);
  }

  /** Null unless all have sketches that fit. */
  private static @Nullable DistinctValues distinctValues(List<StatisticsData> parts) {
    DistinctValues all = null;
    for (var part : parts) {
      var sketch = part.sketches().bitVectors();
      var values = sketch == null ? null : DistinctValues.read(sketch.bytes()).orElse(null);
      if (values == null || all != null && !all.merge(values)) {
        return null;
      }
      all = all == null ? values : all;
    }
    return all;
  }

  private static StatisticsData counted(StatisticsData data, DistinctValues values) {
    long distinct = values.estimate();
    var sketches = new Sketches(Sketch.of(values.bytes()), null);
    if (data instanceof LongData d) {
      return new LongData(d.low(), d.high(), d.nulls(), distinct, sketches);
    } else if (data instanceof DoubleData d) {
      return new DoubleData(d.low(), d.high(), d.nulls(), distinct, sketches);
    } else if (data instanceof DecimalData d) {
      return new DecimalData(d.low(), d.high(), d.nulls(), distinct, sketches);
    } else if (data instanceof DateData d) {
      return new DateData(d.low(), d.high(), d.nulls(), distinct, sketches);
    } else if (data instanceof TimestampData d) {
      return new TimestampData(d.low(), d.high(), d.nulls(), distinct, sketches);
    } else if (data instanceof StringData d) {
      return new StringData(d.maxLength(), d.averageLength(), d.nulls(), distinct, sketches);
    }
    return data; // of the other types, distinct values are not counted
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
