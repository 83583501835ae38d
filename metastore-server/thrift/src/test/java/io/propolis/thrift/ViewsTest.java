package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.TableMeta;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The views of Hive, Trino and Iceberg beside tables in one name space. */
class ViewsTest {
  private static final String PRESTO_TEXT =
      "/* Presto View: eyJvcmlnaW5hbFNxbCI6IlNFTEVDVCAxIn0= */";

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void createThem() throws TException {
    client = given.client();
    client.create_table(Given.table("default", "hive_table"));
    client.create_table(icebergTable("iceberg_table"));
    client.create_table(view("hive_view", "SELECT 1", "SELECT `1`", Map.of()));
    client.create_table(
        view("trino_view", PRESTO_TEXT, "/* Presto View */", Map.of("presto_view", "true")));
    client.create_table(icebergView("iceberg_view"));
  }

  private static Table icebergTable(String name) {
    var table = Given.table("default", name);
    table.setTableType("EXTERNAL_TABLE");
    table.setParameters(
        Map.of("EXTERNAL", "TRUE", "table_type", "ICEBERG", "metadata_location", "v1"));
    return table;
  }

  private static Table icebergView(String name) {
    return view(name, null, null, Map.of("table_type", "ICEBERG-VIEW", "metadata_location", "v1"));
  }

  private static Table view(
      String name, String original, String expanded, Map<String, String> parameters) {
    var view = Given.table("default", name);
    view.setTableType("VIRTUAL_VIEW");
    view.setViewOriginalText(original);
    view.setViewExpandedText(expanded);
    view.setParameters(parameters);
    return view;
  }

  private Table read(String name) throws TException {
    return (Table) client.call("get_table", "default", name);
  }

  @Test
  void theTextOfEachIsKept() throws TException {
    assertThat(read("hive_view").getViewOriginalText()).isEqualTo("SELECT 1");
    assertThat(read("hive_view").getViewExpandedText()).isEqualTo("SELECT `1`");
    assertThat(read("trino_view").getViewOriginalText()).isEqualTo(PRESTO_TEXT);
    assertThat(read("trino_view").getParameters()).containsEntry("presto_view", "true");
    assertThat(read("iceberg_view").isSetViewOriginalText()).isFalse();
    assertThat(read("iceberg_view").getParameters()).containsEntry("table_type", "ICEBERG-VIEW");
  }

  @Test
  void listingsTellThemApart() throws TException {
    assertThat(client.get_all_tables("default"))
        .containsExactly("hive_table", "hive_view", "iceberg_table", "iceberg_view", "trino_view");
    assertThat(client.get_tables_by_type("default", "*", "VIRTUAL_VIEW"))
        .containsExactly("hive_view", "iceberg_view", "trino_view");
    assertThat(client.get_tables_by_type("default", "iceberg_*", "EXTERNAL_TABLE"))
        .containsExactly("iceberg_table");
    assertThat(client.get_tables_by_type("default", "*", "MANAGED_TABLE"))
        .containsExactly("hive_table");
    assertThat(client.get_table_meta("default", "*_view", List.of("VIRTUAL_VIEW")))
        .extracting(TableMeta::getTableName)
        .containsExactly("hive_view", "iceberg_view", "trino_view");
    assertThat(byType("LIKE \"ICEBERG\"")).containsExactly("iceberg_table");
    assertThat(byType("= \"ICEBERG-VIEW\"")).containsExactly("iceberg_view");
    assertThat(
            client.get_table_names_by_filter(
                "default", "hive_filter_field_params__presto_view = \"true\"", (short) -1))
        .containsExactly("trino_view");
  }

  private List<String> byType(String condition) throws TException {
    return client.get_table_names_by_filter(
        "default", "hive_filter_field_params__table_type " + condition, (short) -1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hive_table", "iceberg_table", "hive_view", "trino_view", "iceberg_view"})
  void aNameBelongsToOneOfThem(String taken) throws TException {
    var before = read(taken);
    for (var other :
        List.of(
            Given.table("default", taken),
            icebergTable(taken.toUpperCase(java.util.Locale.ROOT)),
            view(taken, "SELECT 2", "SELECT 2", Map.of()),
            icebergView(taken))) {
      assertThatThrownBy(() -> client.create_table(other))
          .isInstanceOf(AlreadyExistsException.class)
          .hasMessageContaining(taken);
    }
    client.create_table(view("mine", "SELECT 3", "SELECT 3", Map.of()));
    var renamed = read("mine");
    renamed.setTableName(taken);
    assertThatThrownBy(() -> client.alter_table("default", "mine", renamed))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("default." + taken + " already exists");
    assertThat(read(taken)).isEqualTo(before);
  }

  @Test
  void droppingOneLeavesTheOthers() throws TException {
    for (var view : List.of("hive_view", "trino_view", "iceberg_view")) {
      client.drop_table("default", view, true);
    }
    assertThat(client.get_all_tables("default")).containsExactly("hive_table", "iceberg_table");
    client.create_table(icebergTable("iceberg_view"));
    assertThat(byType("LIKE \"ICEBERG\"")).containsExactly("iceberg_table", "iceberg_view");
  }
}
