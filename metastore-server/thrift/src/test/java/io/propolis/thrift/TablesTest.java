package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.AlterTableRequest;
import org.apache.hadoop.hive.metastore.api.CreateTableRequest;
import org.apache.hadoop.hive.metastore.api.CreationMetadata;
import org.apache.hadoop.hive.metastore.api.DropTableRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTablesExtRequest;
import org.apache.hadoop.hive.metastore.api.GetTablesRequest;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.UnknownDBException;
import org.apache.hadoop.hive.metastore.api.UnknownTableException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TablesTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  @Test
  void oldAndNewClientsReadTheSameTable() throws TException {
    var client = given.client();
    client.create_table(Given.table("default", "Orders"));

    var old = (Table) client.call("get_table", "default", "orders");
    var request = new GetTableRequest("default", "orders");

    assertThat(client.get_table_req(request).getTable()).isEqualTo(old);
    assertThat(old.getTableName()).isEqualTo("orders");
    assertThat(old.getParameters()).containsKey("transient_lastDdlTime");
    assertThat(old.getCreateTime()).isPositive();
    assertThat(given.file(old.getSd().getLocation())).isDirectory();
  }

  @Test
  void absentAndDoubleTablesAreNamedAsHiveDoes() throws TException {
    var client = given.client();
    client.create_table(Given.table("default", "orders"));

    assertThatThrownBy(() -> client.call("get_table", "default", "nothing"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> client.create_table(Given.table("default", "orders")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> client.create_table(Given.table("nowhere", "orders")))
        .isInstanceOf(InvalidObjectException.class);
    assertThatThrownBy(() -> client.drop_table("default", "nothing", true))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(
            () -> client.alter_table("default", "nothing", Given.table("default", "nothing")))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("table not found");
    assertThatThrownBy(() -> client.get_fields("default", "nothing"))
        .isInstanceOf(UnknownTableException.class);
  }

  @Test
  void droppingRemovesManagedDataAndLeavesExternalData() throws Exception {
    var client = given.client();
    client.create_table(Given.table("default", "mine"));
    var external = Given.table("default", "theirs");
    external.setTableType("EXTERNAL_TABLE");
    external.putToParameters("EXTERNAL", "TRUE");
    external.getSd().setLocation(given.warehouse() + "/elsewhere");
    client.create_table(external);
    var mine = given.file(given.warehouse() + "/mine");
    var theirs = given.file(given.warehouse() + "/elsewhere");
    Files.writeString(mine.resolve("a.csv"), "1");
    Files.writeString(theirs.resolve("a.csv"), "1");

    client.drop_table("default", "mine", true);
    client.drop_table_req(dropRequest("theirs"));

    assertThat(mine).doesNotExist();
    assertThat(theirs.resolve("a.csv")).exists();
  }

  private static DropTableRequest dropRequest(String table) {
    var request = new DropTableRequest("default", table);
    request.setDeleteData(true);
    return request;
  }

  @Test
  void aRenameMovesTheFolderAndRefusesATakenName() throws TException {
    var client = given.client();
    client.create_table(Given.table("default", "orders"));
    client.create_table(Given.table("default", "taken"));
    var renamed = (Table) client.call("get_table", "default", "orders");
    renamed.setTableName("taken");

    assertThatThrownBy(() -> client.alter_table("default", "orders", renamed))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("new table default.taken already exists");
    renamed.setTableName("sales");
    client.alter_table("default", "orders", renamed);

    var stored = (Table) client.call("get_table", "default", "sales");
    assertThat(stored.getSd().getLocation()).isEqualTo(given.warehouse() + "/sales");
    assertThat(client.get_all_tables("default")).containsExactly("sales", "taken");
  }

  @Test
  void listsHoldWhatWasAskedFor() throws TException {
    var client = given.client();
    client.create_table(Given.table("default", "orders"));
    client.create_table(Given.table("default", "items"));
    var view = Given.table("default", "latest");
    view.setTableType("VIRTUAL_VIEW");
    view.setViewOriginalText("select 1");
    view.putToParameters("comment", "newest first");
    client.create_table(view);

    assertThat(client.get_tables("default", "*ders|it*")).containsExactly("items", "orders");
    assertThat(client.get_tables("default", ".*")).hasSize(3);
    assertThat(client.get_tables("nowhere", "*")).isEmpty();
    assertThat(client.get_tables_by_type("default", "*", "VIRTUAL_VIEW")).containsExactly("latest");
    assertThat(client.get_table_meta("def*", "*", List.of()))
        .extracting(meta -> meta.getTableName() + " " + meta.getTableType())
        .containsExactly("items MANAGED_TABLE", "latest VIRTUAL_VIEW", "orders MANAGED_TABLE");
    assertThat(client.get_table_meta("default", "*", List.of("VIRTUAL_VIEW")))
        .singleElement()
        .satisfies(meta -> assertThat(meta.getComments()).isEqualTo("newest first"));
    assertThat(client.get_tables_ext(new GetTablesExtRequest("hive", "default", "*", 1)))
        .hasSize(3);
  }

  @Test
  void severalTablesComeInTheOrderOfTheRequest() throws TException {
    var client = given.client();
    client.create_table(Given.table("default", "orders"));
    client.create_table(Given.table("default", "items"));
    var names = List.of("orders", "nothing", "items");

    assertThat((List<?>) client.call("get_table_objects_by_name", "default", names))
        .extracting(table -> ((Table) table).getTableName())
        .containsExactly("orders", "items");
    var request = new GetTablesRequest("default");
    request.setTblNames(names);
    assertThat(client.get_table_objects_by_name_req(request).getTables()).hasSize(2);
    assertThatThrownBy(() -> client.call("get_table_objects_by_name", "nowhere", names))
        .isInstanceOf(UnknownDBException.class);
  }

  @Test
  void tablesAreFoundByParametersAndOwner() throws TException {
    var client = given.client();
    var iceberg = Given.table("default", "ice");
    iceberg.putToParameters("table_type", "ICEBERG");
    client.create_table(iceberg);
    client.create_table(Given.table("default", "orders"));

    assertThat(byFilter(client, "hive_filter_field_params__table_type LIKE \"ICEBERG\""))
        .containsExactly("ice");
    assertThat(byFilter(client, "hive_filter_field_params__table_type = \"ICEBERG\""))
        .containsExactly("ice");
    assertThat(byFilter(client, "hive_filter_field_owner__ = \"ann\"")).hasSize(2);
    assertThat(byFilter(client, "hive_filter_field_tableType__ = \"VIRTUAL_VIEW\"")).isEmpty();
    assertThatThrownBy(() -> byFilter(client, "color = \"red\"")).isInstanceOf(MetaException.class);
    assertThat(client.get_table_names_by_filter("nowhere", "", (short) -1)).isEmpty();
    assertThatThrownBy(() -> client.get_table_names_by_filter(null, "", (short) -1))
        .isInstanceOf(UnknownDBException.class);
  }

  private static List<String> byFilter(MetastoreClient client, String filter) throws TException {
    return client.get_table_names_by_filter("default", filter, (short) -1);
  }

  @Test
  void columnsComeWithAndWithoutPartitionKeys() throws TException {
    var client = given.client();
    client.create_table(Given.partitioned("default", "orders", Given.key("day", "date")));

    assertThat(client.get_fields("default", "orders"))
        .extracting(FieldSchema::getName)
        .containsExactly("id", "name");
    assertThat(client.get_schema("default", "orders"))
        .extracting(FieldSchema::getName)
        .containsExactly("id", "name", "day");
  }

  /** HIVE-26882: of writers that expect the same state, one wins and the others are told. */
  @Test
  void concurrentCommitsOfOneStateLetOneWin() throws Exception {
    var table = Given.table("default", "ice");
    table.putToParameters("metadata_location", "v0");
    given.client().create_table(table);
    var won = new AtomicInteger();
    var threads = Executors.newFixedThreadPool(8);
    try {
      var writers = IntStream.range(0, 8).mapToObj(i -> writer("v" + (i + 1), won)).toList();
      for (var result : threads.invokeAll(writers)) {
        var lost = result.get();
        if (lost != null) {
          assertThat(lost)
              .startsWith(
                  "The table has been modified. The parameter value for key 'metadata_location' is");
        }
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(won).hasValue(1);
  }

  private Callable<String> writer(String location, AtomicInteger won) {
    var client = given.client();
    return () -> {
      var table = Given.table("default", "ice");
      table.putToParameters("metadata_location", location);
      table.getSd().setLocation(location(client, "ice"));
      var context =
          new EnvironmentContext(
              Map.of(
                  "expected_parameter_key", "metadata_location",
                  "expected_parameter_value", "v0"));
      try {
        client.alter_table_with_environment_context("default", "ice", table, context);
        won.incrementAndGet();
        return null;
      } catch (MetaException e) {
        return e.getMessage();
      }
    };
  }

  private static String location(MetastoreClient client, String table) throws TException {
    var stored = client.get_table_req(new GetTableRequest("default", table)).getTable();
    return stored.getSd().getLocation();
  }

  @Test
  void theRequestFormExpectsParametersToo() throws TException {
    var client = given.client();
    var table = Given.table("default", "ice");
    table.putToParameters("metadata_location", "v1");
    var create = new CreateTableRequest(table);
    client.create_table_req(create);
    table.getSd().setLocation(location(client, "ice"));
    var alter = new AlterTableRequest("default", "ice", table);
    alter.setExpectedParameterKey("metadata_location");
    alter.setExpectedParameterValue("v0");

    assertThatThrownBy(() -> client.alter_table_req(alter)).isInstanceOf(MetaException.class);
    alter.setExpectedParameterValue("v1");
    client.alter_table_req(alter);
  }

  @Test
  void whatOnlyNewClientsKnowSurvivesAnOldClientsWrite() throws TException {
    var client = given.client();
    var view = Given.table("default", "mv");
    view.setTableType("MATERIALIZED_VIEW");
    view.setCreationMetadata(
        new CreationMetadata("hive", "default", "mv", Set.of("default.orders")));
    client.create_table(view);
    var old = Given.table("default", "mv");
    old.setTableType("MATERIALIZED_VIEW");
    old.getSd().setLocation(location(client, "mv"));
    client.alter_table("default", "mv", old);

    var stored = (Table) client.call("get_table", "default", "mv");
    assertThat(stored.getCreationMetadata()).isEqualTo(view.getCreationMetadata());
  }
}
