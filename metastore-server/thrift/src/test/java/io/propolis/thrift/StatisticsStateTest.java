package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlterTableRequest;
import org.apache.hadoop.hive.metastore.api.BinaryColumnStatsData;
import org.apache.hadoop.hive.metastore.api.BooleanColumnStatsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Date;
import org.apache.hadoop.hive.metastore.api.DateColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.DecimalColumnStatsData;
import org.apache.hadoop.hive.metastore.api.DeleteColumnStatisticsRequest;
import org.apache.hadoop.hive.metastore.api.DoubleColumnStatsData;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.GetPartitionRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesRequest;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.TableStatsRequest;
import org.apache.hadoop.hive.metastore.api.Timestamp;
import org.apache.hadoop.hive.metastore.api.TimestampColumnStatsData;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients see of which statistics are right, and whose they are. */
class StatisticsStateTest {
  private static final String STATE = "COLUMN_STATS_ACCURATE";
  private static final String BASIC = "{\"BASIC_STATS\":\"true\"}";
  private static final String WITH_ID =
      "{\"BASIC_STATS\":\"true\",\"COLUMN_STATS\":{\"id\":\"true\"}}";

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private static ColumnStatisticsObj ids(long low, long high) {
    var data = new LongColumnStatsData(0, high - low + 1);
    data.setLowValue(low);
    data.setHighValue(high);
    return new ColumnStatisticsObj("id", "bigint", ColumnStatisticsData.longStats(data));
  }

  private static ColumnStatistics ofTable(ColumnStatisticsObj... columns) {
    return new ColumnStatistics(
        new ColumnStatisticsDesc(true, "default", "orders"), List.of(columns));
  }

  private void createTable(Map<String, String> parameters) throws TException {
    var table = Given.table("default", "orders");
    table.setParameters(new HashMap<>(parameters));
    client.create_table(table);
  }

  private Table table() throws TException {
    return client.get_table_req(new GetTableRequest("default", "orders")).getTable();
  }

  private String state() throws TException {
    return table().getParameters().get(STATE);
  }

  private static EnvironmentContext context(String key, String value) {
    return new EnvironmentContext(Map.of(key, value));
  }

  @Test
  void aChangeOfATableMakesItsStatisticsDoubtfulUnlessTheClientSaysOtherwise() throws TException {
    createTable(Map.of(STATE, BASIC));
    client.update_table_column_statistics(ofTable(ids(1, 5)));
    assertThat(state()).isEqualTo(WITH_ID);

    client.alter_table_with_environment_context(
        "default", "orders", table(), context("DO_NOT_UPDATE_STATS", "true"));
    assertThat(state()).isEqualTo(WITH_ID);
    client.alter_table_with_environment_context(
        "default", "orders", table(), context("STATS_GENERATED", "TASK"));
    assertThat(state()).isEqualTo(WITH_ID);
    client.alter_table("default", "orders", table());
    assertThat(state()).isNull();
    client.alter_table_with_environment_context(
        "default", "orders", table(), context("STATS_GENERATED", "TASK"));
    assertThat(state()).isEqualTo(BASIC);
    client.alter_table_with_environment_context(
        "default", "orders", table(), context("STATS_GENERATED", "USER"));
    assertThat(state()).isNull();
  }

  @Test
  void aChangeOfAPartitionMakesItsStatisticsDoubtfulWhenItsFilesChanged() throws TException {
    client.create_table(Given.partitioned("default", "orders", Given.key("day", "string")));
    var partition = client.append_partition("default", "orders", List.of("1"));
    partition.setParameters(new HashMap<>(Map.of("numFiles", "0", "totalSize", "0", STATE, BASIC)));
    client.alter_partition_with_environment_context(
        "default", "orders", partition, context("DO_NOT_UPDATE_STATS", "true"));
    assertThat(state("1")).isEqualTo(BASIC);

    client.alter_partition("default", "orders", partition("1"));
    assertThat(state("1")).isEqualTo(BASIC);
    client.alter_partitions_with_environment_context(
        "default", "orders", List.of(partition("1")), context("STATS_GENERATED", "USER"));
    assertThat(state("1")).isNull();
    client.alter_partitions_with_environment_context(
        "default", "orders", List.of(partition("1")), context("STATS_GENERATED", "TASK"));
    assertThat(state("1")).isEqualTo(BASIC);
    var inserted = partition("1");
    inserted.getParameters().put("totalSize", "5");
    client.alter_partition("default", "orders", inserted);
    assertThat(state("1")).isNull();
  }

