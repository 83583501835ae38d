package io.propolis.catalog.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StatisticsData.StringData;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsAggregationTest {
  private static ColumnStatistics of(StatisticsData data) {
    return new ColumnStatistics("c", "bigint", "hive", 1, data);
  }

  @Test
  void boundsWidenNullsAddAndDistinctTakesTheLargest() {
    var merged =
        StatisticsAggregation.merge(
            List.of(
                of(new LongData(5L, 9L, 1, 4, Sketches.NONE)),
                of(new LongData(-3L, 7L, 2, 6, Sketches.NONE)),
                of(new LongData(null, null, 10, 0, Sketches.NONE))));
    assertThat(merged.data()).isEqualTo(new LongData(-3L, 9L, 13, 6, Sketches.NONE));
  }

  @Test
  void statisticsOfAFormerTypeArePassedOver() {
    var merged =
        StatisticsAggregation.merge(
            List.of(
                of(new LongData(5L, 9L, 1, 4, Sketches.NONE)),
                of(new StringData(3, 2.5, 7, 2, Sketches.NONE))));
    assertThat(merged.data()).isEqualTo(new LongData(5L, 9L, 1, 4, Sketches.NONE));
  }

  private static ColumnStatistics numbers(long low, long high, long distinct, long nulls) {
    return of(new LongData(low, high, nulls, distinct, Sketches.NONE));
  }

  @Test
  void missingPartitionsExtendWhatTheOthersHave() {
    // Ten partitions were asked for; the second and the seventh have statistics.
    var aggregate =
        StatisticsAggregation.aggregate(
            List.of(
                new StatisticsAggregation.Part(1, numbers(100, 200, 10, 3)),
                new StatisticsAggregation.Part(6, numbers(600, 700, 20, 1))),
            10);

    // A line through (1, 100) and (6, 600) is 0 at the left end; through (1, 200) and (6, 700), it
    // is 1,100 at the right end.
    assertThat(aggregate.data()).isEqualTo(new LongData(0L, 1_100L, 20, 28, Sketches.NONE));
  }

  @Test
  void nothingIsExtendedWhenAllPartitionsHaveStatistics() {
    var aggregate =
        StatisticsAggregation.aggregate(
            List.of(
                new StatisticsAggregation.Part(0, numbers(100, 200, 10, 3)),
                new StatisticsAggregation.Part(1, numbers(600, 700, 20, 1))),
            2);

    assertThat(aggregate.data()).isEqualTo(new LongData(100L, 700L, 4, 20, Sketches.NONE));
  }

  @Test
  void distinctValuesAreCountedBySketchesThatFit() {
    var one = sketch(0b0111, 0b0011);
    var other = sketch(0b1000, 0b0100);
    var merged =
        StatisticsAggregation.merge(
            List.of(of(new LongData(0L, 9L, 0, 5, one)), of(new LongData(0L, 9L, 0, 3, other))));

    // The lowest free bits are 4 and 3: 2^3.5 / 0.77351.
    assertThat(merged.data()).isEqualTo(new LongData(0L, 9L, 0, 14, sketch(0b1111, 0b0111)));

    var withoutSketch =
        StatisticsAggregation.merge(
            List.of(
                of(new LongData(0L, 9L, 0, 5, one)),
                of(new LongData(0L, 9L, 0, 3, Sketches.NONE))));
    assertThat(withoutSketch.data()).isEqualTo(new LongData(0L, 9L, 0, 5, Sketches.NONE));
  }

  /** Flajolet and Martin's, of two vectors. */
  private static Sketches sketch(int one, int other) {
    var bytes = new byte[] {'F', 'M', 2, 0, (byte) one, 0, 0, 0, (byte) other, 0, 0, 0};
    return new Sketches(StatisticsData.Sketch.of(bytes), null);
  }
}
