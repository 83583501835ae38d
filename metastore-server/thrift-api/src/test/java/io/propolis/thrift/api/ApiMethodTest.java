package io.propolis.thrift.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.hadoop.hive.metastore.api.UnknownDBException;
import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.junit.jupiter.api.Test;

class ApiMethodTest {
  @Test
  void everyPublishedMethodIsDescribed() {
    for (var name : ApiMethod.names()) {
      var method = ApiMethod.find(name).orElseThrow();
      assertThat(method.name()).isEqualTo(name);
      assertThat(method.newArguments()).isNotNull();
      assertThat(method.isOneway()).isEqualTo(Set.of("shutdown", "reinitialize").contains(name));
    }
  }

  @Test
  void aGeneratedMethodGivesItsArgumentsInTheOrderOfTheIdl() {
    var method = ApiMethod.find("get_table_names_by_filter").orElseThrow();
    var arguments =
        new ThriftHiveMetastore.get_table_names_by_filter_args("sales", "x = 1", (short) 7);

    assertThat(method.values(arguments)).containsExactly("sales", "x = 1", (short) 7);
    assertThat(method.errors()).contains(MetaException.class, UnknownDBException.class);
  }

  @Test
  void argumentsThatWereNotSentAreNull() {
    var method = ApiMethod.find("get_table").orElseThrow();

    assertThat(method.values(method.newArguments())).containsExactly(null, null);
  }

  /** A hash of classes would order them anew in each process. */
  @Test
  void errorsComeInTheOrderOfTheirFields() {
    assertThat(ApiMethod.find("create_dataconnector").orElseThrow().errors())
        .containsExactly(
            AlreadyExistsException.class, InvalidObjectException.class, MetaException.class);
    assertThat(ApiMethod.find("drop_dataconnector").orElseThrow().errors())
        .containsExactly(
            NoSuchObjectException.class, InvalidOperationException.class, MetaException.class);
  }

  @Test
  void anUndeclaredErrorIsRefused() {
    var method = ApiMethod.find("get_table").orElseThrow();
    var result = method.newResult();

    assertThat(method.fail(result, new UnknownDBException("no"))).isFalse();
    assertThat(method.fail(result, new NoSuchObjectException("gone"))).isTrue();
    assertThat(method.error(result)).hasValue(new NoSuchObjectException("gone"));
  }

  /** {@code get_partition_by_name} differs in name and one argument only; its bytes are a ruler. */
  @Test
  void aDroppedCallIsWrittenAsItsGeneratedClassWouldWriteIt() throws TException {
    var dropped = ApiMethod.find("get_table").orElseThrow().argumentsOf("sales", "orders");
    var generated = new ThriftHiveMetastore.get_type_all_args("sales");
    var twin = new ThriftHiveMetastore.get_fields_args("sales", "orders");

    assertThat(bytes(dropped)).isEqualTo(bytes(twin)).startsWith(prefix(bytes(generated)));
  }

  @Test
  void theResultOfADroppedCallComesBack() throws TException {
    var method = ApiMethod.find("get_table_objects_by_name").orElseThrow();
    var result = method.newResult();
    var table = new Table();
    table.setTableName("orders");
    method.succeed(result, List.of(table));

    var read = method.newResult();
    new TDeserializer().deserialize(read, bytes(result));

    assertThat(method.success(read)).isEqualTo(List.of(table));
    assertThat(method.error(read)).isEmpty();
  }

  @Test
  void unknownFieldsOfNewerClientsAreSkipped() throws TException {
    var wider = new ThriftHiveMetastore.get_partition_by_name_args("sales", "orders", "d=1");
    var read = (WireStruct) ApiMethod.find("get_table").orElseThrow().newArguments();
    new TDeserializer().deserialize(read, bytes(wider));

    assertThat(read.get("dbname")).isEqualTo("sales");
    assertThat(read.get("tbl_name")).isEqualTo("orders");
  }

  @Test
  void anIndexKeepsItsParameters() throws TException {
    var index =
        DroppedMethods.newIndex()
            .with("indexName", "by_day")
            .with("parameters", Map.of("k", "v"))
            .with("deferredRebuild", true);
    var read = DroppedMethods.newIndex();
    new TDeserializer().deserialize(read, bytes(index));

    assertThat(read).isEqualTo(index);
  }

  private static byte[] bytes(TBase<?, ?> struct) throws TException {
    return new TSerializer().serialize(struct);
  }

  private static byte[] prefix(byte[] struct) {
    return Arrays.copyOf(struct, struct.length - 1);
  }
}
