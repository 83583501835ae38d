package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.thrift.notification.MessageFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FireEventRequest;
import org.apache.hadoop.hive.metastore.api.FireEventRequestData;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.GetAllWriteEventInfoRequest;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;
import org.apache.hadoop.hive.metastore.api.NotificationEventsCountRequest;
import org.apache.hadoop.hive.metastore.api.OpenTxnRequest;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.WriteEventInfo;
import org.apache.hadoop.hive.metastore.api.WriteNotificationLogBatchRequest;
import org.apache.hadoop.hive.metastore.api.WriteNotificationLogRequest;
import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TJSONProtocol;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NotificationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  private MetastoreClient client;
  private long before;

  @BeforeEach
  void connect() throws TException {
    client = given.client();
    begin();
  }

  private void begin() throws TException {
    before = client.get_current_notificationEventId().getEventId();
  }

  private List<NotificationEvent> events() throws TException {
    return client.get_next_notification(new NotificationEventRequest(before)).getEvents();
  }

  private NotificationEvent only(String type) throws TException {
    var events = events();
    assertThat(events).singleElement();
    assertThat(events.get(0).getEventType()).isEqualTo(type);
    return events.get(0);
  }

  private static JsonNode message(NotificationEvent event) {
    try {
      var json = JSON.readTree(event.getMessage());
      assertThat(json.get("servicePrincipal").isTextual()).isTrue();
      assertThat(json.get("timestamp").asLong()).isEqualTo(event.getEventTime());
      return json;
    } catch (JsonProcessingException e) {
      throw new AssertionError(event.getMessage(), e);
    }
  }

  private static <T extends TBase<?, ?>> T thrift(T empty, JsonNode text) {
    try {
      new TDeserializer(new TJSONProtocol.Factory())
          .deserialize(empty, text.asText().getBytes(StandardCharsets.UTF_8));
      return empty;
    } catch (TException e) {
      throw new AssertionError(text.asText(), e);
    }
  }

  private void partitionedOrders() throws TException {
    client.create_table(Given.partitioned("default", "orders", Given.key("day", "string")));
  }

  @Test
  void everyFollowerIsToldTheSameAndWhatCameSince() throws TException {
    client.create_table(Given.table("default", "orders"));
    client.create_table(Given.table("default", "invoices"));
    var told = events();
    client.drop_table("default", "orders", true);

    assertThat(events()).hasSize(3).startsWith(told.toArray(NotificationEvent[]::new));
    assertThat(message(events().get(2)).get("table").asText()).isEqualTo("orders");
  }

  @Test
  void tablesAreToldAsTheyWereAlsoWhenTheyAreGone() throws TException {
    client.create_table(Given.table("default", "orders"));
    var created = (Table) client.call("get_table", "default", "orders");
    var changed = created.deepCopy();
    changed.setTableName("invoices");
    changed.putToParameters("k", "v");
    client.alter_table("default", "orders", changed);
    var altered = (Table) client.call("get_table", "default", "invoices");
    client.drop_table("default", "invoices", true);

    var events = events();
    assertThat(events)
        .extracting(NotificationEvent::getEventType)
        .containsExactly("CREATE_TABLE", "ALTER_TABLE", "DROP_TABLE");
    assertThat(events).extracting(NotificationEvent::getMessageFormat).containsOnly("json-0.2");
    var creation = message(events.get(0));
    assertThat(creation.get("db").asText()).isEqualTo("default");
    assertThat(creation.get("tableType").asText()).isEqualTo("MANAGED_TABLE");
    assertThat(thrift(new Table(), creation.get("tableObjJson"))).isEqualTo(created);
    var alteration = message(events.get(1));
    assertThat(alteration.get("table").asText()).isEqualTo("orders");
    assertThat(alteration.get("isTruncateOp").asText()).isEqualTo("false");
    assertThat(thrift(new Table(), alteration.get("tableObjBeforeJson"))).isEqualTo(created);
    assertThat(thrift(new Table(), alteration.get("tableObjAfterJson"))).isEqualTo(altered);
    assertThat(events.get(1).getTableName()).isEqualTo("invoices");
    assertThat(thrift(new Table(), message(events.get(2)).get("tableObjJson"))).isEqualTo(altered);
  }

  @Test
  void partitionsAreToldAsTheyWereAlsoWhenTheyAreGone() throws TException {
    partitionedOrders();
    begin();
    client.add_partitions(
        List.of(
            Given.partition("default", "orders", "1"), Given.partition("default", "orders", "2")));
    var one = client.get_partition("default", "orders", List.of("1"));
    var other = client.get_partition("default", "orders", List.of("2"));
    var changed = List.of(one.deepCopy(), other.deepCopy());
    changed.forEach(partition -> partition.putToParameters("k", "v"));
    client.alter_partitions("default", "orders", changed);
    var after = client.get_partition("default", "orders", List.of("2"));
    client.drop_partition("default", "orders", List.of("1"), true);
    client.drop_table("default", "orders", true);

    var events = events();
    assertThat(events)
        .extracting(NotificationEvent::getEventType)
        .containsExactly(
            "ADD_PARTITION", "ALTER_PARTITION", "ALTER_PARTITION", "DROP_PARTITION", "DROP_TABLE");
    var addition = message(events.get(0));
    assertThat(addition.get("partitions").toString())
        .isEqualTo("[{\"day\":\"1\"},{\"day\":\"2\"}]");
    assertThat(thrift(new Partition(), addition.get("partitionListJson").get(1))).isEqualTo(other);
    assertThat(addition.get("partitionFiles").get(0).toString())
        .isEqualTo("{\"partitionName\":\"day=1\",\"files\":[]}");
    assertThat(thrift(new Table(), addition.get("tableObjJson")).getTableName())
        .isEqualTo("orders");
    var alteration = message(events.get(2));
    assertThat(alteration.get("keyValues").toString()).isEqualTo("{\"day\":\"2\"}");
    assertThat(thrift(new Partition(), alteration.get("partitionObjBeforeJson"))).isEqualTo(other);
    assertThat(thrift(new Partition(), alteration.get("partitionObjAfterJson"))).isEqualTo(after);
    assertThat(message(events.get(3)).get("partitions").toString()).isEqualTo("[{\"day\":\"1\"}]");
  }

  @Test
  void manyPartitionsAreSeveralEventsOfReadableSize() throws TException {
    partitionedOrders();
    begin();
    var partitions =
        IntStream.range(0, 2500)
            .mapToObj(i -> Given.partition("default", "orders", "" + i))
            .toList();
    client.add_partitions_req(new AddPartitionsRequest("default", "orders", partitions, false));
    assertThat(events())
        .extracting(event -> message(event).get("partitionListJson").size())
        .containsExactly(1000, 1000, 500);
  }

  @Test
  void emptyingATableOrPartitionIsSaidToBeThat() throws TException {
    partitionedOrders();
    client.append_partition("default", "orders", List.of("1"));
    client.create_table(Given.table("default", "plain"));
    begin();
    client.truncate_table("default", "orders", List.of("day=1"));
    client.truncate_table("default", "plain", null);
    assertThat(events())
        .extracting(NotificationEvent::getEventType)
        .containsExactly("ALTER_PARTITION", "ALTER_TABLE");
    assertThat(events())
        .allSatisfy(e -> assertThat(message(e).get("isTruncateOp").asText()).isEqualTo("true"));
  }

  @Test
  void databasesAndFunctionsAreTold() throws TException {
    client.create_database(Given.database("sales"));
    var changed = client.get_database("sales");
    changed.setDescription("new");
    client.alter_database("sales", changed);
    client.create_function(
        new Function(
            "f", "sales", "c", "ann", PrincipalType.USER, 0, FunctionType.JAVA, List.of()));
    client.drop_function("sales", "f");
    client.drop_database("sales", true, false);
    var events = events();
    assertThat(events)
        .extracting(NotificationEvent::getEventType)
        .containsExactly(
            "CREATE_DATABASE",
            "ALTER_DATABASE",
            "CREATE_FUNCTION",
            "DROP_FUNCTION",
            "DROP_DATABASE");
    assertThat(thrift(new Database(), message(events.get(1)).get("dbObjBeforeJson")))
        .extracting(Database::getDescription)
        .isEqualTo("");
    assertThat(thrift(new Database(), message(events.get(1)).get("dbObjAfterJson")))
        .extracting(Database::getDescription)
        .isEqualTo("new");
    assertThat(thrift(new Function(), message(events.get(2)).get("functionObjJson")))
        .extracting(Function::getClassName)
        .isEqualTo("c");
    assertThat(message(events.get(3)).get("functionName").asText()).isEqualTo("f");
    assertThat(thrift(new Database(), message(events.get(4)).get("dbJson")).getDescription())
        .isEqualTo("new");
  }

  @Test
  void columnStatisticsAreTold() throws TException {
    client.create_table(Given.table("default", "orders"));
    begin();
    var description = new ColumnStatisticsDesc(true, "default", "orders");
    var data = ColumnStatisticsData.longStats(new LongColumnStatsData(1, 2));
    var statistics =
        new ColumnStatistics(description, List.of(new ColumnStatisticsObj("id", "bigint", data)));
    client.update_table_column_statistics(statistics);
    client.delete_table_column_statistics("default", "orders", "id", "hive");
    var events = events();
    assertThat(events)
        .extracting(NotificationEvent::getEventType)
        .containsExactly("UPDATE_TBL_COL_STAT_EVENT", "DELETE_TBL_COL_STAT_EVENT");
    var told = thrift(new ColumnStatistics(), message(events.get(0)).get("colStatsJson"));
    assertThat(told.getStatsDesc().getTableName()).isEqualTo("orders");
    assertThat(told.getStatsObj().get(0).getStatsData().getLongStats().getNumDVs()).isEqualTo(2);
    assertThat(message(events.get(1)).get("colName").asText()).isEqualTo("id");
  }

  private static FireEventRequest fire(FireEventRequestData data, String... partition) {
    var request = new FireEventRequest(true, data);
    request.setDbName("default");
    request.setTableName("orders");
    request.setPartitionVals(List.of(partition));
    return request;
  }

  @Test
  void reportedInsertsAreEventsWithTheirFiles() throws TException {
    partitionedOrders();
    client.append_partition("default", "orders", List.of("1"));
    client.append_partition("default", "orders", List.of("2"));
    begin();
    var insert = new InsertEventRequestData(List.of("file:/lake/f0", "file:/lake/f1"));
    insert.setReplace(true);
    insert.setFilesAddedChecksum(List.of("c0", "c1"));
    insert.setSubDirectoryList(List.of("", "delta_1_1"));
    var ids =
        client
            .fire_listener_event(fire(FireEventRequestData.insertData(insert), "1"))
            .getEventIds();
    assertThat(ids).containsExactly(before + 1);
    var message = message(only("INSERT"));
    assertThat(message.get("replace").asText()).isEqualTo("true");
    assertThat(message.get("files").toString())
        .isEqualTo("[\"file:/lake/f0###\",\"file:/lake/f1###delta_1_1\"]");
    assertThat(thrift(new Partition(), message.get("ptnObjJson")).getValues()).containsExactly("1");

    var batch = List.of(insert.deepCopy(), insert.deepCopy());
    batch.get(0).setPartitionVal(List.of("2"));
    batch.get(1).setPartitionVal(List.of("1"));
    assertThat(
            client.fire_listener_event(fire(FireEventRequestData.insertDatas(batch))).getEventIds())
        .containsExactly(before + 2, before + 3);
  }

  @Test
  void whatFailedOrNamesNothingIsNoEvent() throws TException {
    partitionedOrders();
    begin();
    var insert = FireEventRequestData.insertData(new InsertEventRequestData(List.of()));
    var failed = fire(insert);
    failed.setSuccessful(false);
    assertThat(client.fire_listener_event(failed).isSetEventIds()).isFalse();
    assertThatThrownBy(() -> client.fire_listener_event(fire(insert, "unknown")))
        .isInstanceOf(TException.class);
    assertThat(events()).isEmpty();
  }

  @Test
  void reloadsAreEvents() throws TException {
    partitionedOrders();
    begin();
    client.fire_listener_event(fire(FireEventRequestData.refreshEvent(true)));
    var message = message(only("RELOAD"));
    assertThat(message.get("refreshEvent").asText()).isEqualTo("true");
    assertThat(message.has("ptnObjJson")).isFalse();
  }

  @Test
  void theFieldsOfAnInsertAreReadAsHive2SendsThem() throws TException {
    client.create_table(Given.table("default", "orders"));
    begin();
    var out = client.getOutputProtocol();
    out.writeMessageBegin(new TMessage("fire_listener_event", TMessageType.CALL, 7));
    out.writeStructBegin(new TStruct("arguments"));
    struct(
        out,
        1,
        () -> {
          out.writeFieldBegin(new TField("successful", TType.BOOL, (short) 1));
          out.writeBool(true);
          struct(
              out,
              2,
              () ->
                  struct(
                      out,
                      1,
                      () -> {
                        texts(out, 1, "file:/lake/f0", "file:/lake/f1");
                        texts(out, 2, "c0", "c1");
                      }));
          out.writeFieldBegin(new TField("dbName", TType.STRING, (short) 3));
          out.writeString("default");
          out.writeFieldBegin(new TField("tableName", TType.STRING, (short) 4));
          out.writeString("orders");
        });
    out.writeFieldStop();
    out.writeMessageEnd();
    out.getTransport().flush();
    var in = client.getInputProtocol();
    assertThat(in.readMessageBegin().type).isEqualTo(TMessageType.REPLY);
    new org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore.fire_listener_event_result()
        .read(in);
    in.readMessageEnd();
    assertThat(message(only("INSERT")).get("files").size()).isEqualTo(2);
  }

  private interface Fields {
    void write() throws TException;
  }

  private static void struct(TProtocol out, int id, Fields fields) throws TException {
    out.writeFieldBegin(new TField("", TType.STRUCT, (short) id));
    fields.write();
    out.writeFieldStop();
  }

  private static void texts(TProtocol out, int id, String... texts) throws TException {
    out.writeFieldBegin(new TField("", TType.LIST, (short) id));
    out.writeListBegin(new TList(TType.STRING, texts.length));
    for (var text : texts) {
      out.writeString(text);
    }
  }

  @Test
  void whatATransactionWroteIsAskedForLater() throws TException {
    partitionedOrders();
    client.append_partition("default", "orders", List.of("1"));
    begin();
    var files = new InsertEventRequestData(List.of("file:/lake/f0", "file:/lake/f1"));
    files.setSubDirectoryList(List.of("delta_1_1", "delta_1_1"));
    var whole = new WriteNotificationLogRequest(17, 3, "default", "orders", files);
    var partition = whole.deepCopy();
    partition.setPartitionVals(List.of("1"));
    client.add_write_notification_log(partition);
    client.add_write_notification_log_in_batch(
        new WriteNotificationLogBatchRequest("hive", "default", "orders", List.of(whole)));

    var all = client.get_all_write_event_info(new GetAllWriteEventInfoRequest(17));
    assertThat(all).extracting(WriteEventInfo::getPartition).containsExactly("day=1", "");
    assertThat(all.get(0).getWriteId()).isEqualTo(3);
    assertThat(all.get(0).getFiles())
        .isEqualTo("file:/lake/f0###delta_1_1]file:/lake/f1###delta_1_1");
    assertThat(all.get(0).getPartitionObj()).contains("day=1");
    assertThat(all.get(1).getTableObj()).contains("orders");
    var elsewhere = new GetAllWriteEventInfoRequest(17);
    elsewhere.setDbName("default");
    elsewhere.setTableName("other");
    assertThat(client.get_all_write_event_info(elsewhere)).isEmpty();
    elsewhere.setDbName("*");
    elsewhere.setTableName("*");
    assertThat(client.get_all_write_event_info(elsewhere)).isEqualTo(all);
    assertThat(events()).isEmpty();
    assertThatThrownBy(
            () ->
                client.add_write_notification_log(
                    new WriteNotificationLogRequest(17, 3, "default", "absent", files)))
        .isInstanceOf(TException.class);
  }

  @Test
  void readersChooseEvents() throws TException {
    client.create_database(Given.database("sales"));
    client.create_table(Given.table("sales", "a"));
    client.create_table(Given.table("sales", "b"));
    client.create_table(Given.table("default", "a"));
    var request = new NotificationEventRequest(before);
    request.setDbName("Sales");
    request.setTableNames(List.of("A"));
    assertThat(client.get_next_notification(request).getEvents())
        .extracting(NotificationEvent::getTableName)
        .containsExactly("a");
    var skipping = new NotificationEventRequest(before);
    skipping.setEventTypeSkipList(List.of("CREATE_TABLE"));
    assertThat(client.get_next_notification(skipping).getEvents())
        .extracting(NotificationEvent::getEventType)
        .containsExactly("CREATE_DATABASE");
    var count = new NotificationEventsCountRequest(before, "sales");
    assertThat(client.get_notification_events_count(count).getEventsCount()).isEqualTo(3);
    count.setToEventId(before + 2);
    assertThat(client.get_notification_events_count(count).getEventsCount()).isEqualTo(2);
    count.setLimit(1);
    assertThat(client.get_notification_events_count(count).getEventsCount()).isEqualTo(1);
  }

  @Test
  void eventsOfTransactionsCountInEveryDatabase() throws TException {
    client.create_database(Given.database("sales"));
    client.create_table(Given.table("sales", "a"));
    client.create_table(Given.table("default", "a"));
    client.open_txns(new OpenTxnRequest(1, "ann", "host"));
    assertThat(count("sales")).isEqualTo(3);
    assertThat(count("default")).isEqualTo(2);
    assertThat(count("*")).isEqualTo(4);
    var ofTables = new NotificationEventRequest(before);
    ofTables.setTableNames(List.of("A"));
    assertThat(client.get_next_notification(ofTables).getEvents())
        .as("tables of that name in any database")
        .hasSize(2);
  }

  private long count(String database) throws TException {
    var request = new NotificationEventsCountRequest(before, database);
    return client.get_notification_events_count(request).getEventsCount();
  }

  @Test
  void forgottenEventsLeaveAGapAndNoIdComesTwice() throws TException {
    client.create_database(Given.database("sales"));
    given
        .whole()
        .store()
        .write(
            tx -> {
              tx.changes().forget(tx.changes().position());
              return 0;
            });
    assertThat(events()).isEmpty();
    client.create_database(Given.database("more"));
    assertThat(events()).extracting(NotificationEvent::getEventId).containsExactly(before + 2);
  }

  @Test
  void clientsFindTheSettingsTheyCheck() throws TException {
    for (var expected :
        Map.of(
                "hive.metastore.dml.events", "true",
                "hive.metastore.notifications.add.thrift.objects", "true",
                "hive.metastore.alter.notifications.basic", "false",
                "metastore.catalog.default", "hive",
                "metastore.event.message.factory", MessageFormat.JSON.hiveEncoder(),
                "hive.metastore.event.db.listener.timetolive", "86400s")
            .entrySet()) {
      assertThat(client.get_config_value(expected.getKey(), "unknown"))
          .isEqualTo(expected.getValue());
    }
  }

  @Test
  void messagesAreCompressedAsHive4DoesWhenThatIsSet() throws Exception {
    client.create_database(Given.database("sales"));
    var plain = events().get(0);
    var settings = ThriftSettings.onPort(0).withMessageFormat(MessageFormat.GZIP);
    try (var server = HiveDoor.open(given.whole(), settings)) {
      server.start();
      try (var other = MetastoreClient.connect(server.address().getPort())) {
        var event =
            other.get_next_notification(new NotificationEventRequest(before)).getEvents().get(0);
        assertThat(event.getMessageFormat()).isEqualTo("gzip(json-2.0)");
        assertThat(unzipped(event.getMessage())).isEqualTo(plain.getMessage());
      }
    }
  }

  private static String unzipped(String message) throws IOException {
    var bytes = new ByteArrayInputStream(Base64.getDecoder().decode(message));
    try (var in = new GZIPInputStream(bytes)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
