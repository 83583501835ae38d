package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.FireEventRequest;
import org.apache.hadoop.hive.metastore.api.FireEventRequestData;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.messaging.AddPartitionMessage;
import org.apache.hadoop.hive.metastore.messaging.AlterPartitionMessage;
import org.apache.hadoop.hive.metastore.messaging.AlterTableMessage;
import org.apache.hadoop.hive.metastore.messaging.CreateFunctionMessage;
import org.apache.hadoop.hive.metastore.messaging.CreateTableMessage;
import org.apache.hadoop.hive.metastore.messaging.DropPartitionMessage;
import org.apache.hadoop.hive.metastore.messaging.EventMessage;
import org.apache.hadoop.hive.metastore.messaging.EventMessage.EventType;
import org.apache.hadoop.hive.metastore.messaging.InsertMessage;
import org.apache.hadoop.hive.metastore.messaging.MessageDeserializer;
import org.apache.hadoop.hive.metastore.messaging.json.JSONMessageDeserializer;

/** The log of changes, read by the classes with which Hive reads its own. */
final class MessageScenarios extends Scenarios {
  private static final String GZIP =
      "org.apache.hadoop.hive.metastore.messaging.json.gzip.DeSerializer";

  private long before;

  private List<NotificationEvent> events() throws Exception {
    return client.getNextNotification(before, -1, null).getEvents();
  }

  private static MessageDeserializer deserializer(NotificationEvent event) throws Exception {
    return event.getMessageFormat().startsWith("gzip")
        ? (MessageDeserializer) Class.forName(GZIP).getDeclaredConstructor().newInstance()
        : new JSONMessageDeserializer();
  }

  /** Empty for a kind of event that this generation does not know. */
  private static Optional<EventMessage> message(NotificationEvent event) throws Exception {
    Optional<EventType> type =
        Stream.of(EventType.values())
            .filter(each -> each.toString().equals(event.getEventType()))
            .findFirst();
    if (type.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        deserializer(event).getEventMessage(type.get().name(), event.getMessage()));
  }

  private <T extends EventMessage> T last(Class<T> type) throws Exception {
    T found = null;
    for (NotificationEvent event : events()) {
      Optional<EventMessage> message = message(event);
      if (message.isPresent() && type.isInstance(message.get())) {
        found = type.cast(message.get());
      }
    }
    assertThat(found).as(type.getSimpleName()).isNotNull();
    return found;
  }

  private void begin() throws Exception {
    before = client.getCurrentNotificationEventId().getEventId();
  }

  /** Of all that changes in a catalog, as far as this client can change it. */
  @Scenario
  void everyMessageAnswersEveryQuestion() throws Exception {
    begin();
    Table plain = created(table("plain"));
    Table changed = plain.deepCopy();
    changed.putToParameters("colour", "blue");
    client.alter_table(database, "plain", changed);
    Table keyed = created(table("keyed", key("day", "string")));
    client.add_partitions(batch(partition(keyed, "1"), partition(keyed, "2")));
    Partition first = client.getPartition(database, "keyed", List.of("1"));
    first.putToParameters("colour", "green");
    client.alter_partition(database, "keyed", first, null);
    measure(new ColumnStatisticsDesc(true, database, "plain"), null);
    measure(new ColumnStatisticsDesc(false, database, "keyed"), "day=1");
    Generation.deleteTableStatistics(client, database, "plain", "id");
    insert("keyed", "file:/lake/f0", "1");
    insert("plain", "file:/lake/f1");
    client.addPrimaryKey(List.of(primaryKey()));
    client.dropConstraint(database, "plain", "plain_pk");
    client.createFunction(function());
    client.dropFunction(database, "twice");
    client.dropPartition(database, "keyed", List.of("2"), true);
    client.commitTxn(client.openTxn("ada"));
    client.rollbackTxn(client.openTxn("ada"));
    client.dropTable(database, "keyed");
    client.dropTable(database, "plain");

    TreeSet<String> read = new TreeSet<>();
    for (NotificationEvent event : events()) {
      Optional<EventMessage> message = message(event);
      if (message.isPresent()) {
        read.add(event.getEventType());
        Map<String, Object> answers = answers(message.get());
        if (answers.get("getDB") != null) { // those of keys and transactions tell Hive of none
          message.get().checkValid();
        }
        assertThat(answers.get("getTimestamp"))
            .as(event.getEventType())
            .isEqualTo((long) event.getEventTime());
        if (event.getTableName() != null && answers.containsKey("getTable")) {
          assertThat(answers.get("getTable")).isEqualTo(event.getTableName());
          assertThat(answers.get("getDB")).isEqualTo(database);
        }
      }
    }
    assertThat(read)
        .contains(
            "CREATE_TABLE",
            "ALTER_TABLE",
            "DROP_TABLE",
            "ADD_PARTITION",
            "ALTER_PARTITION",
            "DROP_PARTITION",
            "INSERT",
            "CREATE_FUNCTION",
            "DROP_FUNCTION");
  }

