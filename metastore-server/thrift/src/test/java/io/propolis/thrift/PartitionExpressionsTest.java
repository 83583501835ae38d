package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.DropPartitionsExpr;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.RequestPartsSpec;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Hive prunes and drops by its serialised expressions. */
class PartitionExpressionsTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void createPartitions() throws TException {
    client = given.client();
    client.create_table(
        Given.partitioned(
            "default", "orders", Given.key("year", "int"), Given.key("city", "string")));
    var partitions = new ArrayList<Partition>();
    for (var each : List.of("2023/a", "2023/b", "2024/a", "2025/b")) {
      partitions.add(Given.partition("default", "orders", each.split("/")));
    }
    client.add_partitions(partitions);
  }

  private static byte[] expression(String generation, String name) throws IOException {
    try (var stream =
        PartitionExpressionsTest.class.getResourceAsStream(
            "expression/hive-" + generation + ".txt")) {
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      var line = text.lines().filter(l -> l.startsWith(name + "\t")).findFirst().orElseThrow();
      return Base64.getDecoder().decode(line.substring(name.length() + 1));
    }
  }

  private static PartitionsByExprRequest query(String generation, String name) throws IOException {
    var request = new PartitionsByExprRequest("default", "orders", null);
    request.setExpr(expression(generation, name));
    return request;
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3", "3.1", "4.0", "4.1"})
  void hivePrunesPartitionsByItsOwnExpressions(String generation) throws Exception {
    var found = client.get_partitions_by_expr(query(generation, "struct in"));

    assertThat(found.isHasUnknownPartitions()).isFalse();
    assertThat(found.getPartitions())
        .extracting(Partition::getValues)
        .containsExactlyInAnyOrder(List.of("2024", "a"), List.of("2023", "b"));
    assertThat(
            client
                .get_partitions_spec_by_expr(query(generation, "struct in"))
                .getPartitionsSpec()
                .get(0)
                .getPartitionList()
                .getPartitions())
        .hasSize(2);
    assertThat(client.get_partition_names_req(query(generation, "and")))
        .containsExactly("year=2024/city=a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3", "3.1", "4.0", "4.1"})
  void whatCannotBeEvaluatedIsLeftToHive(String generation) throws Exception {
    var found = client.get_partitions_by_expr(query(generation, "year = 2024 and upper"));

    assertThat(found.isHasUnknownPartitions()).isTrue();
    assertThat(found.getPartitions())
        .extracting(Partition::getValues)
        .containsExactly(List.of("2024", "a"));
  }

  private DropPartitionsRequest drop(byte[]... expressions) {
    var wanted = new ArrayList<DropPartitionsExpr>();
    for (var each : expressions) {
      var expression = new DropPartitionsExpr();
      expression.setExpr(each);
      wanted.add(expression);
    }
    var request = new DropPartitionsRequest("default", "orders", RequestPartsSpec.exprs(wanted));
    request.setDeleteData(true);
    request.setNeedResult(true);
    return request;
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3", "3.1", "4.0", "4.1"})
  void hiveDropsPartitionsByItsOwnExpressions(String generation) throws Exception {
    var dropped =
        client.drop_partitions_req(
            drop(
                expression(generation, "drop: year < 2024"),
                expression(generation, "drop: year = 2024")));

    assertThat(dropped.getPartitions()).hasSize(3);
    assertThat(client.get_partition_names("default", "orders", (short) -1))
        .containsExactly("year=2025/city=b");
    assertThat(given.file(given.warehouse() + "/orders/year=2024/city=a")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3", "4.0"})
  void nothingIsDroppedByAnExpressionThatIsNotUnderstood(String generation) throws Exception {
    assertThatThrownBy(() -> client.drop_partitions_req(drop(expression(generation, "upper"))))
        .isInstanceOfSatisfying(
            MetaException.class,
            e -> assertThat(e.getMessage()).contains("unknown partitions").contains("Upper"));
    assertThatThrownBy(() -> client.drop_partitions_req(drop(new byte[] {1, 2, 3})))
        .isInstanceOf(MetaException.class);
    assertThat(client.get_partition_names("default", "orders", (short) -1)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.1"})
  void anExpressionThatAddsNoPartitionIsRefusedUnlessAllowed(String generation) throws Exception {
    var request =
        drop(
            expression(generation, "drop: year = 2024"),
            expression(generation, "drop: city is null"));
    assertThatThrownBy(() -> client.drop_partitions_req(request))
        .isInstanceOf(NoSuchObjectException.class);
    assertThat(client.get_partition_names("default", "orders", (short) -1)).hasSize(4);

    request.setIfExists(true);
    assertThat(client.drop_partitions_req(request).getPartitions()).hasSize(1);
  }
}
