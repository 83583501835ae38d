package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batches so long that what repeats in them is read once. */
class PartitionBatchesTest {
  private static final String OF_ORDERS = "'DatabaseName':'sales','TableName':'orders'";

  private static final String COLUMNS =
      IntStream.range(0, 10)
          .mapToObj("{'Name':'Column_%d','Type':'bigint'}"::formatted)
          .collect(Collectors.joining(",", "[", "]"));

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void table() {
    glue.database("sales");
    glue.table("sales", "orders", "a:string", "b:string");
  }

  private static String input(int n, String location) {
    return """
    {'Values':['1','%s'],'Newer':{'n':1},'StorageDescriptor':{'Columns':%s,'Location':'%s',\
    'SerdeInfo':{'SerializationLibrary':'serde','Newer':2},'NewerText':'kept',\
    'InputFormat':'some.input.format','Parameters':{'p':'q'}}}"""
        .formatted("%03d".formatted(n), COLUMNS, location);
  }

  private static String batch(List<String> inputs) {
    return "{%s,'PartitionInputList':[%s]}".formatted(OF_ORDERS, String.join(",", inputs));
  }

  private static List<String> inputs(int count) {
    return IntStream.range(0, count).mapToObj(n -> input(n, "s3://lake/" + n)).toList();
  }

  /** All but what is its own. */
  private static JsonNode common(JsonNode partition) {
    var common = (ObjectNode) partition.deepCopy();
    common.remove(List.of("Values", "CreationTime"));
    ((ObjectNode) common.path("StorageDescriptor")).remove("Location");
    return common;
  }

  @Test
  void eachIsAsIfItHadComeAlone() {
    glue.done(
        "CreatePartition",
        "{%s,'PartitionInput':%s}".formatted(OF_ORDERS, input(999, "s3://lake/999")));

    assertThat(glue.done("BatchCreatePartition", batch(inputs(100))).path("Errors")).isEmpty();

    var all = glue.pages("GetPartitions", "{" + OF_ORDERS + "}", "Partitions", 1000);
    assertThat(all).hasSize(101);
    var alone = all.get(100);
    assertThat(alone.at("/StorageDescriptor/NewerText").asText()).isEqualTo("kept");
    assertThat(alone.at("/StorageDescriptor/SerdeInfo/Newer").asInt()).isEqualTo(2);
    assertThat(alone.at("/Newer/n").asInt()).isEqualTo(1);
    for (int n = 0; n < 100; n++) {
      assertThat(common(all.get(n))).isEqualTo(common(alone));
      assertThat(all.get(n).at("/StorageDescriptor/Location").asText()).isEqualTo("s3://lake/" + n);
    }
  }

  @Test
  void whatBreaksARuleIsNamedByItsPlace() {
    var inputs = new java.util.ArrayList<>(inputs(60));
    inputs.set(40, input(40, "s3://" + "x".repeat(2_056)));

    var refused = glue.call("BatchCreatePartition", batch(inputs));

    assertThat(refused.error()).isEqualTo("ValidationException");
    assertThat(refused.message())
        .contains("1 validation error detected")
        .contains("at 'partitionInputList.41.member.storageDescriptor.location' failed to satisfy")
        .contains("length less than or equal to 2056");
  }

  @Test
  void theSameBatchAgainNamesAllThatStand() {
    glue.done("BatchCreatePartition", batch(inputs(60)));

    var again = glue.done("BatchCreatePartition", batch(inputs(100)));

    assertThat(again.path("Errors")).hasSize(60);
    assertThat(again.path("Errors"))
        .allMatch(
            each -> each.at("/ErrorDetail/ErrorCode").asText().equals("AlreadyExistsException"));
    assertThat(glue.pages("GetPartitions", "{" + OF_ORDERS + "}", "Partitions", 1000)).hasSize(100);
  }
}