  /** What the getters of a message say; none may fail. */
  private static Map<String, Object> answers(EventMessage message) throws Exception {
    Map<String, Object> answers = new LinkedHashMap<>();
    for (Method method : message.getClass().getMethods()) {
      if (method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && !method.getName().endsWith("JSON")
          && method.getName().matches("(get|is)[A-Z].*")) {
        Object answer = method.invoke(message);
        if (answer instanceof Iterable) {
          ((Iterable<?>) answer).forEach(each -> assertThat(each).isNotNull());
        }
        answers.put(method.getName(), answer);
      }
    }
    return answers;
  }

  @Scenario
  void messagesTellTheObjectsAsTheyWereAndBecame() throws Exception {
    begin();
    Table table = created(table("orders", key("day", "string")));
    assertThat(last(CreateTableMessage.class).getTableObj()).isEqualTo(table);

    Table changed = table.deepCopy();
    changed.putToParameters("colour", "blue");
    client.alter_table(database, "orders", changed);
    assertThat(last(AlterTableMessage.class).getTableObjBefore()).isEqualTo(table);
    assertThat(last(AlterTableMessage.class).getTableObjAfter())
        .isEqualTo(client.getTable(database, "orders"));

    client.add_partitions(batch(partition(table, "1"), partition(table, "a/b")));
    AddPartitionMessage added = last(AddPartitionMessage.class);
    assertThat(added.getPartitions())
        .containsExactlyInAnyOrder(Map.of("day", "1"), Map.of("day", "a/b"));
    List<Partition> told = new ArrayList<>();
    added.getPartitionObjs().forEach(told::add);
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            client.listPartitions(database, "orders", (short) -1));

    Partition first = client.getPartition(database, "orders", List.of("1"));
    Partition green = first.deepCopy();
    green.putToParameters("colour", "green");
    client.alter_partition(database, "orders", green, null);
    AlterPartitionMessage altered = last(AlterPartitionMessage.class);
    assertThat(altered.getKeyValues()).isEqualTo(Map.of("day", "1"));
    assertThat(altered.getPtnObjBefore()).isEqualTo(first);
    assertThat(altered.getPtnObjAfter().getParameters()).containsEntry("colour", "green");

    client.dropPartition(database, "orders", List.of("a/b"), true);
    assertThat(last(DropPartitionMessage.class).getPartitions())
        .containsExactly(Map.of("day", "a/b"));

    insert("orders", "file:/lake/f0", "1");
    assertThat(last(InsertMessage.class).getFiles())
        .allMatch(file -> file.startsWith("file:/lake/f0"))
        .hasSize(1);

    client.createFunction(function());
    assertThat(last(CreateFunctionMessage.class).getFunctionObj().getClassName())
        .isEqualTo("org.example.Twice");
    client.dropFunction(database, "twice");
  }

  private void measure(ColumnStatisticsDesc subject, String partition) throws Exception {
    ColumnStatisticsObj ids =
        new ColumnStatisticsObj(
            "id", "bigint", ColumnStatisticsData.longStats(new LongColumnStatsData(1, 2)));
    if (partition == null) {
      client.updateTableColumnStatistics(Generation.statistics(subject, List.of(ids)));
    } else {
      subject.setPartName(partition);
      client.updatePartitionColumnStatistics(Generation.statistics(subject, List.of(ids)));
    }
  }

  private void insert(String table, String file, String... partition) throws Exception {
    InsertEventRequestData insert = new InsertEventRequestData();
    insert.setFilesAdded(new ArrayList<>(List.of(file)));
    FireEventRequestData data = new FireEventRequestData();
    data.setInsertData(insert);
    FireEventRequest request = new FireEventRequest(true, data);
    request.setDbName(database);
    request.setTableName(table);
    if (partition.length > 0) {
      request.setPartitionVals(new ArrayList<>(List.of(partition)));
    }
    client.fireListenerEvent(request);
  }

  private SQLPrimaryKey primaryKey() {
    SQLPrimaryKey key = new SQLPrimaryKey();
    key.setTable_db(database);
    key.setTable_name("plain");
    key.setColumn_name("id");
    key.setKey_seq(1);
    key.setPk_name("plain_pk");
    return key;
  }

  private Function function() {
    Function function = new Function();
    function.setDbName(database);
    function.setFunctionName("twice");
    function.setClassName("org.example.Twice");
    function.setOwnerName("ada");
    function.setOwnerType(PrincipalType.USER);
    function.setFunctionType(FunctionType.JAVA);
    function.setResourceUris(new ArrayList<>());
    return function;
  }
}
