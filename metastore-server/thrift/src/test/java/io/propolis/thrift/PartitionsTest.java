package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.DropPartitionsExpr;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionValuesRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.RequestPartsSpec;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartitionsTest {
  private static final short ALL = -1;

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void createTable() throws TException {
    client = given.client();
    client.create_table(
        Given.partitioned(
            "default", "orders", Given.key("year", "int"), Given.key("city", "string")));
  }

  private void add(String... yearAndCity) throws TException {
    var partitions = new ArrayList<Partition>();
    for (var each : yearAndCity) {
      partitions.add(Given.partition("default", "orders", each.split("/")));
    }
    client.add_partitions(partitions);
  }

  @Test
  void partitionsComeBackByValuesNameAndPrefix() throws TException {
    add("2023/Rome", "2024/Paris", "2024/Rome");

    var one = client.get_partition("default", "orders", List.of("2024", "Rome"));
    assertThat(one.getSd().getLocation())
        .isEqualTo(given.warehouse() + "/orders/year=2024/city=Rome");
    assertThat(given.file(one.getSd().getLocation())).isDirectory();
    assertThat(client.get_partition_by_name("default", "orders", "year=2024/city=Rome"))
        .isEqualTo(one);
    assertThat(client.get_partition_with_auth("default", "orders", one.getValues(), "u", List.of()))
        .isEqualTo(one);
    assertThat(client.get_partition_names("default", "orders", ALL))
        .containsExactly("year=2023/city=Rome", "year=2024/city=Paris", "year=2024/city=Rome");
    assertThat(client.get_partition_names("default", "orders", (short) 1)).hasSize(1);
    assertThat(client.get_partition_names_ps("default", "orders", List.of("2024"), ALL)).hasSize(2);
    assertThat(client.get_partitions_ps("default", "orders", List.of("", "Rome"), ALL)).hasSize(2);
    assertThat(client.get_partitions("default", "orders", (short) 2)).hasSize(2);
    assertThat(
            client.get_partitions_by_names(
                "default", "orders", List.of("year=2024/city=Rome", "year=1999/city=x")))
        .containsExactly(one);
    assertThat(client.get_partitions_pspec("default", "orders", -1))
        .singleElement()
        .satisfies(spec -> assertThat(spec.getPartitionList().getPartitions()).hasSize(3));
  }

  @Test
  void filtersChooseByTypeOfTheKey() throws TException {
    add("2023/Rome", "2024/Paris", "999/Rome");

    assertThat(client.get_partitions_by_filter("default", "orders", "year < 2024", ALL)).hasSize(2);
    assertThat(
            client.get_partitions_by_filter(
                "default", "orders", "year >= 2023 and city like '.*om.*'", ALL))
        .hasSize(1);
    assertThat(client.get_num_partitions_by_filter("default", "orders", "")).isEqualTo(3);
    assertThat(
            client
                .get_part_specs_by_filter("default", "orders", "city = \"Rome\"", -1)
                .get(0)
                .getPartitionList()
                .getPartitions())
        .hasSize(2);
    assertThatThrownBy(
            () -> client.get_partitions_by_filter("default", "orders", "color = 'red'", ALL))
        .isInstanceOf(MetaException.class);
  }

  @Test
  void anUnreadableExpressionLeavesAllPartitionsUnknown() throws TException {
    add("2023/Rome", "2024/Paris");
    var request = new PartitionsByExprRequest("default", "orders", null);
    request.setExpr(new byte[] {1, 2, 3});

    var result = client.get_partitions_by_expr(request);

    assertThat(result.isHasUnknownPartitions()).isTrue();
    assertThat(result.getPartitions()).hasSize(2);
  }

  @Test
  void repairDropsByPlainTextAfterItSaidSo() throws TException {
    add("2023/Rome", "2024/Paris");
    var expression = new DropPartitionsExpr();
    expression.setExpr("(year = '2023' and city = 'Rome')".getBytes(StandardCharsets.UTF_8));
    var request =
        new DropPartitionsRequest("default", "orders", RequestPartsSpec.exprs(List.of(expression)));

    assertThatThrownBy(() -> client.drop_partitions_req(request)).isInstanceOf(MetaException.class);
    client.setMetaConf(
        "metastore.expression.proxy",
        "org.apache.hadoop.hive.metastore.MsckPartitionExpressionProxy");
    client.drop_partitions_req(request);

    assertThat(client.get_partition_names("default", "orders", ALL))
        .containsExactly("year=2024/city=Paris");
  }

  @Test
  void addingTwiceIsRefusedOrSkippedAsAsked() throws TException {
    add("2023/Rome");

    assertThatThrownBy(() -> add("2024/Paris", "2023/Rome"))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(client.get_partition_names("default", "orders", ALL)).hasSize(1);
    var parts =
        List.of(
            Given.partition("default", "orders", "2024", "Paris"),
            Given.partition("default", "orders", "2023", "Rome"));
    var request = new AddPartitionsRequest("default", "orders", parts, true);
    request.setNeedResult(true);
    assertThat(client.add_partitions_req(request).getPartitions()).hasSize(1);
  }

  @Test
  void anAppendedPartitionHasTheTablesLayout() throws TException {
    var appended = client.append_partition("default", "orders", List.of("2025", "Oslo"));
    var byName = client.append_partition_by_name("default", "orders", "year=2025/city=Bern");

    var table = (Table) client.call("get_table", "default", "orders");
    assertThat(appended.getSd().getCols()).isEqualTo(table.getSd().getCols());
    assertThat(appended.getSd().getInputFormat()).isEqualTo(table.getSd().getInputFormat());
    assertThat(byName.getValues()).containsExactly("2025", "Bern");
  }

  @Test
  void alteringReplacesAndRenamingMoves() throws TException {
    add("2023/Rome");
    var partition = client.get_partition("default", "orders", List.of("2023", "Rome"));
    partition.putToParameters("rows", "7");
    client.alter_partition("default", "orders", partition);
    partition.setValues(List.of("2024", "Rome"));
    client.rename_partition("default", "orders", List.of("2023", "Rome"), partition);

    var renamed = client.get_partition("default", "orders", List.of("2024", "Rome"));
    assertThat(renamed.getParameters()).containsEntry("rows", "7");
    assertThat(renamed.getSd().getLocation()).endsWith("/year=2024/city=Rome");
    partition.setValues(List.of("1999", "x"));
    assertThatThrownBy(() -> client.alter_partition("default", "orders", partition))
        .isInstanceOf(InvalidOperationException.class);
  }

  @Test
  void droppingRemovesTheFolderOfAManagedPartition() throws TException {
    add("2023/Rome", "2024/Paris", "2025/Oslo");
    var folder = given.file(given.warehouse() + "/orders/year=2023/city=Rome");

    assertThat(client.drop_partition("default", "orders", List.of("2023", "Rome"), true)).isTrue();
    client.drop_partition_by_name("default", "orders", "year=2024/city=Paris", false);

    assertThat(folder).doesNotExist();
    assertThat(given.file(given.warehouse() + "/orders/year=2024/city=Paris")).isDirectory();
    assertThatThrownBy(
            () -> client.drop_partition("default", "orders", List.of("2023", "Rome"), true))
        .isInstanceOf(NoSuchObjectException.class);
    var request =
        new DropPartitionsRequest(
            "default", "orders", RequestPartsSpec.names(List.of("year=2025/city=Oslo")));
    assertThat(client.drop_partitions_req(request).getPartitions()).hasSize(1);
  }

  @Test
  void awkwardValuesAreEscapedInNames() throws TException {
    add("2024/a=b:c");
    client.append_partition("default", "orders", List.of("2024", ""));

    assertThat(client.get_partition_names("default", "orders", ALL))
        .containsExactly("year=2024/city=__HIVE_DEFAULT_PARTITION__", "year=2024/city=a%3Db%3Ac");
    assertThat(client.partition_name_to_vals("year=2024/city=a%3Db%3Ac"))
        .containsExactly("2024", "a=b:c");
    assertThat(client.partition_name_to_spec("year=2024/city=x"))
        .isEqualTo(Map.of("year", "2024", "city", "x"));
  }

  @Test
  void distinctValuesOfAKeyAreListed() throws TException {
    add("2023/Rome", "2024/Paris", "2024/Rome");
    var request =
        new PartitionValuesRequest("default", "orders", List.of(Given.key("city", "string")));

    assertThat(client.get_partition_values(request).getPartitionValues())
        .extracting(row -> row.getRow().get(0))
        .containsExactlyInAnyOrder("Rome", "Paris");
  }

  @Test
  void namesOfAMissingTableFailInTheFieldAllClientsRead() {
    assertThatThrownBy(() -> client.get_partition_names("default", "nothing", ALL))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void tenThousandPartitionsComeInOneReply() throws TException {
    var partitions = new ArrayList<Partition>();
    for (int i = 0; i < 10_000; i++) {
      var partition = Given.partition("default", "orders", "2024", "c" + i);
      partition.getSd().setLocation(given.warehouse() + "/shared");
      partitions.add(partition);
    }
    var request = new AddPartitionsRequest("default", "orders", partitions, false);
    client.add_partitions_req(request);

    assertThat(client.get_partitions("default", "orders", ALL)).hasSize(10_000);
  }
}
