package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.thrift.api.DroppedMethods;
import io.propolis.thrift.api.WireStruct;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IndexesTest {
  private static final String DATA = "default__orders_by_id__";

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void table() throws TException {
    client = given.client();
    client.create_table(Given.table("default", "orders"));
  }

  private static WireStruct index(String table, String name) {
    return DroppedMethods.newIndex()
        .with("indexName", name)
        .with("indexHandlerClass", "org.apache.hadoop.hive.ql.index.compact.CompactIndexHandler")
        .with("dbName", "default")
        .with("origTableName", table)
        .with("indexTableName", DATA)
        .with("sd", Given.descriptor())
        .with("parameters", Map.of("k", "v"))
        .with("deferredRebuild", true);
  }

  private static Table data() {
    var table = Given.table("default", DATA);
    table.setTableType("INDEX_TABLE");
    return table;
  }

  private WireStruct get(String name) throws TException {
    return (WireStruct) client.call("get_index_by_name", "default", "orders", name);
  }

  private Object names() throws TException {
    return client.call("get_index_names", "default", "orders", (short) -1);
  }

  @Test
  void anIndexIsMadeWithTheTableOfItsData() throws TException {
    var added = (WireStruct) client.call("add_index", index("orders", "By_Id"), data());

    assertThat(get("by_id")).isEqualTo(added);
    assertThat(added.get("indexName")).isEqualTo("by_id");
    assertThat(added.get("indexTableName")).isEqualTo(DATA);
    assertThat(added.get("deferredRebuild")).isEqualTo(true);
    assertThat((Integer) added.get("createTime")).isPositive();
    assertThat(added.get("parameters"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("k", "v")
        .containsKey("transient_lastDdlTime");
    assertThat(client.get_table_meta("default", DATA, List.of("INDEX_TABLE"))).hasSize(1);
    assertThat(client.call("get_indexes", "default", "orders", (short) 5))
        .isEqualTo(List.of(added));
    assertThat(client.call("get_indexes", "default", "orders", (short) 0)).isEqualTo(List.of());
    assertThat(names()).isEqualTo(List.of("by_id"));
  }

  @Test
  void whatCannotBeIndexedIsNamedAsHiveDoes() throws TException {
    assertThatThrownBy(() -> client.call("add_index", index("nothing", "i"), data()))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("nothing");
    assertThat(client.get_tables("default", "*"))
        .as("no table for an index that was not made")
        .containsExactly("orders");
    assertThatThrownBy(() -> client.call("add_index", index("orders", "i"), null))
        .as("the table of the data is missing")
        .isInstanceOf(InvalidObjectException.class);
    client.call("add_index", index("orders", "i"), data());
    assertThatThrownBy(() -> client.call("add_index", index("orders", "I"), data()))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> client.call("add_index", index("orders", "j"), data()))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining(DATA);
    assertThatThrownBy(() -> get("j")).isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.call("drop_index_by_name", "default", "orders", "j", true))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(
            () -> client.call("alter_index", "default", "orders", "j", index("orders", "j")))
        .isInstanceOf(InvalidOperationException.class);
  }

  @Test
  void onlyTheParametersOfAnIndexChange() throws TException {
    var added = (WireStruct) client.call("add_index", index("orders", "i"), data());
    var changed =
        index("orders", "other")
            .with("parameters", Map.of("n", "w"))
            .with("deferredRebuild", false);
    client.call("alter_index", "default", "orders", "i", changed);
    var stored = get("i");
    assertThat(stored.get("parameters"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("n", "w")
        .doesNotContainKey("k");
    assertThat(stored.with("parameters", added.get("parameters"))).isEqualTo(added);
  }

  @Test
  void anIndexGoesWithItsData() throws TException {
    client.call("add_index", index("orders", "i"), data());
    var data = (Table) client.call("get_table", "default", DATA);
    var folder = given.file(data.getSd().getLocation());
    assertThat(folder).isDirectory();
    assertThatThrownBy(() -> client.drop_table("default", DATA, true))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("drop index instead");

    assertThat(client.call("drop_index_by_name", "default", "orders", "i", true)).isEqualTo(true);
    assertThat(names()).isEqualTo(List.of());
    assertThat(client.get_tables("default", "*")).containsExactly("orders");
    assertThat(folder).doesNotExist();
  }

  @Test
  void aTableGoesWithItsIndexes() throws TException {
    client.call("add_index", index("orders", "i"), data());
    long before = given.catalog().changes().position();
    client.drop_table("default", "orders", true);
    assertThat(client.get_tables("default", "*")).isEmpty();
    assertThat(given.catalog().changes().after(before, 10))
        .extracting(Change::kind)
        .containsExactly(ChangeKind.DROP_INDEX, ChangeKind.DROP_TABLE, ChangeKind.DROP_TABLE);
  }

  @Test
  void aRenamedTableKeepsItsIndexes() throws TException {
    client.call("add_index", index("orders", "i"), data());
    var renamed = client.get_table_req(new GetTableRequest("default", "orders")).getTable();
    renamed.setTableName("purchases");
    client.alter_table("default", "orders", renamed);
    var index = (WireStruct) client.call("get_index_by_name", "default", "purchases", "i");
    assertThat(index.get("origTableName")).isEqualTo("purchases");
  }

  @Test
  void changesOfIndexesAreAnnounced() throws TException {
    long before = given.catalog().changes().position();
    client.call("add_index", index("orders", "i"), data());
    client.call("alter_index", "default", "orders", "i", index("orders", "i"));
    client.call("drop_index_by_name", "default", "orders", "i", true);
    assertThat(given.catalog().changes().after(before, 10))
        .extracting(Change::kind)
        .containsExactly(
            ChangeKind.CREATE_TABLE,
            ChangeKind.CREATE_INDEX,
            ChangeKind.ALTER_INDEX,
            ChangeKind.DROP_INDEX,
            ChangeKind.DROP_TABLE);
  }
}
