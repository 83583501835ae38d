package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.GetPartitionsFilterSpec;
import org.apache.hadoop.hive.metastore.api.GetPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.GetProjectionsSpec;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionFilterMode;
import org.apache.hadoop.hive.metastore.api.PartitionSpec;
import org.apache.hadoop.hive.metastore.api.PartitionWithoutSD;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.TruncateTableRequest;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Exchanges, truncations and reads of partitions with specs. */
class PartitionMovesTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void partitions() throws TException {
    client = given.client();
    client.create_table(partitioned("orders"));
    client.create_table(partitioned("archive"));
    for (var day : List.of("1", "2")) {
      client.append_partition("default", "orders", List.of("CH", day));
    }
    client.append_partition("default", "orders", List.of("AT", "1"));
  }

  private static Table partitioned(String name) {
    return Given.partitioned(
        "default", name, Given.key("country", "string"), Given.key("day", "string"));
  }

  private Path file(String table, String... values) throws TException, IOException {
    var location = client.get_partition("default", table, List.of(values)).getSd().getLocation();
    return Files.writeString(given.file(location).resolve("part-0"), "x");
  }

  @Test
  void partitionsAreExchanged() throws Exception {
    var left = file("orders", "CH", "1");
    var moved =
        client.exchange_partitions(
            Map.of("country", "CH"), "default", "orders", "default", "archive");
    assertThat(moved).extracting(p -> p.getTableName()).containsOnly("archive").hasSize(2);
    assertThat(left).doesNotExist();
    assertThat(given.file(moved.get(0).getSd().getLocation()).resolve("part-0")).exists();
    assertThat(client.get_partition_names("default", "orders", (short) -1))
        .containsExactly("country=AT/day=1");
    var one =
        client.exchange_partition(
            Map.of("country", "AT", "day", "1"), "default", "orders", "@hive#default", "archive");
    assertThat(one).as("Hive returns an empty one").isEqualTo(new Partition());
    assertThat(client.get_partition_names("default", "archive", (short) -1)).hasSize(3);
    assertThatThrownBy(
            () ->
                client.exchange_partition(
                    Map.of("country", "CH"), "default", "absent", "default", "archive"))
        .isInstanceOf(MetaException.class);
  }

  @Test
  void partitionsAndTablesAreTruncated() throws Exception {
    var first = file("orders", "CH", "1");
    var second = file("orders", "CH", "2");
    client.truncate_table("default", "orders", List.of("country=CH/day=1"));
    assertThat(first).doesNotExist();
    assertThat(second).exists();

    var request = new TruncateTableRequest("default", "orders");
    request.setEnvironmentContext(
        new EnvironmentContext(Map.of("truncateSkipDataDeletion", "true")));
    client.truncate_table_req(request);
    assertThat(second).exists();
    request.unsetEnvironmentContext();
    client.truncate_table_req(request);
    assertThat(second).doesNotExist();
    assertThat(client.get_partition("default", "orders", List.of("CH", "2")).getParameters())
        .containsEntry("numFiles", "0")
        .containsEntry("numRows", "0");
    assertThatThrownBy(() -> client.truncate_table("default", "absent", null))
        .isInstanceOf(TApplicationException.class);
  }

  private List<PartitionSpec> specs(GetProjectionsSpec projection, GetPartitionsFilterSpec filter)
      throws TException {
    return client
        .get_partitions_with_specs(
            new GetPartitionsRequest("default", "orders", projection, filter))
        .getPartitionSpec();
  }

  private static GetPartitionsFilterSpec filter(PartitionFilterMode mode, String... filters) {
    var filter = new GetPartitionsFilterSpec();
    filter.setFilterMode(mode);
    filter.setFilters(List.of(filters));
    return filter;
  }

  private static List<List<String>> values(List<PartitionSpec> specs) {
    var values = new ArrayList<List<String>>();
    for (var spec : specs) {
      spec.getSharedSDPartitionSpec().getPartitions().forEach(p -> values.add(p.getValues()));
    }
    return values;
  }

  @Test
  void whatPartitionsShareIsSaidOnce() throws Exception {
    var elsewhere = Given.partition("default", "orders", "DE", "1");
    elsewhere.getSd().setLocation(given.warehouse() + "/elsewhere");
    client.add_partition(elsewhere);

    var specs = specs(new GetProjectionsSpec(), new GetPartitionsFilterSpec());

    assertThat(specs).hasSize(2);
    var shared = specs.get(0).getSharedSDPartitionSpec();
    var table = client.get_table_req(new GetTableRequest("default", "orders")).getTable();
    assertThat(shared.getSd()).isEqualTo(table.getSd());
    assertThat(specs.get(0).getRootPath()).isEqualTo(table.getSd().getLocation());
    assertThat(shared.getPartitions())
        .extracting(PartitionWithoutSD::getRelativePath)
        .containsExactly("/country=AT/day=1", "/country=CH/day=1", "/country=CH/day=2");
    assertThat(specs.get(1).getPartitionList().getPartitions())
        .containsExactly(client.get_partition("default", "orders", List.of("DE", "1")));
  }

  @Test
  void onlyWantedFieldsAndParametersCome() throws Exception {
    var partition = client.get_partition("default", "orders", List.of("CH", "1"));
    partition.setParameters(Map.of("a_1", "x", "a_2", "y", "b", "z"));
    client.alter_partition("default", "orders", partition);
    var projection = new GetProjectionsSpec();
    projection.setFieldList(List.of("values", "parameters", "sd.cols.name"));
    projection.setIncludeParamKeyPattern("a%");
    projection.setExcludeParamKeyPattern("%2");

    var specs = specs(projection, filter(PartitionFilterMode.BY_NAMES, "country=CH/day=1"));

    assertThat(values(specs)).containsExactly(List.of("CH", "1"));
    var shared = specs.get(0).getSharedSDPartitionSpec();
    assertThat(shared.getPartitions().get(0).getParameters()).isEqualTo(Map.of("a_1", "x"));
    assertThat(shared.getPartitions().get(0).getCreateTime()).isZero();
    assertThat(shared.getSd().isSetLocation()).isFalse();
    assertThat(shared.getSd().getCols())
        .allSatisfy(
            column -> {
              assertThat(column.getName()).isNotNull();
              assertThat(column.getType()).isNull();
            });
    projection.setFieldList(List.of("sd.price"));
    assertThatThrownBy(() -> specs(projection, new GetPartitionsFilterSpec()))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("sd.price");
  }

  @Test
  void partitionsAreChosenByValuesNamesOrExpressions() throws Exception {
    var all = new GetProjectionsSpec();
    assertThat(values(specs(all, filter(PartitionFilterMode.BY_VALUES, "CH"))))
        .containsExactly(List.of("CH", "1"), List.of("CH", "2"));
    assertThat(
            values(specs(all, filter(PartitionFilterMode.BY_EXPR, "country = 'CH'", "day > '1'"))))
        .containsExactly(List.of("CH", "2"));
    assertThatThrownBy(() -> specs(all, filter(PartitionFilterMode.BY_EXPR)))
        .isInstanceOf(MetaException.class);
  }
}
