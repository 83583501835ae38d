package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.Tables.Author;
import io.propolis.thrift.Given;
import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.ThriftSettings;
import io.propolis.thrift.api.ApiMethod;
import io.propolis.thrift.handler.Handlers;
import io.propolis.thrift.translate.RandomBeans;
import io.propolis.thrift.translate.Tables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.hive.metastore.api.GetDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionNamesPsRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByFilterRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsPsWithAuthRequest;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTablesRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsRequest;
import org.apache.hadoop.hive.metastore.api.TableMeta;
import org.apache.thrift.TBase;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each method that is answered without beans sends the bytes that its plain twin sends. */
class HotRepliesTest {
  private static final String DB = "sales";
  private static final short ALL = -1;
  private static final int TABLES = 40;
  private static final Set<WireFormat> FRAMED =
      EnumSet.of(WireFormat.FRAMED_BINARY, WireFormat.FRAMED_OLD_BINARY, WireFormat.FRAMED_COMPACT);

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private ConnectionPool plain;
  private ConnectionPool hot;

  @BeforeEach
  void fill() throws Exception {
    var settings =
        new ThriftSettings(
            "localhost", 0, ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES, Duration.ofSeconds(30));
    var handlers = Handlers.of(given.whole());
    plain = new ConnectionPool(MethodTable.of(handlers), settings);
    hot = new ConnectionPool(MethodTable.of(handlers, Handlers.hot(given.whole())), settings);
    given.client().create_database(Given.database(DB));
    given
        .whole()
        .store()
        .<Void>write(
            tx -> {
              for (int i = 0; i < TABLES; i++) {
                tx.tables().insert(randomTable(i), new Author("ann", 1));
              }
              return null;
            });
    var keys = List.of(Given.key("ds", "string"), Given.key("Hour", "int"));
    given.client().create_table(Given.partitioned(DB, "parts", keys.get(0), keys.get(1)));
    given.client().create_table(Given.partitioned(DB, "none", keys.get(0)));
    var transactional = Given.partitioned(DB, "acid", keys.get(0));
    transactional.setParameters(Map.of("transactional", "true"));
    given.client().create_table(transactional);
    fillPartitions();
  }

  private void fillPartitions() throws Exception {
    var beans = new ArrayList<org.apache.hadoop.hive.metastore.api.Partition>();
    for (int i = 0; i < 60; i++) {
      var bean = Given.partition(DB, "parts", i % 3 == 0 ? "a/é=" + i : "d" + i % 7, "" + i);
      bean.setParameters(Map.of("k" + i, "☃"));
      if (i % 5 == 0) {
        bean.getSd().setLocation(given.warehouse() + "/elsewhere/" + i);
        bean.getSd().setNumBuckets(i);
      }
      if (i % 11 == 0) {
        bean.setWriteId(i + 1);
      }
      if (i % 13 == 0) {
        bean.getSd().unsetCols();
      }
      if (i % 17 == 0) {
        bean.setFileMetadata(
            new RandomBeans(i).fill(new org.apache.hadoop.hive.metastore.api.FileMetadata()));
      }
      beans.add(bean);
    }
    given.client().add_partitions(beans);
    given.client().add_partition(Given.partition(DB, "acid", "d1"));
  }

  private static Table randomTable(int seed) {
    var random = new Random(seed);
    var bean = new RandomBeans(seed).fill(new org.apache.hadoop.hive.metastore.api.Table());
    bean.setCatName("hive");
    bean.setDbName(DB);
    bean.setTableName("t" + seed);
    bean.setTableType(seed % 3 == 0 ? "VIRTUAL_VIEW" : "EXTERNAL_TABLE");
    for (var field :
        List.of(
            org.apache.hadoop.hive.metastore.api.Table._Fields.OWNER,
            org.apache.hadoop.hive.metastore.api.Table._Fields.SD,
            org.apache.hadoop.hive.metastore.api.Table._Fields.PARTITION_KEYS,
            org.apache.hadoop.hive.metastore.api.Table._Fields.PARAMETERS,
            org.apache.hadoop.hive.metastore.api.Table._Fields.CREATION_METADATA,
            org.apache.hadoop.hive.metastore.api.Table._Fields.DICTIONARY,
            org.apache.hadoop.hive.metastore.api.Table._Fields.VIEW_ORIGINAL_TEXT,
            org.apache.hadoop.hive.metastore.api.Table._Fields.WRITE_ID)) {
      if (random.nextInt(4) == 0) {
        bean.setFieldValue(field, null);
      }
    }
    return Tables.table(bean);
  }

