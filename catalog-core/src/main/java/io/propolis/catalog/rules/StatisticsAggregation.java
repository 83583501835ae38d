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
import io.propolis.catalog.rules.StatisticsExtrapolation.Point;
import io.propolis.catalog.sketch.DistinctValues;
import io.propolis.catalog.sketch.KllHistogram;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges statistics of one column over partitions, as Hive does, one by one: of sketches, only what
 * they merged to is held. Distinct values are counted by their sketches where all parts have
 * sketches that fit; else their number is only known to lie between the largest and the sum, and
 * the largest is reported. Histograms are merged of those parts that have one. Not thread-safe.
 */
public final class StatisticsAggregation {
  /**
   * Statistics of one of the partitions that were asked for.
   *
   * @param index its place among them, from 0
   */
  public record Part(int index, ColumnStatistics statistics) {}

  private final List<Point> points = new ArrayList<>();
  private final List<Point> runs = new ArrayList<>();
  private @Nullable ColumnStatistics first;
  private @Nullable StatisticsData merged;
  private @Nullable DistinctValues distinct;
  private @Nullable Run run;
  private @Nullable KllHistogram histogram;
  private boolean counts = true;
  private long analyzedAt;
  private int added;
  private int alike;

  /** Merges at least one; the column and engine are those of the first. */
  public static ColumnStatistics merge(List<ColumnStatistics> parts) {
    var aggregation = new StatisticsAggregation();
    for (int i = 0; i < parts.size(); i++) {
      aggregation.add(new Part(i, parts.get(i)));
    }
    return aggregation.result(parts.size());
  }

  /**
   * Statistics over {@code requested} partitions of which some have none: bounds and numbers are
   * extended along the order of the request.
   *
   * @param parts at least one, in the order of their indexes
   */
  public static ColumnStatistics aggregate(List<Part> parts, int requested) {
    var aggregation = new StatisticsAggregation();
    parts.forEach(aggregation::add);
    return aggregation.result(requested);
  }

  /** Takes in the next, in the order of the indexes. */
  public void add(Part part) {
    added++;
    var statistics = part.statistics();
    var data = statistics.data();
    if (first == null) {
      first = statistics;
    } else if (data.getClass() != first.data().getClass()) {
      return; // a partition written when the column had another type says nothing about this one
    }
    alike++;
    analyzedAt = Math.max(analyzedAt, statistics.analyzedAt());
    var plain = data.withSketches(Sketches.NONE);
    merged = merged == null ? plain : merge(merged, plain);
    points.add(new Point(part.index(), plain));
    count(part.index(), plain, data.sketches().bitVectors());
    addHistogram(data.sketches().histogram());
  }

  private void count(int index, StatisticsData plain, @Nullable Sketch bitVectors) {
    var values = counts && bitVectors != null ? read(bitVectors) : null;
    if (values == null || distinct != null && !distinct.merge(values)) {
      counts = false;
      distinct = null;
      run = null;
      runs.clear();
      return;
    }
    distinct = distinct == null ? read(bitVectors) : distinct;
    if (run != null && run.last + 1 != index) {
      runs.add(run.point());
      run = null;
    }
    if (run == null) {
      run = new Run(index, plain, values);
    } else {
      run.add(index, plain, values);
    }
  }

  private static @Nullable DistinctValues read(@Nullable Sketch bitVectors) {
    return bitVectors == null ? null : DistinctValues.read(bitVectors.bytes()).orElse(null);
  }

  private void addHistogram(@Nullable Sketch sketch) {
    var read = sketch == null ? null : KllHistogram.read(sketch.bytes()).orElse(null);
    if (histogram == null) {
      histogram = read;
    } else if (read != null) {
      histogram.merge(read);
    }
  }

  /** Of all that were added, at least one, as statistics of {@code requested} partitions. */
  public ColumnStatistics result(int requested) {
    if (first == null || merged == null) {
      throw new IllegalStateException("Nothing was added");
    }
    StatisticsData data;
    if (added == 1) {
      data = first.data();
    } else {
      data =
          added == requested
              ? ofAll(merged)
              : StatisticsExtrapolation.extend(merged, places(), alike, requested);
      var bitVectors = data.sketches().bitVectors();
      var kept = histogram == null ? null : Sketch.of(histogram.bytes());
      data = data.withSketches(new Sketches(bitVectors, kept));
    }
    return new ColumnStatistics(first.column(), first.type(), first.engine(), analyzedAt, data);
  }

  private StatisticsData ofAll(StatisticsData data) {
    return distinct == null
        ? data
        : counted(data, distinct.estimate())
            .withSketches(new Sketches(Sketch.of(distinct.bytes()), null));
  }

  /** Neighbours become one, in the middle of them, where their sketches can be counted as one. */
  private List<Point> places() {
    if (run == null) {
      return points;
    }
    var all = new ArrayList<>(runs);
    all.add(run.point());
    return all;
  }

  /** Neighbours whose distinct values are counted as one. */
  private static final class Run {
    private final int start;
    private final DistinctValues values;
    private StatisticsData data;
    private int last;

    Run(int index, StatisticsData data, DistinctValues values) {
      this.start = index;
      this.last = index;
      this.data = data;
      this.values = values;
    }

    void add(int index, StatisticsData added, DistinctValues addedValues) {
      last = index;
      data = merge(data, added);
      values.merge(addedValues);
    }

    Point point() {
      var inOne = start == last ? data : counted(data, values.estimate());
      return new Point((start + last) / 2.0, inOne);
    }
  }

  private static StatisticsData counted(StatisticsData data, long distinct) {
    var sketches = data.sketches();
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
