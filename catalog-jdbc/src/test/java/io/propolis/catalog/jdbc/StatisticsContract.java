package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.partition;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static io.propolis.catalog.model.ColumnStatistics.HIVE_ENGINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class StatisticsContract {
  private static final Sketches SKETCHES =
      new Sketches(Sketch.of(new byte[] {0, -1, 127}), Sketch.of(new byte[0]));

  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private static ColumnStatistics of(String column, StatisticsData data) {
    return new ColumnStatistics(column, "any", HIVE_ENGINE, 123, data);
  }

  private static ColumnStatistics nulls(String column, long nulls) {
    return of(column, new StatisticsData.LongData(1L, null, nulls, 3, Sketches.NONE));
  }

  @Test
  void everyKindOfStatisticsComesBackAsItWasStored() {
    var table = given().table(given().database(), "orders");
    var all =
        List.of(
            of("a", new StatisticsData.BooleanData(1, 2, 3, SKETCHES)),
            of("b", new StatisticsData.LongData(Long.MIN_VALUE, Long.MAX_VALUE, 1, 2, SKETCHES)),
            of("c", new StatisticsData.DoubleData(-0.0, Double.NaN, 1, 2, SKETCHES)),
            of("d", new StatisticsData.StringData(10, 2.5, 3, 4, SKETCHES)),
            of("e", new StatisticsData.BinaryData(10, Double.POSITIVE_INFINITY, 3, SKETCHES)),
            of(
                "f",
                new StatisticsData.DecimalData(
                    new BigDecimal("-1.50"), new BigDecimal("1E+30"), 3, 4, SKETCHES)),
            of("g", new StatisticsData.DateData(null, 19000L, 3, 4, SKETCHES)),
            of("h 😀", new StatisticsData.TimestampData(1L, null, 3, 4, Sketches.NONE)));
    write(store(), tx -> tx.statistics().putTable(table, all));
    var columns = List.of("A", "b", "c", "d", "e", "f", "g", "h 😀", "absent");
    assertThat(given().list(tx -> tx.statistics().ofTable(table, columns, HIVE_ENGINE)))
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(given().list(tx -> tx.statistics().ofTable(table, columns, "impala"))).isEmpty();
  }

  @Test
  void newStatisticsReplaceTheOldOfTheSameColumnAndEngine() {
    var table = given().table(given().database(), "orders");
    var impala = new ColumnStatistics("a", "int", "impala", 1, nulls("a", 9).data());
    write(store(), tx -> tx.statistics().putTable(table, List.of(nulls("a", 1), impala)));
    write(store(), tx -> tx.statistics().putTable(table, List.of(nulls("a", 2), nulls("a", 3))));
    assertThat(given().list(tx -> tx.statistics().ofTable(table, List.of("a"), HIVE_ENGINE)))
        .containsExactly(nulls("a", 3));
    assertThat(given().list(tx -> tx.statistics().ofTable(table, List.of("a"), "impala")))
        .containsExactly(impala);
    assertThat(given().written(tx -> tx.statistics().deleteTable(table, List.of(), HIVE_ENGINE)))
        .isEqualTo(1);
    assertThat(given().written(tx -> tx.statistics().deleteTable(table, List.of("A"), "impala")))
        .isEqualTo(1);
    assertThat(given().written(tx -> tx.statistics().deleteTable(table, List.of("a"), "impala")))
        .isZero();
  }

  @Test
  void statisticsWithSketchesAreFoundAlone() {
    var table = given().partitionedTable("orders");
    var bitVectors = new Sketches(Sketch.of(new byte[] {'H', 'L', 'L'}), null);
    var histogram = new Sketches(null, Sketch.of(new byte[] {2}));
    var byDay = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    for (var sketches : List.of(bitVectors, histogram, SKETCHES)) {
      var values = List.of("d" + byDay.size(), "1");
      given().add(table, partition(table, values.get(0), "1"));
      var with = of("x", new StatisticsData.LongData(1L, null, 0, 3, sketches));
      byDay.put(values, List.of(with, nulls("y", 1)));
    }
    write(store(), tx -> tx.statistics().putPartitions(table, byDay));
    var found =
        given()
            .map(
                tx ->
                    tx.statistics()
                        .ofPartitionsWithSketches(
                            table, byDay.keySet(), List.of("x", "y"), HIVE_ENGINE));
    byDay.replaceAll((values, all) -> List.of(all.get(0)));
    assertThat(found).isEqualTo(byDay);
  }

  @Test
  void statisticsOfPartitionsAreKeptByValues() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "a", "1"), partition(table, "b", "1"));
    var a = List.of("a", "1");
    var b = List.of("b", "1");
    write(
        store(),
        tx ->
            tx.statistics()
                .putPartitions(
                    table,
                    Map.of(a, List.of(nulls("x", 1), nulls("y", 1)), b, List.of(nulls("x", 2)))));
    write(store(), tx -> tx.statistics().putPartitions(table, Map.of(a, List.of(nulls("x", 5)))));
    var wanted = List.of(a, b, List.of("absent", "1"));
    assertThat(
            given()
                .map(tx -> tx.statistics().ofPartitions(table, wanted, List.of("X"), HIVE_ENGINE)))
        .isEqualTo(Map.of(a, List.of(nulls("x", 5)), b, List.of(nulls("x", 2))));
    assertThat(
            given()
                .written(
                    tx ->
                        tx.statistics()
                            .deletePartitions(table, List.of(a), List.of(), HIVE_ENGINE)))
        .isEqualTo(2);
    assertThat(
            given()
                .written(
                    tx -> tx.statistics().deletePartitions(table, List.of(b), List.of("y"), null)))
        .isZero();
    assertRefused(
        store(),
        NOT_FOUND,
        "(day=x/hour=1)",
        tx ->
            tx.statistics()
                .putPartitions(table, Map.of(List.of("x", "1"), List.of(nulls("x", 1)))));
  }

  @Test
  void statisticsFollowARenamedPartitionAndGoWithADroppedOne() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "a", "1"));
    var a = List.of("a", "1");
    var b = List.of("b", "1");
    write(
        store(),
        tx -> {
          tx.statistics().putPartitions(table, Map.of(a, List.of(nulls("x", 1))));
          tx.partitions().rename(table, a, partition(table, "b", "1"));
          tx.partitions().update(table, List.of(partition(table, "b", "1").withCreatedAt(9)));
        });
    var columns = List.of("x");
    assertThat(
            given()
                .map(
                    tx -> tx.statistics().ofPartitions(table, List.of(a, b), columns, HIVE_ENGINE)))
        .containsOnlyKeys(List.of(b));
    write(
        store(),
        tx -> {
          tx.partitions().delete(table, List.of(b));
          tx.partitions().insert(table, List.of(partition(table, "b", "1")));
        });
    assertThat(
            given()
                .map(tx -> tx.statistics().ofPartitions(table, List.of(b), columns, HIVE_ENGINE)))
        .isEmpty();
  }

  @Test
  void statisticsFollowARenamedColumn() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "a", "1"));
    var a = List.of("a", "1");
    write(
        store(),
        tx -> {
          tx.statistics().putTable(table, List.of(nulls("old", 1), nulls("new", 2)));
          tx.statistics()
              .putPartitions(table, Map.of(a, List.of(nulls("old", 1), nulls("new", 2))));
          tx.statistics().renameColumn(table, "OLD", "New");
        });
    var columns = List.of("old", "new");
    assertThat(given().list(tx -> tx.statistics().ofTable(table, columns, HIVE_ENGINE)))
        .containsExactly(nulls("new", 1));
    assertThat(
            given()
                .map(tx -> tx.statistics().ofPartitions(table, List.of(a), columns, HIVE_ENGINE)))
        .isEqualTo(Map.of(a, List.of(nulls("new", 1))));
  }
}
