package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AggrStats;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Date;
import org.apache.hadoop.hive.metastore.api.DateColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.DecimalColumnStatsData;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Table;

final class StatisticsScenarios extends Scenarios {

  @Scenario
  void tableStatisticsOfEveryKindComeBack() throws Exception {
    Table table = table("measured");
    table
        .getSd()
        .setCols(
            List.of(
                column("id", "bigint", null),
                column("name", "string", null),
                column("price", "decimal(10,2)", null),
                column("day", "date", null)));
    created(table);
    List<ColumnStatisticsObj> statistics =
        List.of(longs("id", 1, 100, 90), strings("name"), decimals("price"), dates("day"));
    client.updateTableColumnStatistics(
        Generation.statistics(new ColumnStatisticsDesc(true, database, "measured"), statistics));
    List<String> columns = List.of("id", "name", "price", "day");
    assertThat(Generation.tableStatistics(client, database, "measured", columns))
        .containsExactlyInAnyOrderElementsOf(statistics);
    assertThat(Generation.tableStatistics(client, database, "measured", List.of("id")))
        .containsExactly(longs("id", 1, 100, 90));
  }

  @Scenario
  void newStatisticsOfAColumnReplaceTheOld() throws Exception {
    created(table("measured"));
    ColumnStatisticsDesc subject = new ColumnStatisticsDesc(true, database, "measured");
    client.updateTableColumnStatistics(
        Generation.statistics(subject, List.of(longs("id", 1, 10, 5), strings("name"))));
    client.updateTableColumnStatistics(
        Generation.statistics(subject, List.of(longs("id", 0, 20, 9))));
    assertThat(Generation.tableStatistics(client, database, "measured", List.of("id", "name")))
        .containsExactlyInAnyOrder(longs("id", 0, 20, 9), strings("name"));
  }

  @Scenario
  void deletedStatisticsAreGone() throws Exception {
    created(table("measured"));
    ColumnStatisticsDesc subject = new ColumnStatisticsDesc(true, database, "measured");
    client.updateTableColumnStatistics(
        Generation.statistics(subject, List.of(longs("id", 1, 10, 5), strings("name"))));
    Generation.deleteTableStatistics(client, database, "measured", "id");
    assertThat(Generation.tableStatistics(client, database, "measured", List.of("id", "name")))
        .containsExactly(strings("name"));
    Throwable again =
        catchThrowable(
            () -> Generation.deleteTableStatistics(client, database, "measured", "id"));
    if (Generation.isToldOfAbsentStatistics()) {
      assertThat(again).isInstanceOf(NoSuchObjectException.class);
    } else {
      assertThat(again).isNull();
    }
  }

  @Scenario
  void statisticsOfAMissingTableAreRefused() {
    ColumnStatistics statistics =
        Generation.statistics(
            new ColumnStatisticsDesc(true, database, "missing"), List.of(longs("id", 1, 2, 2)));
    assertThatThrownBy(() -> client.updateTableColumnStatistics(statistics))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Scenario
  void partitionStatisticsAreKeptByPartition() throws Exception {
    partitionsWithStatistics();
    assertThat(
            Generation.partitionStatistics(
                client, database, "measured", List.of("day=1", "day=2"), List.of("id")))
        .containsEntry("day=1", List.of(longs("id", 1, 10, 5)))
        .containsEntry("day=2", List.of(longs("id", 5, 50, 20)));
  }

  @Scenario
  void statisticsOfPartitionsAreAggregated() throws Exception {
    partitionsWithStatistics();
    AggrStats aggregate =
        Generation.aggregate(
            client, database, "measured", List.of("id"), List.of("day=1", "day=2"));
    assertThat(aggregate.getPartsFound()).isEqualTo(2);
    LongColumnStatsData data = aggregate.getColStats().get(0).getStatsData().getLongStats();
    assertThat(data.getLowValue()).isEqualTo(1);
    assertThat(data.getHighValue()).isEqualTo(50);
    assertThat(data.getNumNulls()).isEqualTo(4);
    assertThat(data.getNumDVs()).isBetween(20L, 25L);
  }

  @Scenario
  void droppingATableDropsItsStatistics() throws Exception {
    created(table("measured"));
    client.updateTableColumnStatistics(
        Generation.statistics(
            new ColumnStatisticsDesc(true, database, "measured"), List.of(longs("id", 1, 2, 2))));
    client.dropTable(database, "measured");
    created(table("measured"));
    assertThat(Generation.tableStatistics(client, database, "measured", List.of("id"))).isEmpty();
  }

  private void partitionsWithStatistics() throws Exception {
    Table table = created(table("measured", key("day", "string")));
    client.add_partitions(batch(partition(table, "1"), partition(table, "2")));
    measure("day=1", longs("id", 1, 10, 5));
    measure("day=2", longs("id", 5, 50, 20));
  }

  private void measure(String partition, ColumnStatisticsObj statistics) throws Exception {
    ColumnStatisticsDesc subject = new ColumnStatisticsDesc(false, database, "measured");
    subject.setPartName(partition);
    client.updatePartitionColumnStatistics(Generation.statistics(subject, List.of(statistics)));
  }

  private static ColumnStatisticsObj longs(String column, long low, long high, long distinct) {
    LongColumnStatsData data = new LongColumnStatsData(2, distinct);
    data.setLowValue(low);
    data.setHighValue(high);
    return new ColumnStatisticsObj(column, "bigint", ColumnStatisticsData.longStats(data));
  }

  private static ColumnStatisticsObj strings(String column) {
    StringColumnStatsData data = new StringColumnStatsData(120, 11.5, 3, 42);
    return new ColumnStatisticsObj(column, "string", ColumnStatisticsData.stringStats(data));
  }

  private static ColumnStatisticsObj decimals(String column) {
    DecimalColumnStatsData data = new DecimalColumnStatsData(0, 7);
    data.setLowValue(decimal(-12345));
    data.setHighValue(decimal(99999));
    return new ColumnStatisticsObj(column, "decimal(10,2)", ColumnStatisticsData.decimalStats(data));
  }

  private static Decimal decimal(int unscaled) {
    Decimal decimal = new Decimal();
    decimal.setScale((short) 2);
    decimal.setUnscaled(ByteBuffer.wrap(java.math.BigInteger.valueOf(unscaled).toByteArray()));
    return decimal;
  }

  private static ColumnStatisticsObj dates(String column) {
    DateColumnStatsData data = new DateColumnStatsData(1, 365);
    data.setLowValue(new Date(-1));
    data.setHighValue(new Date(19_000));
    return new ColumnStatisticsObj(column, "date", ColumnStatisticsData.dateStats(data));
  }
}