  @AfterEach
  void close() {
    plain.close(Duration.ZERO);
    hot.close(Duration.ZERO);
  }

  private record Call(String method, Object... arguments) {}

  private static Call call(String method, Object... arguments) {
    return new Call(method, arguments);
  }

  @ParameterizedTest
  @EnumSource
  void everyHotReplyIsThatOfItsTwin(WireFormat format) throws Exception {
    var asked = new TreeSet<String>();
    var different = new ArrayList<String>();
    for (var call : calls()) {
      asked.add(call.method());
      // twice: what is kept from the first must be what the second gets
      for (int i = 0; i < 2; i++) {
        var answer = reply(hot, format, call);
        var expected = reply(plain, format, call);
        if (!answer.equals(expected) && !isReordered(format, call, answer, expected)) {
          different.add(difference(call, answer, expected));
        }
      }
    }

    assertThat(different).isEmpty();
    assertThat(asked).isEqualTo(new TreeSet<>(Handlers.hot(given.whole()).byName().keySet()));
  }

  /** The generated classes keep maps in an order of their own, which the protocol leaves open. */
  private static boolean isReordered(WireFormat format, Call call, String answer, String expected)
      throws Exception {
    if (answer.length() != expected.length()) {
      return false;
    }
    var result = result(format, call, answer);
    return result != null && result.equals(result(format, call, expected));
  }

  private static @Nullable TBase<?, ?> result(WireFormat format, Call call, String reply)
      throws Exception {
    var bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
    int header = FRAMED.contains(format) ? 4 : 0;
    var buffer = new TMemoryInputTransport(bytes, header, bytes.length - header);
    var protocol =
        EnumSet.of(WireFormat.COMPACT, WireFormat.FRAMED_COMPACT).contains(format)
            ? Encoding.COMPACT.over(buffer)
            : Encoding.BINARY.over(buffer);
    if (protocol.readMessageBegin().type != TMessageType.REPLY) {
      return null;
    }
    var result = ApiMethod.find(call.method()).orElseThrow().newResult();
    result.read(protocol);
    return result;
  }

  private static String difference(Call call, String answer, String expected) {
    int at = 0;
    while (at < Math.min(answer.length(), expected.length())
        && answer.charAt(at) == expected.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 20);
    return "%s %s at %d: %s instead of %s"
        .formatted(
            call.method(),
            Arrays.toString(call.arguments()),
            at,
            answer.substring(from, Math.min(at + 40, answer.length())),
            expected.substring(from, Math.min(at + 40, expected.length())));
  }

  private static List<Call> calls() {
    var calls = new ArrayList<Call>();
    for (var table : names()) {
      calls.add(call("get_table", DB, table));
      calls.add(call("get_table_req", new GetTableRequest(DB, table)));
    }
    calls.add(call("get_table", null, "t1"));
    calls.add(call("get_table_req", new Object[] {null}));
    var judged = new GetTableRequest(DB, "acid");
    judged.setValidWriteIdList("sales.acid:5:9223372036854775807::");
    calls.add(call("get_table_req", judged));
    var counted = new GetTableRequest(DB, "t1");
    counted.setGetColumnStats(true);
    calls.add(call("get_table_req", counted));
    calls.add(call("get_table_objects_by_name", DB, names()));
    calls.add(call("get_table_objects_by_name", "no", names()));
    calls.add(call("get_table_objects_by_name", DB, null));
    var tables = new GetTablesRequest(DB);
    tables.setTablesPattern("t1*");
    calls.add(call("get_table_objects_by_name_req", tables));
    tables = new GetTablesRequest(DB);
    tables.setTblNames(names());
    calls.add(call("get_table_objects_by_name_req", tables));
    for (var database : Arrays.asList(DB, "no", "@hive#sales", null)) {
      calls.add(call("get_database", database));
      calls.add(call("get_all_tables", database));
      calls.add(call("get_tables", database, "t*2"));
      calls.add(call("get_tables", database, null));
      calls.add(call("get_table_meta", database, "*", List.of()));
      calls.add(call("get_table_meta", database, "*", List.of()));
      calls.add(call("get_table_meta", database, "t*", List.of("VIRTUAL_VIEW")));
      calls.add(call("get_table_meta", database, "*", List.of("VIRTUAL_VIEW")));
      calls.add(call("get_table_meta", database, "t1*", List.of()));
    }
    var database = new GetDatabaseRequest();
    database.setName(DB);
    calls.add(call("get_database_req", database));
    addPartitions(calls);
    return calls;
  }

