package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.AlterISchemaRequest;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.FindSchemasByColsRqst;
import org.apache.hadoop.hive.metastore.api.GetSerdeRequest;
import org.apache.hadoop.hive.metastore.api.ISchema;
import org.apache.hadoop.hive.metastore.api.ISchemaName;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MapSchemaVersionToSerdeRequest;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.SchemaCompatibility;
import org.apache.hadoop.hive.metastore.api.SchemaType;
import org.apache.hadoop.hive.metastore.api.SchemaValidation;
import org.apache.hadoop.hive.metastore.api.SchemaVersion;
import org.apache.hadoop.hive.metastore.api.SchemaVersionDescriptor;
import org.apache.hadoop.hive.metastore.api.SchemaVersionState;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.SetSchemaVersionStateRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemasTest {
  private static final ISchemaName ORDERS = new ISchemaName("hive", "default", "orders");

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private static ISchema schema() {
    return new ISchema(
        SchemaType.AVRO,
        "orders",
        "hive",
        "default",
        SchemaCompatibility.FORWARD,
        SchemaValidation.LATEST,
        true);
  }

  private static SchemaVersion version(int number, FieldSchema... columns) {
    var version = new SchemaVersion(ORDERS, number, 1234567890123L, List.of(columns));
    version.setState(SchemaVersionState.INITIATED);
    version.setSchemaText("{\"type\":\"record\"}");
    return version;
  }

  private static SchemaVersionDescriptor descriptor(int number) {
    return new SchemaVersionDescriptor(ORDERS, number);
  }

  @Test
  void aSchemaIsMadeChangedAndDropped() throws TException {
    var schema = schema();
    schema.setSchemaGroup("sales");
    schema.setDescription("what was ordered");
    client.create_ischema(schema);
    assertThat(client.get_ischema(ORDERS)).isEqualTo(schema);
    assertThatThrownBy(() -> client.create_ischema(schema))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("default.orders");

    var changed = schema();
    changed.setName("other");
    changed.setSchemaType(SchemaType.HIVE);
    changed.setCompatibility(SchemaCompatibility.NONE);
    changed.setValidationLevel(SchemaValidation.ALL);
    changed.setCanEvolve(false);
    client.alter_ischema(new AlterISchemaRequest(ORDERS, changed));
    schema.setCompatibility(SchemaCompatibility.NONE);
    schema.setValidationLevel(SchemaValidation.ALL);
    schema.setCanEvolve(false);
    assertThat(client.get_ischema(ORDERS))
        .as("name and type stay, and what the change does not mention")
        .isEqualTo(schema);

    client.drop_ischema(ORDERS);
    assertThatThrownBy(() -> client.get_ischema(ORDERS)).isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.drop_ischema(ORDERS)).isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.alter_ischema(new AlterISchemaRequest(ORDERS, changed)))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void aSchemaNeedsADatabase() {
    var schema = schema();
    schema.setDbName("nowhere");
    assertThatThrownBy(() -> client.create_ischema(schema))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void aSchemaWithVersionsStays() throws TException {
    client.create_ischema(schema());
    client.add_schema_version(version(1, new FieldSchema("id", "int", null)));
    assertThatThrownBy(() -> client.drop_ischema(ORDERS))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("default.orders");
    client.drop_schema_version(descriptor(1));
    client.drop_ischema(ORDERS);
  }

  @Test
  void versionsComeBackWholeAndNewestFirst() throws TException {
    assertThatThrownBy(() -> client.add_schema_version(version(1)))
        .isInstanceOf(NoSuchObjectException.class);
    client.create_ischema(schema());
    assertThatThrownBy(() -> client.get_schema_latest_version(ORDERS))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.get_schema_all_versions(ORDERS))
        .isInstanceOf(NoSuchObjectException.class);

    var first = version(1, new FieldSchema("id", "int", "ns"));
    var second = version(2, new FieldSchema("id", "bigint", "ns"));
    second.setDescription("wider");
    second.setFingerprint("f");
    second.setName("v2");
    client.add_schema_version(first);
    client.add_schema_version(second);
    assertThatThrownBy(() -> client.add_schema_version(first))
        .isInstanceOf(AlreadyExistsException.class);

    assertThat(client.get_schema_version(descriptor(2))).isEqualTo(second);
    assertThat(client.get_schema_latest_version(ORDERS)).isEqualTo(second);
    assertThat(client.get_schema_all_versions(ORDERS)).containsExactly(second, first);
    client.drop_schema_version(descriptor(2));
    assertThat(client.get_schema_latest_version(ORDERS)).isEqualTo(first);
    assertThatThrownBy(() -> client.get_schema_version(descriptor(2)))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.drop_schema_version(descriptor(2)))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void schemasAreFoundByColumnNamespaceAndType() throws TException {
    client.create_ischema(schema());
    client.add_schema_version(version(1, new FieldSchema("ID", "int", "com.example")));
    client.add_schema_version(version(2, new FieldSchema("id", "bigint", "com.example")));

    assertThat(found("id", null, null)).containsExactlyInAnyOrder(descriptor(1), descriptor(2));
    assertThat(found(null, "com.example", "bigint")).containsExactly(descriptor(2));
    assertThat(found("id", "com.elsewhere", null)).isEmpty();
    assertThatThrownBy(() -> found(null, null, "int"))
        .as("everything would be too much")
        .isInstanceOf(MetaException.class);
  }

  private List<SchemaVersionDescriptor> found(String column, String namespace, String type)
      throws TException {
    var request = new FindSchemasByColsRqst();
    request.setColName(column);
    request.setColNamespace(namespace);
    request.setType(type);
    return client.get_schemas_by_cols(request).getSchemaVersions();
  }

  @Test
  void aVersionIsMappedToASerDe() throws TException {
    var serDe = new SerDeInfo("Avro", "org.example.AvroSerDe", Map.of("k", "v"));
    client.add_serde(serDe);
    assertThatThrownBy(() -> client.add_serde(serDe)).isInstanceOf(AlreadyExistsException.class);
    assertThat(client.get_serde(new GetSerdeRequest("Avro"))).isEqualTo(serDe);
    assertThatThrownBy(() -> client.get_serde(new GetSerdeRequest("avro")))
        .isInstanceOf(NoSuchObjectException.class);
    client.create_ischema(schema());
    client.add_schema_version(version(1));

    client.map_schema_version_to_serde(new MapSchemaVersionToSerdeRequest(descriptor(1), "Avro"));

    assertThat(client.get_schema_version(descriptor(1)).getSerDe()).isEqualTo(serDe);
    assertThatThrownBy(
            () ->
                client.map_schema_version_to_serde(
                    new MapSchemaVersionToSerdeRequest(descriptor(1), "other")))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("other");
    assertThatThrownBy(
            () ->
                client.map_schema_version_to_serde(
                    new MapSchemaVersionToSerdeRequest(descriptor(2), "Avro")))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void aSerDeThatCameWithAVersionIsKnownByItsName() throws TException {
    var serDe = new SerDeInfo("mine", "org.example.MySerDe", Map.of());
    var version = version(1);
    version.setSerDe(serDe);
    client.create_ischema(schema());
    client.add_schema_version(version);
    assertThat(client.get_serde(new GetSerdeRequest("mine"))).isEqualTo(serDe);
  }

  @Test
  void theStateOfAVersionIsSetToAny() throws TException {
    client.create_ischema(schema());
    client.add_schema_version(version(1));
    for (var state : List.of(SchemaVersionState.DELETED, SchemaVersionState.ENABLED)) {
      client.set_schema_version_state(new SetSchemaVersionStateRequest(descriptor(1), state));
      assertThat(client.get_schema_version(descriptor(1)).getState()).isEqualTo(state);
    }
    assertThatThrownBy(
            () ->
                client.set_schema_version_state(
                    new SetSchemaVersionStateRequest(descriptor(2), SchemaVersionState.ENABLED)))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void changesOfSchemasAreAnnounced() throws TException {
    long before = given.catalog().changes().position();
    client.create_ischema(schema());
    client.alter_ischema(new AlterISchemaRequest(ORDERS, schema()));
    client.add_schema_version(version(1));
    client.set_schema_version_state(
        new SetSchemaVersionStateRequest(descriptor(1), SchemaVersionState.ENABLED));
    client.drop_schema_version(descriptor(1));
    client.drop_ischema(ORDERS);
    assertThat(given.catalog().changes().after(before, 10))
        .extracting(Change::kind)
        .containsExactly(
            ChangeKind.CREATE_ISCHEMA,
            ChangeKind.ALTER_ISCHEMA,
            ChangeKind.ADD_SCHEMA_VERSION,
            ChangeKind.ALTER_SCHEMA_VERSION,
            ChangeKind.DROP_SCHEMA_VERSION,
            ChangeKind.DROP_ISCHEMA);
  }

  @Test
  void aDatabaseGoesWithItsSchemasByCascadeOnly() throws TException {
    client.create_database(Given.database("sales"));
    var schema = schema();
    schema.setDbName("sales");
    client.create_ischema(schema);
    assertThatThrownBy(() -> client.drop_database("sales", true, false))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("sales");
    client.drop_database("sales", true, true);
    assertThatThrownBy(() -> client.get_ischema(new ISchemaName("hive", "sales", "orders")))
        .isInstanceOf(NoSuchObjectException.class);
  }
}