  private org.apache.hadoop.hive.metastore.api.Partition partition(String day) throws TException {
    return client.get_partition("default", "orders", List.of(day));
  }

  private String state(String day) throws TException {
    return partition(day).getParameters().get(STATE);
  }

  @Test
  void aRenamedPartitionKeepsItsStatistics() throws TException {
    client.create_table(Given.partitioned("default", "orders", Given.key("day", "string")));
    client.append_partition("default", "orders", List.of("1"));
    var description = new ColumnStatisticsDesc(false, "default", "orders");
    description.setPartName("day=1");
    client.update_partition_column_statistics(
        new ColumnStatistics(description, List.of(ids(1, 5))));
    var renamed = partition("1");
    renamed.setValues(List.of("2"));
    client.rename_partition("default", "orders", List.of("1"), renamed);

    var request = new GetPartitionsByNamesRequest("default", "orders");
    request.setNames(List.of("day=2"));
    request.setGet_col_stats(true);
    var read = client.get_partitions_by_names_req(request).getPartitions().get(0);
    assertThat(read.getColStats().getStatsObj()).containsExactly(ids(1, 5));
    assertThat(read.getColStats().getEngine()).isEqualTo("hive");
    assertThat(read.getColStats().getStatsDesc().getPartName()).isEqualTo("day=2");
    assertThat(read.getParameters().get(STATE)).contains("\"id\":\"true\"");
  }

  @Test
  void statisticsOfADroppedColumnAreForgotten() throws TException {
    createTable(Map.of(STATE, BASIC));
    client.update_table_column_statistics(ofTable(ids(1, 5)));
    var changed = table();
    changed.getSd().setCols(List.of(new FieldSchema("id", "string", null)));
    client.alter_table_with_environment_context(
        "default", "orders", changed, context("DO_NOT_UPDATE_STATS", "true"));
    assertThat(state()).isEqualTo(BASIC);
    var request = new TableStatsRequest("default", "orders", List.of("id"));
    assertThat(client.get_table_statistics_req(request).getTableStats()).isEmpty();
  }

  @Test
  void everyKindOfColumnComesBackWithItsEdges() throws TException {
    var table = Given.table("default", "orders");
    var names = List.of("b", "l", "d", "nan", "s", "bin", "dec", "tiny", "day", "time", "none");
    table
        .getSd()
        .setCols(names.stream().map(name -> new FieldSchema(name, "string", null)).toList());
    client.create_table(table);
    var all = new ArrayList<ColumnStatisticsObj>();
    all.add(of("b", ColumnStatisticsData.booleanStats(new BooleanColumnStatsData(1, 2, 3))));
    var longs = new LongColumnStatsData(1, 2);
    longs.setLowValue(Long.MIN_VALUE);
    longs.setHighValue(Long.MAX_VALUE);
    all.add(of("l", ColumnStatisticsData.longStats(longs)));
    var doubles = new DoubleColumnStatsData(1, 2);
    doubles.setLowValue(-0.0);
    doubles.setHighValue(Double.POSITIVE_INFINITY);
    all.add(of("d", ColumnStatisticsData.doubleStats(doubles)));
    var nan = new DoubleColumnStatsData(1, 2);
    nan.setLowValue(Double.NaN);
    nan.setHighValue(Double.NaN);
    all.add(of("nan", ColumnStatisticsData.doubleStats(nan)));
    all.add(of("s", ColumnStatisticsData.stringStats(new StringColumnStatsData(10, 2.5, 3, 4))));
    all.add(of("bin", ColumnStatisticsData.binaryStats(new BinaryColumnStatsData(10, 2.5, 3))));
    all.add(of("dec", decimal(new BigInteger("9".repeat(38)), 10)));
    all.add(of("tiny", decimal(BigInteger.ONE.negate(), 38)));
    var days = new DateColumnStatsData(1, 2);
    days.setLowValue(new Date(-719_162));
    days.setHighValue(new Date(2_932_896));
    all.add(of("day", ColumnStatisticsData.dateStats(days)));
    var times = new TimestampColumnStatsData(1, 2);
    times.setLowValue(new Timestamp(-62_135_596_800L));
    all.add(of("time", ColumnStatisticsData.timestampStats(times)));
    all.add(of("none", ColumnStatisticsData.longStats(new LongColumnStatsData(7, 0))));

    client.update_table_column_statistics(ofTable(all.toArray(ColumnStatisticsObj[]::new)));

    var request = new TableStatsRequest("default", "orders", names);
    // As text: Thrift's beans do not take NaN for equal to itself.
    assertThat(client.get_table_statistics_req(request).getTableStats())
        .extracting(ColumnStatisticsObj::toString)
        .containsExactlyInAnyOrderElementsOf(
            all.stream().map(ColumnStatisticsObj::toString).toList());
    var empty = new DecimalColumnStatsData(0, 0);
    empty.setLowValue(new Decimal((short) 2, ByteBuffer.allocate(0)));
    assertThatThrownBy(
            () ->
                client.update_table_column_statistics(
                    ofTable(of("dec", ColumnStatisticsData.decimalStats(empty)))))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("no digits");
  }

