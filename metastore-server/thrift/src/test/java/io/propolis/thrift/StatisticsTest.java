package io.propolis.thrift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.TableStatsRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatisticsTest {
  private static final byte[] BIT_VECTORS = {'H', 'L', 'L', 0, (byte) 0xc0, 1};
  private static final byte[] OTHER_BIT_VECTORS = {'H', 'L', 'L', 0, 2};
  private static final byte[] HISTOGRAM = {2, (byte) 0xff, 5};

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void createTable() throws TException {
    client = given.client();
    client.create_table(Given.partitioned("default", "orders", Given.key("day", "string")));
    client.append_partition("default", "orders", List.of("1"));
    client.append_partition("default", "orders", List.of("2"));
  }

  private static ColumnStatisticsObj ids(long low, long high) {
    var data = new LongColumnStatsData(0, high - low + 1);
    data.setLowValue(low);
    data.setHighValue(high);
    return new ColumnStatisticsObj("id", "bigint", ColumnStatisticsData.longStats(data));
  }

  private static ColumnStatistics ofPartition(String day, ColumnStatisticsObj column) {
    var description = new ColumnStatisticsDesc(false, "default", "orders");
    description.setPartName("day=" + day);
    return new ColumnStatistics(description, List.of(column));
  }

  @Test
  void statisticsOfManyPartitionsAskForThePositionAsOftenAsThoseOfOne() throws TException {
    assertThat(positionsAskedFor(50)).isEqualTo(positionsAskedFor(1)).isLessThan(4);
  }

  private long positionsAskedFor(int partitions) throws TException {
    var statistics = new ArrayList<ColumnStatistics>();
    for (int i = 0; i < partitions; i++) {
      var day = partitions + "-" + i;
      client.append_partition("default", "orders", List.of(day));
      statistics.add(ofPartition(day, ids(1, 9)));
    }
    long before = given.positionsAsked();
    client.set_aggr_stats_for(new SetPartitionsStatsRequest(statistics));
    return given.positionsAsked() - before;
  }

  @Test
  void statisticsOfATableAreKeptReplacedAndRemoved() throws TException {
    var description = new ColumnStatisticsDesc(true, "default", "orders");
    client.update_table_column_statistics(new ColumnStatistics(description, List.of(ids(1, 5))));
    client.update_table_column_statistics(new ColumnStatistics(description, List.of(ids(1, 9))));

    var request = new TableStatsRequest("default", "orders", List.of("id", "name"));
    assertThat(client.get_table_statistics_req(request).getTableStats()).containsExactly(ids(1, 9));
    assertThat(client.get_table_column_statistics("default", "orders", "id").getStatsObj())
        .containsExactly(ids(1, 9));
    assertThat(client.delete_table_column_statistics("default", "orders", "id", null)).isTrue();
    assertThat(client.get_table_statistics_req(request).getTableStats()).isEmpty();
    assertThatThrownBy(() -> client.delete_table_column_statistics("default", "orders", "id", null))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void whoRemovesThoseOfAllColumnsMissesNone() throws TException {
    client.update_partition_column_statistics(ofPartition("1", ids(1, 5)));
    for (int again = 0; again < 2; again++) {
      assertThat(client.delete_table_column_statistics("default", "orders", null, "hive")).isTrue();
      assertThat(
              client.delete_partition_column_statistics("default", "orders", "day=1", null, "hive"))
          .isTrue();
    }
    var request = new PartitionsStatsRequest("default", "orders", List.of("id"), List.of("day=1"));
    assertThat(client.get_partitions_statistics_req(request).getPartStats()).isEmpty();
    assertThatThrownBy(
            () -> client.delete_table_column_statistics("default", "nowhere", null, "hive"))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(
            () ->
                client.delete_partition_column_statistics(
                    "default", "orders", "day=9", null, "hive"))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void statisticsOfPartitionsAreReadAndAggregated() throws TException {
    client.update_partition_column_statistics(ofPartition("1", ids(1, 5)));
    var request = new SetPartitionsStatsRequest(List.of(ofPartition("2", ids(10, 20))));
    assertThat(client.set_aggr_stats_for(request)).isTrue();

    var read =
        new PartitionsStatsRequest(
            "default", "orders", List.of("id"), List.of("day=1", "day=2", "day=3"));
    assertThat(client.get_partitions_statistics_req(read).getPartStats())
        .containsOnlyKeys("day=1", "day=2");
    var aggregate =
        client.get_aggr_stats_for(
            new PartitionsStatsRequest(
                "default", "orders", List.of("id"), List.of("day=1", "day=2")));
    assertThat(aggregate.getPartsFound()).isEqualTo(2);
    var merged = aggregate.getColStats().get(0).getStatsData().getLongStats();
    assertThat(merged.getLowValue()).isEqualTo(1);
    assertThat(merged.getHighValue()).isEqualTo(20);
    assertThat(
            client
                .get_partition_column_statistics("default", "orders", "day=1", "id")
                .getStatsObj())
        .containsExactly(ids(1, 5));
    client.delete_partition_column_statistics("default", "orders", "day=1", "id", "hive");
    assertThat(client.get_partitions_statistics_req(read).getPartStats()).containsOnlyKeys("day=2");
  }

  @Test
  void mergingWidensWhatIsStored() throws TException {
    client.update_partition_column_statistics(ofPartition("1", ids(1, 5)));
    var request = new SetPartitionsStatsRequest(List.of(ofPartition("1", ids(4, 30))));
    request.setNeedMerge(true);
    client.set_aggr_stats_for(request);

    var read = new PartitionsStatsRequest("default", "orders", List.of("id"), List.of("day=1"));
    var data =
        client
            .get_partitions_statistics_req(read)
            .getPartStats()
            .get("day=1")
            .get(0)
            .getStatsData()
            .getLongStats();
    assertThat(data.getLowValue()).isEqualTo(1);
    assertThat(data.getHighValue()).isEqualTo(30);
  }

  @Test
  void statisticsOfManyPartitionsAreAggregatedInOneGo() throws TException {
    var names = new ArrayList<String>();
    var partitions = new ArrayList<Partition>();
    var statistics = new ArrayList<ColumnStatistics>();
    for (int i = 0; i < 2_000; i++) {
      var day = Integer.toString(1_000 + i);
      names.add("day=" + day);
      partitions.add(Given.partition("default", "orders", day));
      var ids = ids(i, i + 9);
      // Flajolet and Martin's sketch of one vector, whose bits are set from below.
      ids.getStatsData()
          .getLongStats()
          .setBitVectors(new byte[] {'F', 'M', 1, 0, (byte) (i % 128), 0, 0, 0});
      statistics.add(ofPartition(day, ids));
    }
    client.add_partitions(partitions);
    client.set_aggr_stats_for(new SetPartitionsStatsRequest(statistics));

    var aggregate =
        client.get_aggr_stats_for(
            new PartitionsStatsRequest("default", "orders", List.of("id"), names));

    assertThat(aggregate.getPartsFound()).isEqualTo(2_000);
    var merged = aggregate.getColStats().get(0).getStatsData().getLongStats();
    assertThat(merged.getLowValue()).isZero();
    assertThat(merged.getHighValue()).isEqualTo(2_008);
    assertThat(merged.getNumDVs()).isEqualTo((long) (128 / 0.77351));
  }

  private static ColumnStatisticsObj sketched(long distinct, byte[] bitVectors, byte[] histogram) {
    var column = ids(1, distinct);
    column.getStatsData().getLongStats().setBitVectors(bitVectors);
    column.getStatsData().getLongStats().setHistogram(histogram);
    return column;
  }

  private LongColumnStatsData ofTableAfter(ColumnStatisticsObj... written) throws TException {
    var description = new ColumnStatisticsDesc(true, "default", "orders");
    for (var each : written) {
      client.update_table_column_statistics(new ColumnStatistics(description, List.of(each)));
    }
    return client
        .get_table_column_statistics("default", "orders", "id")
        .getStatsObj()
        .get(0)
        .getStatsData()
        .getLongStats();
  }

  private LongColumnStatsData ofPartitionAfter(ColumnStatisticsObj... written) throws TException {
    for (var each : written) {
      client.update_partition_column_statistics(ofPartition("1", each));
    }
    return client
        .get_partition_column_statistics("default", "orders", "day=1", "id")
        .getStatsObj()
        .get(0)
        .getStatsData()
        .getLongStats();
  }

  @Test
  void aHistogramSurvivesAWriterThatKnowsNone() throws TException {
    var newer = sketched(9, BIT_VECTORS, HISTOGRAM);
    var older = sketched(7, OTHER_BIT_VECTORS, null);

    for (var after : List.of(ofTableAfter(newer, older), ofPartitionAfter(newer, older))) {
      assertThat(after.getNumDVs()).isEqualTo(7);
      assertThat(after.getBitVectors()).isEqualTo(OTHER_BIT_VECTORS);
      assertThat(after.getHistogram()).isEqualTo(HISTOGRAM);
    }
  }

  @Test
  void bitVectorsStayWhileTheNumberOfDistinctValuesDoes() throws TException {
    var whole = sketched(9, BIT_VECTORS, null);

    assertThat(ofTableAfter(whole, sketched(9, null, null)).getBitVectors()).isEqualTo(BIT_VECTORS);
    assertThat(ofTableAfter(whole, sketched(7, null, null)).getBitVectors()).isNull();
    assertThat(ofPartitionAfter(whole, sketched(9, null, null)).getBitVectors())
        .isEqualTo(BIT_VECTORS);
    assertThat(ofPartitionAfter(whole, sketched(7, null, null)).getBitVectors()).isNull();
  }

  /** Its field for them is a text: what it reads and writes back is no longer what was there. */
  @Test
  void bitVectorsSurviveHive23WhichTakesThemForText() throws TException {
    var asText = new String(BIT_VECTORS, UTF_8).getBytes(UTF_8);
    assertThat(asText).isNotEqualTo(BIT_VECTORS);
    var newer = sketched(9, BIT_VECTORS, null);
    var older = sketched(7, asText, null);

    assertThat(ofTableAfter(newer, older).getBitVectors()).isEqualTo(BIT_VECTORS);
    assertThat(ofPartitionAfter(newer, older).getBitVectors()).isEqualTo(BIT_VECTORS);
  }
}