  private static List<String> names() {
    var names = new ArrayList<>(List.of("parts", "acid", "none", "missing"));
    for (int i = 0; i < TABLES; i++) {
      names.add("t" + i);
    }
    return names;
  }

  private static void addPartitions(List<Call> calls) {
    for (var table : List.of("parts", "none", "missing", "acid", "t1")) {
      for (short max : new short[] {ALL, 0, 3, 1000}) {
        calls.add(call("get_partitions", DB, table, max));
        calls.add(call("get_partitions_req", request(table, max)));
        calls.add(call("get_partitions_with_auth", DB, table, max, "ann", List.of()));
        calls.add(call("get_partition_names", DB, table, max));
        calls.add(call("fetch_partition_names_req", request(table, max)));
        calls.add(call("get_partitions_pspec", DB, table, (int) max));
        addPatterns(calls, table, max);
        addFilters(calls, table, max);
      }
      addOnes(calls, table);
    }
    var judged = new GetPartitionsByNamesRequest(DB, "acid");
    judged.setNames(List.of("ds=d1"));
    judged.setValidWriteIdList("sales.acid:5:9223372036854775807::");
    calls.add(call("get_partitions_by_names_req", judged));
    var counted = new GetPartitionsByNamesRequest(DB, "acid");
    counted.setNames(List.of("ds=d1"));
    counted.setGet_col_stats(true);
    calls.add(call("get_partitions_by_names_req", counted));
  }

  private static PartitionsRequest request(String table, short max) {
    var request = new PartitionsRequest(DB, table);
    request.setMaxParts(max);
    return request;
  }

  private static void addPatterns(List<Call> calls, String table, short max) {
    for (var pattern : Arrays.asList(List.of("d1"), List.of("", "7"), List.<String>of(), null)) {
      calls.add(call("get_partitions_ps", DB, table, pattern, max));
      calls.add(call("get_partitions_ps_with_auth", DB, table, pattern, max, "ann", List.of("x")));
      calls.add(call("get_partition_names_ps", DB, table, pattern, max));
      var names = new GetPartitionNamesPsRequest(DB, table);
      names.setPartValues(pattern);
      names.setMaxParts(max);
      calls.add(call("get_partition_names_ps_req", names));
      var request = new GetPartitionsPsWithAuthRequest(DB, table);
      request.setPartVals(pattern);
      request.setMaxParts(max);
      calls.add(call("get_partitions_ps_with_auth_req", request));
    }
    var request = new GetPartitionsPsWithAuthRequest(DB, table);
    request.setPartNames(List.of("ds=d1/hour=1"));
    calls.add(call("get_partitions_ps_with_auth_req", request));
  }

  private static void addFilters(List<Call> calls, String table, short max) {
    for (var filter : Arrays.asList("ds = \"d1\"", "hour > 30", "nokey = 1", "ds ==", "", null)) {
      calls.add(call("get_partitions_by_filter", DB, table, filter, max));
      calls.add(call("get_part_specs_by_filter", DB, table, filter, (int) max));
      var request = new GetPartitionsByFilterRequest();
      request.setDbName(DB);
      request.setTblName(table);
      request.setFilter(filter);
      request.setMaxParts(max);
      calls.add(call("get_partitions_by_filter_req", request));
    }
    for (var expression : List.of(new byte[0], new byte[] {-1}, new byte[] {1, 2, 3})) {
      var request = new PartitionsByExprRequest(DB, table, ByteBuffer.wrap(expression));
      request.setMaxParts(max);
      calls.add(call("get_partitions_by_expr", request));
      calls.add(call("get_partitions_spec_by_expr", request));
      calls.add(call("get_partition_names_req", request));
    }
  }

