package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.CreateTableRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesRequest;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionListComposingSpec;
import org.apache.hadoop.hive.metastore.api.PartitionSpec;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.TableStatsRequest;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TJSONProtocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables and partitions that bring their statistics along, as Hive 4 replicates and imports. */
class StatisticsOfNewObjectsTest {
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

  private static ColumnStatisticsObj ids(long high) {
    var data = new LongColumnStatsData(0, high);
    data.setLowValue(1);
    data.setHighValue(high);
    return new ColumnStatisticsObj("id", "bigint", ColumnStatisticsData.longStats(data));
  }

  private static Table table(String name, ColumnStatisticsObj... columns) {
    var table = Given.table("default", name);
    table.setParameters(new HashMap<>(Map.of(STATE, BASIC)));
    table.setColStats(
        new ColumnStatistics(new ColumnStatisticsDesc(true, "default", name), List.of(columns)));
    return table;
  }

  private static Partition partition(String day, ColumnStatisticsObj... columns) {
    var partition = Given.partition("default", "orders", day);
    partition.setParameters(new HashMap<>(Map.of(STATE, BASIC)));
    var description = new ColumnStatisticsDesc(false, "default", "orders");
    description.setPartName("day=" + day);
    partition.setColStats(new ColumnStatistics(description, List.of(columns)));
    return partition;
  }

  private void partitionedOrders(Map<String, String> parameters) throws TException {
    var orders = Given.partitioned("default", "orders", Given.key("day", "string"));
    orders.setParameters(new HashMap<>(parameters));
    client.create_table(orders);
  }

  private Table read(String name) throws TException {
    return client.get_table_req(new GetTableRequest("default", name)).getTable();
  }

  private List<ColumnStatisticsObj> ofTable(String name) throws TException {
    var request = new TableStatsRequest("default", name, List.of("id", "name"));
    return client.get_table_statistics_req(request).getTableStats();
  }

  private Map<String, List<ColumnStatisticsObj>> ofPartitions(String... names) throws TException {
    var request =
        new PartitionsStatsRequest("default", "orders", List.of("id", "name"), List.of(names));
    return client.get_partitions_statistics_req(request).getPartStats();
  }

  @Test
  void aTableKeepsThemWhicheverCallMakesIt() throws TException {
    client.create_table(table("plain", ids(1)));
    client.create_table_with_environment_context(
        table("context", ids(2)), new EnvironmentContext());
    client.create_table_with_constraints(
        table("constraints", ids(3)), null, null, null, null, null, null);
    client.create_table_req(new CreateTableRequest(table("request", ids(4))));

    assertThat(ofTable("plain")).containsExactly(ids(1));
    assertThat(ofTable("context")).containsExactly(ids(2));
    assertThat(ofTable("constraints")).containsExactly(ids(3));
    assertThat(ofTable("request")).containsExactly(ids(4));
    assertThat(read("request").getParameters()).containsEntry(STATE, WITH_ID);
  }

  @Test
  void theyAreOfTheEngineThatTheyName() throws TException {
    var table = table("orders", ids(5));
    table.getColStats().setEngine("impala");
    client.create_table(table);

    assertThat(ofTable("orders")).isEmpty();
    var request = new GetTableRequest("default", "orders");
    request.setGetColumnStats(true);
    request.setEngine("impala");
    assertThat(client.get_table_req(request).getTable().getColStats().getStatsObj())
        .containsExactly(ids(5));
  }

  @Test
  void aTransactionalTableIsTrustedFromItsOwnWriteIdOn() throws TException {
    var table = table("orders", ids(5));
    table.getParameters().put("transactional", "true");
    table.setWriteId(7);
    client.create_table_req(new CreateTableRequest(table));

    assertThat(compliant("default.orders:7:9223372036854775807::")).isTrue();
    assertThat(compliant("default.orders:6:9223372036854775807::")).isFalse();
    assertThat(read("orders").getWriteId()).isEqualTo(7);
    assertThat(read("orders").getParameters()).containsEntry(STATE, WITH_ID);
  }

  private boolean compliant(String validWriteIds) throws TException {
    var request = new GetTableRequest("default", "orders");
    request.setValidWriteIdList(validWriteIds);
    return client.get_table_req(request).getTable().isIsStatsCompliant();
  }

