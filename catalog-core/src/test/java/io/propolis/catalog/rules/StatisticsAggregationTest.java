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
}
