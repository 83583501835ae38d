package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;

/** Statistics within new tables and partitions: Hive 4 loads a replica and an export with them. */
final class BroughtStatisticsScenarios extends Scenarios {
  private static final String STATE = "COLUMN_STATS_ACCURATE";
  private static final String BASIC = "{\"BASIC_STATS\":\"true\"}";

  private static ColumnStatisticsObj ids(long high) {
    LongColumnStatsData data = new LongColumnStatsData(0, high);
    data.setLowValue(1);
    data.setHighValue(high);
    return new ColumnStatisticsObj("id", "bigint", ColumnStatisticsData.longStats(data));
  }

  @Scenario
  void aNewTableKeepsWhatItBrings() throws Exception {
    Table table = table("loaded");
    table.putToParameters(STATE, BASIC);
    table.setColStats(
        Generation.statistics(
            new ColumnStatisticsDesc(true, database, "loaded"), List.of(ids(9))));
    Table created = created(table);

    assertThat(Generation.tableStatistics(client, database, "loaded", List.of("id")))
        .containsExactly(ids(9));
    assertThat(created.getParameters().get(STATE)).contains("\"id\":\"true\"");
    assertThat(
            client.getTable(database, "loaded", true, "hive").getColStats().getStatsObj())
        .containsExactly(ids(9));
  }

  @Scenario
  void aNewTransactionalTableIsTrustedFromItsWriteIdOn() throws Exception {
    Table table = table("loaded");
    table.putToParameters("transactional", "true");
    table.putToParameters("transactional_properties", "insert_only");
    table.putToParameters(STATE, BASIC);
    table.putToParameters("numFiles", "1");
    table.putToParameters("totalSize", "10");
    table.setWriteId(3);
    table.setColStats(
        Generation.statistics(
            new ColumnStatisticsDesc(true, database, "loaded"), List.of(ids(9))));
    created(table);

    String name = database + ".loaded:";
    assertThat(statisticsSeenBy(name + "3:9223372036854775807::")).containsExactly(ids(9));
    assertThat(statisticsSeenBy(name + "2:9223372036854775807::")).isEmpty();
  }

  private List<ColumnStatisticsObj> statisticsSeenBy(String validWriteIds) throws Exception {
    return client.getTableColumnStatistics(
        database, "loaded", List.of("id"), "hive", validWriteIds);
  }

  @Scenario
  void newPartitionsKeepWhatTheyBring() throws Exception {
    Table table = created(table("loaded", key("day", "string")));
    Partition first = measured(table, "1", 5);
    Partition second = measured(table, "2", 6);
    client.add_partitions(batch(first, second, partition(table, "3")), false, false);
    client.add_partition(measured(table, "4", 7));

    assertThat(
            Generation.partitionStatistics(
                client,
                database,
                "loaded",
                List.of("day=1", "day=2", "day=3", "day=4"),
                List.of("id")))
        .containsOnlyKeys("day=1", "day=2", "day=4")
        .containsEntry("day=1", List.of(ids(5)))
        .containsEntry("day=2", List.of(ids(6)))
        .containsEntry("day=4", List.of(ids(7)));
  }

  private Partition measured(Table table, String day, long high) {
    Partition partition = partition(table, day);
    ColumnStatisticsDesc subject = new ColumnStatisticsDesc(false, database, "loaded");
    subject.setPartName("day=" + day);
    partition.setColStats(Generation.statistics(subject, List.of(ids(high))));
    return partition;
  }
}