  private static ColumnStatisticsObj of(String column, ColumnStatisticsData data) {
    return new ColumnStatisticsObj(column, "any", data);
  }

  private static ColumnStatisticsData decimal(BigInteger unscaled, int scale) {
    var data = new DecimalColumnStatsData(1, 2);
    data.setLowValue(new Decimal((short) scale, ByteBuffer.wrap(unscaled.toByteArray())));
    data.setHighValue(new Decimal((short) scale, ByteBuffer.wrap(unscaled.toByteArray())));
    return ColumnStatisticsData.decimalStats(data);
  }

  @Test
  void enginesAndTheirStatisticsAreKeptApart() throws TException {
    createTable(Map.of());
    for (var engine : List.of("hive", "impala", "spark")) {
      var statistics = ofTable(ids(1, engine.length()));
      statistics.setEngine(engine);
      client.update_table_column_statistics(statistics);
    }
    for (var engine : List.of("hive", "impala", "spark")) {
      var request = new GetTableRequest("default", "orders");
      request.setGetColumnStats(true);
      request.setEngine(engine);
      var colStats = client.get_table_req(request).getTable().getColStats();
      assertThat(colStats.getStatsObj()).containsExactly(ids(1, engine.length()));
      assertThat(colStats.getEngine()).isEqualTo(engine);
    }
    var removal = new DeleteColumnStatisticsRequest("default", "orders");
    removal.setCol_names(List.of("id", "name"));
    removal.setEngine("impala");
    assertThat(client.delete_column_statistics_req(removal)).isTrue();
    assertThat(client.delete_column_statistics_req(removal)).isTrue();
    var request = new TableStatsRequest("default", "orders", List.of("id"));
    request.setEngine("impala");
    assertThat(client.get_table_statistics_req(request).getTableStats()).isEmpty();
    request.setEngine("spark");
    assertThat(client.get_table_statistics_req(request).getTableStats()).hasSize(1);
  }

