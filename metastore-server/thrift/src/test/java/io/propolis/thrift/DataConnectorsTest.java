package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.AlterDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.CreateDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.DataConnector;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DatabaseType;
import org.apache.hadoop.hive.metastore.api.DropDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.GetDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.thrift.TException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DataConnectorsTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() throws TException {
    client = given.client();
    client.set_ugi("ann", List.of());
  }

  private static DataConnector connector(String name) {
    var connector = new DataConnector(name, "mysql", "jdbc:mysql://db:3306");
    connector.setDescription("the shop");
    connector.setParameters(Map.of("hive.sql.dbcp.username", "shop"));
    return connector;
  }

  private DataConnector get(String name) throws TException {
    return client.get_dataconnector_req(new GetDataConnectorRequest(name));
  }

  private static DropDataConnectorRequest drop(String name) {
    return new DropDataConnectorRequest(name);
  }

  @Test
  void aConnectorIsFoldedOwnedAndDated() throws TException {
    client.create_dataconnector_req(new CreateDataConnectorRequest(connector("Shop")));
    var stored = get("SHOP");
    assertThat(stored.getName()).isEqualTo("shop");
    assertThat(stored.getType()).isEqualTo("mysql");
    assertThat(stored.getUrl()).isEqualTo("jdbc:mysql://db:3306");
    assertThat(stored.getDescription()).isEqualTo("the shop");
    assertThat(stored.getParameters()).isEqualTo(Map.of("hive.sql.dbcp.username", "shop"));
    assertThat(stored.getOwnerName()).isEqualTo("ann");
    assertThat(stored.getOwnerType()).isEqualTo(PrincipalType.USER);
    assertThat(stored.getCreateTime()).isPositive();
    assertThat(client.get_dataconnectors()).containsExactly("shop");
  }

  @Test
  void absentDoubleAndWrongConnectorsAreNamedAsHiveDoes() throws TException {
    client.create_dataconnector_req(new CreateDataConnectorRequest(connector("shop")));
    assertThatThrownBy(
            () ->
                client.create_dataconnector_req(new CreateDataConnectorRequest(connector("shop"))))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("shop");
    assertThatThrownBy(
            () -> client.create_dataconnector_req(new CreateDataConnectorRequest(connector("a b"))))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("a b");
    assertThatThrownBy(() -> get("other")).isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.drop_dataconnector_req(drop("other")))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(
            () ->
                client.alter_dataconnector_req(
                    new AlterDataConnectorRequest("other", connector("other"))))
        .isInstanceOf(NoSuchObjectException.class);
    var lenient = drop("other");
    lenient.setIfNotExists(true);
    client.drop_dataconnector_req(lenient);
  }

  @Test
  void bothGenerationsOfClientsSeeTheSameConnectors() throws TException {
    client.call("create_dataconnector", connector("shop"));
    var changed = connector("shop");
    changed.setUrl("jdbc:mysql://other:3306");
    changed.setOwnerName("bob");
    changed.setDescription(" ");
    changed.setType("derby");
    client.call("alter_dataconnector", "shop", changed);
    var stored = get("shop");
    assertThat(stored.getUrl()).isEqualTo("jdbc:mysql://other:3306");
    assertThat(stored.getOwnerName()).isEqualTo("bob");
    assertThat(stored.getDescription()).as("not changed to nothing").isEqualTo("the shop");
    assertThat(stored.getType()).as("what it is stays").isEqualTo("mysql");

    client.call("drop_dataconnector", "shop", false, true);
    assertThat(client.get_dataconnectors()).isEmpty();
    client.call("drop_dataconnector", "shop", true, true);
    assertThatThrownBy(() -> client.call("drop_dataconnector", "shop", false, true))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void changesOfConnectorsAreAnnounced() throws TException {
    long before = given.catalog().changes().position();
    client.create_dataconnector_req(new CreateDataConnectorRequest(connector("shop")));
    client.alter_dataconnector_req(new AlterDataConnectorRequest("shop", connector("shop")));
    client.drop_dataconnector_req(drop("shop"));
    assertThat(given.catalog().changes().after(before, 10))
        .extracting(Change::kind)
        .containsExactly(
            ChangeKind.CREATE_DATACONNECTOR,
            ChangeKind.ALTER_DATACONNECTOR,
            ChangeKind.DROP_DATACONNECTOR);
  }

  private Database remote() throws TException {
    client.create_dataconnector_req(new CreateDataConnectorRequest(connector("shop")));
    var database = Given.database("sales");
    database.setType(DatabaseType.REMOTE);
    database.setConnector_name("Shop");
    database.setRemote_dbname("SHOP_DB");
    client.create_database(database);
    return client.get_database("sales");
  }

  @Test
  void aRemoteDatabaseStaysOneWhoeverChangesIt() throws TException {
    var stored = remote();
    assertThat(stored.getType()).isEqualTo(DatabaseType.REMOTE);
    assertThat(stored.getConnector_name()).isEqualTo("shop");
    assertThat(stored.getRemote_dbname()).isEqualTo("SHOP_DB");

    var old = Given.database("sales");
    old.setDescription("changed");
    client.alter_database("sales", old);
    stored.setDescription("changed");
    stored.setOwnerName(null);
    assertThat(client.get_database("sales")).isEqualTo(stored);
    assertThat(client.get_database("default").getType()).isEqualTo(DatabaseType.NATIVE);
  }

  @Test
  void aRemoteDatabaseNeedsAConnectorThatStands() {
    var database = Given.database("sales");
    database.setType(DatabaseType.REMOTE);
    assertThatThrownBy(() -> client.create_database(database))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("sales");
    database.setConnector_name("nobody");
    assertThatThrownBy(() -> client.create_database(database))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void aConnectorInUseIsDroppedOnlyUnchecked() throws TException {
    remote();
    var checked = drop("shop");
    checked.setCheckReferences(true);
    assertThatThrownBy(() -> client.drop_dataconnector_req(checked))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("sales");
    client.drop_dataconnector_req(drop("shop"));
    assertThat(client.get_database("sales").getConnector_name()).isEqualTo("shop");
  }

  @Test
  void nobodyIsToldThatARemoteDatabaseIsEmpty() throws TException {
    remote();
    assertRefused(() -> client.get_all_tables("sales"));
    assertRefused(() -> client.get_tables("sales", "*"));
    assertRefused(() -> client.get_tables_by_type("sales", "*", "MANAGED_TABLE"));
    assertRefused(() -> client.get_table_meta("sales", "*", List.of()));
    assertRefused(() -> client.get_table_names_by_filter("sales", "", (short) -1));
    assertRefused(() -> client.get_table_req(new GetTableRequest("sales", "orders")));
    assertRefused(() -> client.call("get_table", "sales", "orders"));
    assertRefused(() -> client.create_table(Given.table("sales", "orders")));
    assertRefused(() -> client.drop_table("sales", "orders", true));
    assertRefused(() -> client.alter_table("sales", "orders", Given.table("sales", "orders")));
    assertRefused(() -> client.create_function(function()));
    client.drop_database("sales", true, false);
  }

  private static Function function() {
    var function = new Function();
    function.setDbName("sales");
    function.setFunctionName("f");
    function.setClassName("F");
    function.setFunctionType(FunctionType.JAVA);
    function.setOwnerType(PrincipalType.USER);
    return function;
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfAny(MetaException.class, InvalidOperationException.class)
        .hasMessageContaining("REMOTE database sales")
        .hasMessageContaining("data connector shop");
  }
}