  private static void addOnes(List<Call> calls, String table) {
    for (var values : Arrays.asList(List.of("d1", "1"), List.of("d1"), List.of("x", "1"), null)) {
      calls.add(call("get_partition", DB, table, values));
      calls.add(call("get_partition_with_auth", DB, table, values, "ann", null));
      var request = new GetPartitionRequest(DB, table, values);
      if (values != null) {
        calls.add(call("get_partition_req", request));
      }
    }
    for (var name :
        Arrays.asList("ds=d1/hour=1", "ds=a%2Fé%3D0/hour=0", "hour=1/ds=d1", "ds=d1", "", null)) {
      calls.add(call("get_partition_by_name", DB, table, name));
    }
    var names = new ArrayList<>(List.of("", "ds=no/hour=1", "ds=d1/hour=1", "hour=1/ds=d1"));
    names.addAll(List.of("ds=d1/hour=1", "ds=d1/Hour=1", "ds=a%2Fé%3D3/hour=3", "ds=d2", "x"));
    names.addAll(List.of("ds=a%2fé%3D3/hour=3", "ds=d1/hour=1/more=2", "ds=d1/hour="));
    calls.add(call("get_partitions_by_names", DB, table, names));
    calls.add(call("get_partitions_by_names", DB, table, List.of()));
    var request = new GetPartitionsByNamesRequest(DB, table);
    request.setNames(names);
    calls.add(call("get_partitions_by_names_req", request));
  }

  /** The bytes of the reply, and why the connection ended if it did. */
  private static String reply(ConnectionPool door, WireFormat format, Call call) throws Exception {
    var reply = new ByteArrayOutputStream();
    var end = "";
    try {
      var request = new ByteArrayInputStream(request(format, call));
      assertThat(door.answer(new ClientSession("here"), request, reply)).isTrue();
    } catch (IOException e) {
      end = String.valueOf(e.getCause());
    }
    return reply.toString(StandardCharsets.ISO_8859_1) + end;
  }

  private static byte[] request(WireFormat format, Call call) throws Exception {
    var buffer = new TMemoryBuffer(1024);
    var protocol =
        switch (format) {
          case BINARY, FRAMED_BINARY -> Encoding.BINARY.over(buffer);
          case OLD_BINARY, FRAMED_OLD_BINARY ->
              new org.apache.thrift.protocol.TBinaryProtocol(buffer, false, false);
          case COMPACT, FRAMED_COMPACT -> Encoding.COMPACT.over(buffer);
        };
    var api = ApiMethod.find(call.method()).orElseThrow();
    protocol.writeMessageBegin(new TMessage(call.method(), TMessageType.CALL, 7));
    api.argumentsOf(call.arguments()).write(protocol);
    protocol.writeMessageEnd();
    var message = Arrays.copyOf(buffer.getArray(), buffer.length());
    if (!FRAMED.contains(format)) {
      return message;
    }
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  @Test
  void aReplyIsNeverOlderThanTheNewestWrite() throws Exception {
    var client = given.client();
    for (int i = 0; i < 20; i++) {
      var table = client.get_table_req(new GetTableRequest(DB, "parts")).getTable();
      table.putToParameters("round", "" + i);
      table.putToParameters("comment", "round " + i);
      client.alter_table(DB, "parts", table);

      var read = client.get_table_req(new GetTableRequest(DB, "parts")).getTable();
      assertThat(read.getParameters()).containsEntry("round", "" + i);
      assertThat(client.get_table_meta(DB, "parts", List.of()))
          .singleElement()
          .extracting(TableMeta::getComments)
          .isEqualTo("round " + i);
      assertThat(client.get_table_meta(null, "*", List.of()))
          .filteredOn(meta -> meta.getTableName().equals("parts"))
          .extracting(TableMeta::getComments)
          .containsExactly("round " + i);
      client.add_partition(Given.partition(DB, "parts", "new", "" + i));
      assertThat(client.get_partition_names(DB, "parts", ALL)).contains("ds=new/hour=" + i);
    }
  }
}