  @Test
  void aReaderOfATransactionalTableIsToldWhatItMayTrust() throws TException {
    createTable(Map.of("transactional", "true", STATE, BASIC));
    var put = new SetPartitionsStatsRequest(List.of(ofTable(ids(1, 5))));
    assertThatThrownBy(() -> client.set_aggr_stats_for(put))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("Cannot change stats state for a transactional table default.orders");
    put.setWriteId(3);
    put.setValidWriteIdList("default.orders:3:9223372036854775807::");
    assertThat(client.update_table_column_statistics_req(put).isResult()).isTrue();

    assertThat(read("default.orders:3:9223372036854775807::").isIsStatsCompliant()).isTrue();
    var blind = read("default.orders:5:3:3:");
    assertThat(blind.isIsStatsCompliant()).isFalse();
    assertThat(blind.getParameters()).doesNotContainKey(STATE);
    assertThat(blind.getWriteId()).isEqualTo(3);
    assertThat(table().getParameters()).containsEntry(STATE, WITH_ID);
    assertThat(table().isSetIsStatsCompliant()).isFalse();

    var request = new TableStatsRequest("default", "orders", List.of("id"));
    request.setValidWriteIdList("default.orders:3:9223372036854775807::");
    assertThat(client.get_table_statistics_req(request).getTableStats()).containsExactly(ids(1, 5));
    request.setValidWriteIdList("default.orders:2:9223372036854775807::");
    var refused = client.get_table_statistics_req(request);
    assertThat(refused.getTableStats()).isEmpty();
    assertThat(refused.isIsStatsCompliant()).isFalse();

    var altered = new AlterTableRequest("default", "orders", table());
    altered.setValidWriteIdList("default.orders:4:3:3:");
    altered.getTable().setWriteId(4);
    altered.setEnvironmentContext(context("DO_NOT_UPDATE_STATS", "true"));
    client.alter_table_req(altered);
    assertThat(table().getWriteId()).isEqualTo(4);
    assertThat(state()).isNull();

    var removal = new DeleteColumnStatisticsRequest("default", "orders");
    assertThatThrownBy(() -> client.delete_column_statistics_req(removal))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("Cannot delete stats via this API for a transactional table");
  }

  private Table read(String validWriteIds) throws TException {
    var request = new GetTableRequest("default", "orders");
    request.setValidWriteIdList(validWriteIds);
    request.setGetColumnStats(true);
    var table = client.get_table_req(request).getTable();
    assertThat(table.getColStats().isIsStatsCompliant()).isEqualTo(table.isIsStatsCompliant());
    return table;
  }

  @Test
  void aReaderOfATransactionalPartitionIsToldWhatItMayTrust() throws TException {
    var table = Given.partitioned("default", "orders", Given.key("day", "string"));
    table.setParameters(new HashMap<>(Map.of("transactional", "true")));
    client.create_table(table);
    var added = Given.partition("default", "orders", "1");
    added.setParameters(new HashMap<>(Map.of(STATE, BASIC)));
    client.add_partition(added);
    var description = new ColumnStatisticsDesc(false, "default", "orders");
    description.setPartName("day=1");
    var put =
        new SetPartitionsStatsRequest(
            List.of(new ColumnStatistics(description, List.of(ids(1, 5)))));
    put.setWriteId(2);
    put.setValidWriteIdList("default.orders:2:9223372036854775807::");
    client.update_partition_column_statistics_req(put);

    assertThat(compliant("default.orders:2:9223372036854775807::")).isTrue();
    assertThat(compliant("default.orders:1:9223372036854775807::")).isFalse();
    var wanted = new PartitionsStatsRequest("default", "orders", List.of("id"), List.of("day=1"));
    wanted.setValidWriteIdList("default.orders:2:9223372036854775807::");
    var aggregate = client.get_aggr_stats_for(wanted);
    assertThat(aggregate.isIsStatsCompliant()).isTrue();
    assertThat(aggregate.getColStats()).containsExactly(ids(1, 5));
    wanted.setValidWriteIdList("default.orders:1:9223372036854775807::");
    assertThat(client.get_aggr_stats_for(wanted).isIsStatsCompliant()).isFalse();
    assertThat(client.get_aggr_stats_for(wanted).getColStats()).isEmpty();
    assertThat(client.get_partitions_statistics_req(wanted).getPartStats()).isEmpty();
  }

  private boolean compliant(String validWriteIds) throws TException {
    var request = new GetPartitionRequest("default", "orders", List.of("1"));
    request.setValidWriteIdList(validWriteIds);
    var partition = client.get_partition_req(request).getPartition();
    assertThat(partition.getParameters().containsKey(STATE))
        .isEqualTo(partition.isIsStatsCompliant());
    return partition.isIsStatsCompliant();
  }
}