  @Test
  void noTableIsMadeWithStatisticsOfAColumnThatItHasNot() {
    var wrong = ids(5);
    wrong.setColName("nowhere");
    assertThatThrownBy(() -> client.create_table(table("orders", wrong)))
        .hasMessageContaining("nowhere");

    assertThatThrownBy(() -> read("orders")).isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void aChangedTableTakesNone() throws TException {
    client.create_table(table("orders", ids(5)));
    client.alter_table_with_environment_context(
        "default",
        "orders",
        merged(read("orders"), ids(9)),
        new EnvironmentContext(Map.of("DO_NOT_UPDATE_STATS", "true")));

    assertThat(ofTable("orders")).containsExactly(ids(5));
  }

  private static Table merged(Table table, ColumnStatisticsObj column) {
    table.setColStats(table("orders", column).getColStats());
    return table;
  }

  @Test
  void partitionsKeepThemWhicheverCallAddsThem() throws TException {
    partitionedOrders(Map.of());
    client.add_partition(partition("1", ids(1)));
    client.add_partition_with_environment_context(partition("2", ids(2)), new EnvironmentContext());
    client.add_partitions(List.of(partition("3", ids(3)), partition("4")));
    client.add_partitions_req(
        new AddPartitionsRequest(
            "default", "orders", List.of(partition("5", ids(5)), partition("6", ids(6))), false));
    var spec = new PartitionSpec("default", "orders", null);
    spec.setPartitionList(new PartitionListComposingSpec(List.of(partition("7", ids(7)))));
    client.add_partitions_pspec(List.of(spec));

    assertThat(ofPartitions("day=1", "day=2", "day=3", "day=4", "day=5", "day=6", "day=7"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "day=1", List.of(ids(1)),
                "day=2", List.of(ids(2)),
                "day=3", List.of(ids(3)),
                "day=5", List.of(ids(5)),
                "day=6", List.of(ids(6)),
                "day=7", List.of(ids(7))));
    assertThat(client.get_partition("default", "orders", List.of("5")).getParameters())
        .containsEntry(STATE, WITH_ID);
    assertThat(client.get_partition("default", "orders", List.of("4")).getParameters())
        .containsEntry(STATE, BASIC);
  }

  @Test
  void ofAPartitionThatStandsTheyReplaceWhatStands() throws TException {
    partitionedOrders(Map.of());
    client.add_partition(partition("1", ids(1)));
    client.add_partitions_req(
        new AddPartitionsRequest(
            "default", "orders", List.of(partition("1", ids(8)), partition("2", ids(2))), true));

    assertThat(ofPartitions("day=1", "day=2"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("day=1", List.of(ids(8)), "day=2", List.of(ids(2))));
  }

  @Test
  void eachPartitionIsTrustedFromItsOwnWriteIdOn() throws TException {
    partitionedOrders(Map.of("transactional", "true"));
    var first = partition("1", ids(1));
    first.setWriteId(3);
    var second = partition("2", ids(2));
    second.setWriteId(5);
    client.add_partitions_req(
        new AddPartitionsRequest("default", "orders", List.of(first, second), false));

    assertThat(trusted("default.orders:5:9223372036854775807::")).containsExactly(true, true);
    assertThat(trusted("default.orders:3:9223372036854775807::")).containsExactly(true, false);
    assertThat(trusted("default.orders:2:9223372036854775807::")).containsExactly(false, false);
  }

  private List<Boolean> trusted(String validWriteIds) throws TException {
    var request = new GetPartitionsByNamesRequest("default", "orders");
    request.setNames(List.of("day=1", "day=2"));
    request.setValidWriteIdList(validWriteIds);
    return client.get_partitions_by_names_req(request).getPartitions().stream()
        .map(Partition::isIsStatsCompliant)
        .toList();
  }

  @Test
  void noPartitionIsAddedWithStatisticsOfAColumnThatTheTableHasNot() throws TException {
    partitionedOrders(Map.of());
    var wrong = ids(5);
    wrong.setColName("nowhere");
    assertThatThrownBy(
            () -> client.add_partitions(List.of(partition("1", ids(1)), partition("2", wrong))))
        .hasMessageContaining("nowhere");

    assertThat(client.get_partition_names("default", "orders", (short) -1)).isEmpty();
  }

  @Test
  void eventsTellThemAfterTheObjectThatBroughtThem() throws Exception {
    long before = client.get_current_notificationEventId().getEventId();
    client.create_table(table("lone", ids(5)));
    partitionedOrders(Map.of());
    client.add_partitions(List.of(partition("1", ids(1)), partition("2", ids(2))));

    var events = client.get_next_notification(new NotificationEventRequest(before)).getEvents();
    assertThat(events)
        .extracting(NotificationEvent::getEventType)
        .containsExactly(
            "CREATE_TABLE",
            "UPDATE_TBL_COL_STAT_EVENT",
            "CREATE_TABLE",
            "ADD_PARTITION",
            "UPDATE_PART_COL_STAT_EVENT",
            "UPDATE_PART_COL_STAT_EVENT");
    var told = told(events.get(0));
    assertThat(told.isSetColStats()).isFalse();
    assertThat(told.getParameters()).containsEntry(STATE, BASIC);
  }

  private static Table told(NotificationEvent created) throws Exception {
    var table = new Table();
    var json = new ObjectMapper().readTree(created.getMessage()).get("tableObjJson").asText();
    new TDeserializer(new TJSONProtocol.Factory()).fromString(table, json);
    return table;
  }
}
