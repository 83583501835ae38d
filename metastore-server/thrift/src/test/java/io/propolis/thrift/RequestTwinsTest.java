package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlterCatalogRequest;
import org.apache.hadoop.hive.metastore.api.AlterDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.AlterPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.AppendPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.Catalog;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.CompactionInfoStruct;
import org.apache.hadoop.hive.metastore.api.CompactionType;
import org.apache.hadoop.hive.metastore.api.CreateCatalogRequest;
import org.apache.hadoop.hive.metastore.api.CreateDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.CreateTableRequest;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DeleteColumnStatisticsRequest;
import org.apache.hadoop.hive.metastore.api.DropPartitionRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.GetCatalogRequest;
import org.apache.hadoop.hive.metastore.api.GetDatabaseObjectsRequest;
import org.apache.hadoop.hive.metastore.api.GetFunctionsRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionNamesPsRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByFilterRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesRequest;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionListComposingSpec;
import org.apache.hadoop.hive.metastore.api.PartitionSpec;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.RenamePartitionRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.TableStatsRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Newer and rarer forms of a call do what the usual ones do. */
class RequestTwinsTest {
  private static final short ALL = -1;
  private static final EnvironmentContext QUIET =
      new EnvironmentContext(Map.of("DO_NOT_UPDATE_STATS", "true"));

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;
  private Table orders;

  @BeforeEach
  void createTable() throws TException {
    client = given.client();
    client.create_table(
        Given.partitioned(
            "default", "orders", Given.key("year", "int"), Given.key("city", "string")));
    orders = table("orders");
  }

  private Table table(String name) throws TException {
    return (Table) client.call("get_table", "default", name);
  }

  private Partition partition(String year, String city) throws TException {
    return client.get_partition("default", "orders", List.of(year, city));
  }

  private List<String> names() throws TException {
    return client.get_partition_names("default", "orders", ALL);
  }

  @Test
  void catalogsChange() throws TException {
    client.create_catalog(new CreateCatalogRequest(new Catalog("lake", given.warehouse() + "/l")));
    var changed = new Catalog("lake", given.warehouse() + "/l");
    changed.setDescription("what the lake holds");
    client.alter_catalog(new AlterCatalogRequest("lake", changed));

    assertThat(client.get_catalog(new GetCatalogRequest("lake")).getCatalog().getDescription())
        .isEqualTo("what the lake holds");
  }

  @Test
  void databasesAreMadeChangedAndListed() throws TException {
    var request = new CreateDatabaseRequest("sales");
    request.setDescription("all shops");
    request.setParameters(Map.of("team", "shops"));
    request.setOwnerName("anna");
    request.setOwnerType(PrincipalType.ROLE);
    client.create_database_req(request);
    var made = client.get_database("sales");
    assertThat(made.getDescription()).isEqualTo("all shops");
    assertThat(made.getParameters()).containsEntry("team", "shops");
    assertThat(made.getOwnerName()).isEqualTo("anna");
    assertThat(made.getOwnerType()).isEqualTo(PrincipalType.ROLE);
    assertThat(made.getLocationUri()).isEqualTo(given.warehouse() + "/sales.db");

    var changed = new Database(made);
    changed.setParameters(Map.of("team", "web"));
    client.alter_database_req(new AlterDatabaseRequest("sales", changed));
    assertThat(client.get_database("sales").getParameters()).containsEntry("team", "web");

    var wanted = new GetDatabaseObjectsRequest();
    wanted.setPattern("sal*");
    assertThat(client.get_databases_req(wanted).getDatabases())
        .containsExactly(client.get_database("sales"));
  }

  @Test
  void functionsAreListedByNameOrWhole() throws TException {
    var function =
        new Function(
            "to_euro",
            "default",
            "x.ToEuro",
            "anna",
            PrincipalType.USER,
            0,
            FunctionType.JAVA,
            List.of());
    client.create_function(function);
    var request = new GetFunctionsRequest("default");
    request.setPattern("to_*");

    request.setReturnNames(true);
    assertThat(client.get_functions_req(request).getFunction_names()).containsExactly("to_euro");
    request.setReturnNames(false);
    assertThat(client.get_functions_req(request).getFunctions())
        .containsExactly(client.get_function("default", "to_euro"));
  }

  @Test
  void partitionsAreAppended() throws TException {
    var byValues = new AppendPartitionsRequest("default", "orders");
    byValues.setPartVals(List.of("2023", "Rome"));
    assertThat(client.append_partition_req(byValues)).isEqualTo(partition("2023", "Rome"));
    var byName = new AppendPartitionsRequest("default", "orders");
    byName.setName("year=2023/city=Bonn");
    client.append_partition_req(byName);
    client.append_partition_with_environment_context(
        "default", "orders", List.of("2024", "Rome"), QUIET);
    client.append_partition_by_name_with_environment_context(
        "default", "orders", "year=2024/city=Bonn", QUIET);
    client.add_partition_with_environment_context(
        Given.partition("default", "orders", "2025", "Rome"), QUIET);

    assertThat(names())
        .containsExactly(
            "year=2023/city=Bonn",
            "year=2023/city=Rome",
            "year=2024/city=Bonn",
            "year=2024/city=Rome",
            "year=2025/city=Rome");
    assertThat(partition("2025", "Rome").getParameters()).doesNotContainKey("numFiles");
  }

