package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.GetFieldsRequest;
import org.apache.hadoop.hive.metastore.api.GetSchemaRequest;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.UnknownTableException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FieldsTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "order", "fields": [
        {"name": "Id", "type": "long", "doc": "the key"},
        {"name": "note", "type": ["null", "string"]},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal",
                                   "precision": 9, "scale": 2}},
        {"name": "code", "type": {"type": "string", "logicalType": "varchar", "maxLength": 3}},
        {"name": "either", "type": ["null", "int", "string"]},
        {"name": "tags", "type": {"type": "map", "values": {"type": "array", "items": "double"}}},
        {"name": "buyer", "type": {"type": "record", "name": "buyer", "fields": [
            {"name": "Name", "type": "string"}, {"name": "raw", "type": "bytes"}]}}]}""";

  private static final List<String> TYPES =
      List.of(
          "id:bigint",
          "note:string",
          "day:date",
          "at:timestamp",
          "price:decimal(9,2)",
          "code:varchar(3)",
          "either:uniontype<int,string>",
          "tags:map<string,array<double>>",
          "buyer:struct<name:string,raw:binary>");

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private static Table avro(Map<String, String> serDeParameters) {
    var table = Given.partitioned("default", "orders", Given.key("shop", "string"));
    table
        .getSd()
        .setSerdeInfo(
            new SerDeInfo(null, "org.apache.hadoop.hive.serde2.avro.AvroSerDe", serDeParameters));
    return table;
  }

  private static List<String> described(List<FieldSchema> fields) {
    return fields.stream().map(field -> field.getName() + ":" + field.getType()).toList();
  }

  @Test
  void columnsComeWithoutAndWithTheKeys() throws TException {
    client.create_table(Given.partitioned("default", "plain", Given.key("shop", "string")));
    assertThat(described(client.get_fields("default", "plain")))
        .containsExactly("id:bigint", "name:string");
    assertThat(described(client.get_fields_with_environment_context("default", "plain", null)))
        .containsExactly("id:bigint", "name:string");
    assertThat(described(client.get_schema("default", "plain")))
        .containsExactly("id:bigint", "name:string", "shop:string");
    assertThat(described(client.get_schema_with_environment_context("default", "plain", null)))
        .containsExactly("id:bigint", "name:string", "shop:string");
    assertThat(
            described(client.get_fields_req(new GetFieldsRequest("default", "plain")).getFields()))
        .containsExactly("id:bigint", "name:string");
    assertThat(
            described(client.get_schema_req(new GetSchemaRequest("default", "plain")).getFields()))
        .containsExactly("id:bigint", "name:string", "shop:string");
    assertThatThrownBy(() -> client.get_schema("default", "nothing"))
        .isInstanceOf(UnknownTableException.class);
  }

  @Test
  void anAvroSchemaInTheTableSaysItsColumns() throws TException {
    client.create_table(avro(Map.of("avro.schema.literal", SCHEMA)));
    var fields = client.get_fields("default", "orders");
    assertThat(described(fields)).isEqualTo(TYPES);
    assertThat(fields.get(0).getComment()).isEqualTo("the key");
    assertThat(described(client.get_schema("default", "orders")))
        .hasSize(TYPES.size() + 1)
        .endsWith("shop:string");
  }

  @Test
  void anAvroSchemaInAFileSaysThemToo() throws Exception {
    var file = given.file(given.warehouse()).resolve("order.avsc");
    Files.writeString(file, SCHEMA);
    var table = avro(Map.of("avro.schema.literal", "none"));
    table.putToParameters("avro.schema.url", file.toUri().toString());
    client.create_table(table);
    assertThat(described(client.get_fields("default", "orders"))).isEqualTo(TYPES);
    Files.writeString(file, "root:secret");
    assertThatThrownBy(() -> client.get_fields("default", "orders"))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("no Avro schema")
        .hasMessageNotContaining("secret");
    Files.delete(file);
    assertThatThrownBy(() -> client.get_fields("default", "orders"))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("default.orders")
        .hasMessageContaining("order.avsc");
  }

  @Test
  void anAvroTableWithoutASchemaHasItsOwnColumns() throws TException {
    client.create_table(avro(Map.of()));
    assertThat(described(client.get_fields("default", "orders")))
        .containsExactly("id:bigint", "name:string");
  }

  @Test
  void aSchemaThatHiveCannotReadIsRefused() throws TException {
    client.create_table(
        avro(
            Map.of(
                "avro.schema.literal",
                """
                {"type": "record", "name": "node", "fields": [
                  {"name": "next", "type": ["null", "node"]}]}""")));
    assertThatThrownBy(() -> client.get_fields("default", "orders"))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("contains itself");
  }
}