  @Test
  void partitionsAreDropped() throws TException {
    for (var city : List.of("a", "b", "c", "d")) {
      client.append_partition("default", "orders", List.of("2024", city));
    }
    var folder = given.file(partition("2024", "b").getSd().getLocation());
    var byValues = new DropPartitionRequest("default", "orders");
    byValues.setPartVals(List.of("2024", "a"));
    assertThat(client.drop_partition_req(byValues)).isTrue();
    var byName = new DropPartitionRequest("default", "orders");
    byName.setPartName("year=2024/city=b");
    byName.setDeleteData(true);
    assertThat(client.drop_partition_req(byName)).isTrue();
    assertThat(folder).doesNotExist();
    client.drop_partition_with_environment_context(
        "default", "orders", List.of("2024", "c"), true, QUIET);
    client.drop_partition_by_name_with_environment_context(
        "default", "orders", "year=2024/city=d", true, QUIET);

    assertThat(names()).isEmpty();
    assertThatThrownBy(() -> client.drop_partition_req(byName))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void partitionsChange() throws TException {
    client.append_partition("default", "orders", List.of("2024", "Rome"));
    var changed = partition("2024", "Rome");
    changed.putToParameters("a", "1");
    client.alter_partitions("default", "orders", List.of(changed));
    assertThat(partition("2024", "Rome").getParameters()).containsEntry("a", "1");
    changed.putToParameters("a", "2");
    client.alter_partitions_with_environment_context("default", "orders", List.of(changed), QUIET);
    assertThat(partition("2024", "Rome").getParameters()).containsEntry("a", "2");
    changed.putToParameters("a", "3");
    client.alter_partitions_req(new AlterPartitionsRequest("default", "orders", List.of(changed)));
    assertThat(partition("2024", "Rome").getParameters()).containsEntry("a", "3");
    changed.putToParameters("a", "4");
    client.alter_partition_with_environment_context("default", "orders", changed, QUIET);
    assertThat(partition("2024", "Rome").getParameters()).containsEntry("a", "4");

    changed.setValues(List.of("2025", "Rome"));
    client.rename_partition_req(
        new RenamePartitionRequest("default", "orders", List.of("2024", "Rome"), changed));
    assertThat(names()).containsExactly("year=2025/city=Rome");
  }

  @Test
  void partitionsAreFound() throws TException {
    for (var city : List.of("Bonn", "Rome")) {
      client.append_partition("default", "orders", List.of("2023", city));
      client.append_partition("default", "orders", List.of("2024", city));
    }
    var rome = partition("2024", "Rome");

    assertThat(
            client
                .get_partition_req(
                    new GetPartitionRequest("default", "orders", List.of("2024", "Rome")))
                .getPartition())
        .isEqualTo(rome);
    var named = new GetPartitionsByNamesRequest("default", "orders");
    named.setNames(List.of("year=2024/city=Rome", "year=1999/city=x"));
    assertThat(client.get_partitions_by_names_req(named).getPartitions()).containsExactly(rome);
    assertThat(
            client.get_partitions_by_filter_req(
                new GetPartitionsByFilterRequest(
                    "default", "orders", "year = 2024 and city = 'Rome'")))
        .containsExactly(rome);
    var all = new PartitionsRequest("default", "orders");
    assertThat(client.get_partitions_req(all).getPartitions()).hasSize(4).contains(rome);
    assertThat(client.fetch_partition_names_req(all)).isEqualTo(names());
    all.setMaxParts((short) 3);
    assertThat(client.get_partitions_req(all).getPartitions()).hasSize(3);
    assertThat(client.fetch_partition_names_req(all)).hasSize(3);
    var prefix = new GetPartitionNamesPsRequest("default", "orders");
    prefix.setPartValues(List.of("", "Rome"));
    assertThat(client.get_partition_names_ps_req(prefix).getNames())
        .containsExactly("year=2023/city=Rome", "year=2024/city=Rome");
    var open = new PartitionsByExprRequest("default", "orders", ByteBuffer.allocate(0));
    assertThat(client.get_partition_names_req(open)).isEqualTo(names());
  }

  @Test
  void tablesAreMadeChangedAndDropped() throws TException {
    client.create_table_with_environment_context(Given.table("default", "returns"), QUIET);
    var made = table("returns");
    assertThat(made.getParameters()).doesNotContainKey("numFiles");

    client.append_partition("default", "orders", List.of("2024", "Rome"));
    var changed = new Table(orders);
    changed.getSd().addToCols(Given.key("note", "string"));
    client.alter_table_with_cascade("default", "orders", changed, true);
    assertThat(partition("2024", "Rome").getSd().getCols())
        .isEqualTo(table("orders").getSd().getCols())
        .contains(Given.key("note", "string"));

    client.drop_table_with_environment_context(
        "default", "returns", true, new EnvironmentContext(Map.of("ifPurge", "TRUE")));
    assertThat(given.file(made.getSd().getLocation())).doesNotExist();
    assertThat(client.get_all_tables("default")).containsExactly("orders");
  }

  @Test
  void statisticsAreKeptAndRemoved() throws TException {
    client.append_partition("default", "orders", List.of("2024", "Rome"));
    var ofTable = new ColumnStatisticsDesc(true, "default", "orders");
    var table = new SetPartitionsStatsRequest(List.of(ofEngine(ofTable)));
    table.setEngine("impala");
    assertThat(client.update_table_column_statistics_req(table).isResult()).isTrue();
    var ofPartition = new ColumnStatisticsDesc(false, "default", "orders");
    ofPartition.setPartName("year=2024/city=Rome");
    var partition = new SetPartitionsStatsRequest(List.of(ofEngine(ofPartition)));
    partition.setEngine("impala");
    assertThat(client.update_partition_column_statistics_req(partition).isResult()).isTrue();

    assertThat(tableStatistics("impala")).containsExactly(ids());
    assertThat(tableStatistics("hive")).isEmpty();
    var wanted =
        new PartitionsStatsRequest(
            "default", "orders", List.of("id"), List.of("year=2024/city=Rome"));
    wanted.setEngine("impala");
    assertThat(client.get_partitions_statistics_req(wanted).getPartStats())
        .containsExactly(Map.entry("year=2024/city=Rome", List.of(ids())));

    var removal = new DeleteColumnStatisticsRequest("default", "orders");
    removal.setTableLevel(true);
    removal.setEngine("impala");
    assertThat(client.delete_column_statistics_req(removal)).isTrue();
    assertThat(tableStatistics("impala")).isEmpty();
  }

  private static ColumnStatistics ofEngine(ColumnStatisticsDesc description) {
    var statistics = new ColumnStatistics(description, List.of(ids()));
    statistics.setEngine("impala");
    return statistics;
  }

  private static ColumnStatisticsObj ids() {
    return new ColumnStatisticsObj(
        "id", "bigint", ColumnStatisticsData.longStats(new LongColumnStatsData(0, 5)));
  }

  private List<ColumnStatisticsObj> tableStatistics(String engine) throws TException {
    var wanted = new TableStatsRequest("default", "orders", List.of("id"));
    wanted.setEngine(engine);
    return client.get_table_statistics_req(wanted).getTableStats();
  }

  @Test
  void aCompactorLearnsWhichColumnsHaveStatistics() throws TException {
    var ofTable = new ColumnStatisticsDesc(true, "default", "orders");
    client.update_table_column_statistics(new ColumnStatistics(ofTable, List.of(ids())));
    var compaction = new CompactionInfoStruct(1, "default", "orders", CompactionType.MAJOR);

    assertThat(client.find_columns_with_stats(compaction)).containsExactly("id");
  }

  @Test
  void partitionsAreAddedAsSpecs() throws TException {
    var given1 = Given.partition("default", "orders", "2024", "Rome");
    var given2 = Given.partition("default", "orders", "2024", "Bonn");
    var spec = new PartitionSpec("default", "orders", null);
    spec.setPartitionList(new PartitionListComposingSpec(List.of(given1, given2)));

    assertThat(client.add_partitions_pspec(List.of(spec))).isEqualTo(2);
    assertThat(names()).containsExactly("year=2024/city=Bonn", "year=2024/city=Rome");
  }

  @Test
  void materializedViewsThatMayRewriteAreListed() throws TException {
    for (var name : List.of("daily", "hidden")) {
      var view = Given.table("default", name);
      view.setTableType("MATERIALIZED_VIEW");
      view.setViewOriginalText("select 1");
      view.setRewriteEnabled(name.equals("daily"));
      client.create_table(view);
    }

    assertThat(client.get_materialized_views_for_rewriting("default")).containsExactly("daily");
    assertThat(client.get_all_materialized_view_objects_for_rewriting())
        .containsExactly(table("daily"));
  }

  @Test
  void aDryRunAnswersTheTableAsItWouldBeAndMakesNothing() throws TException {
    var request = new CreateTableRequest(Given.table("Default", "Returns"));

    assertThat(client.translate_table_dryrun(request).getTableName()).isEqualTo("returns");
    assertThat(client.get_all_tables("default")).containsExactly("orders");
  }

  @Test
  void whatNeedsNoAnswerIsAnswered() throws TException {
    client.flushCache();
    assertThat(client.partition_name_has_valid_characters(List.of("2024", "Größe"), false))
        .isTrue();
  }
}
