package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
  private static final String OF_ORDERS = "'DatabaseName':'sales','TableName':'orders'";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void table() {
    glue.database("sales");
    glue.table("sales", "orders", "n:int", "name:string");
  }

  private List<String> chosen(String more) {
    return glue.pages("GetPartitions", "{" + OF_ORDERS + more + "}", "Partitions", 2).stream()
        .map(partition -> partition.path("Values").get(0).asText())
        .toList();
  }

  private List<String> matching(String expression) {
    return chosen(",'Expression':\"" + expression + "\"").stream().sorted().toList();
  }

  /** Quotes of an expression stand as they are. */
  private GivenGlue.Reply reply(String expression) {
    return glue.callExactly(
        "GetPartitions",
        "{\"DatabaseName\":\"sales\",\"TableName\":\"orders\",\"Expression\":\"%s\"}"
            .formatted(expression.replace("\"", "\\\"")));
  }

  private List<String> found(String expression) {
    var reply = reply(expression);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    var values = new ArrayList<String>();
    reply.body().path("Partitions").forEach(p -> values.add(p.path("Values").get(0).asText()));
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n = 2",
        "n = '2'",
        "N IN (2)",
        "n in (6, '4', 2)",
        "n between 2 AND 2",
        "n > 1 AND n < 3",
        "n >= 2 and n <> 3 and n <> 10",
        "((n) = ((2))) OR (((n))) = (2)",
        "n IS NOT NULL and n = 2",
        "n not IN (1, 3, 10)",
        "n NOT BETWEEN 1 AND 1 and n NOT BETWEEN 3 AND 300",
        "2 = n",
        "NOT (n <> 2)",
        "name = 'b''b'",
        "name LIKE 'b%'",
        "name LIKE '_''_'",
        "`name` = 'b''b' and \"n\" = 2"
      })
  void anExpressionChoosesByType(String expression) {
    glue.partition("sales", "orders", "1", "a");
    partition("2", "b'b");
    glue.partition("sales", "orders", "3", "c");
    glue.partition("sales", "orders", "10", "2");

    assertThat(found(expression)).containsExactly("2");
  }

  /** Its values may hold quotes. */
  private void partition(String n, String name) {
    glue.callExactly(
        "CreatePartition",
        """
        {"DatabaseName":"sales","TableName":"orders","PartitionInput":{"Values":["%s","%s"]}}\
        """
            .formatted(n, name));
  }

  @Test
  void textsCompareAsTextsWhateverTheConstant() {
    glue.partition("sales", "orders", "1", "10");
    glue.partition("sales", "orders", "2", "2");

    assertThat(found("name > 2")).isEmpty();
    assertThat(found("name = 2")).containsExactly("2");
    assertThat(found("")).hasSize(2);
    assertThat(found("  ")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "unknown_col IS NULL|Unknown column 'unknown_col'",
        "n = 'test'|is not an integer",
        "n in (2.5)|is not an integer",
        "n LIKE '2'|Integral data type doesn't support operation 'LIKE'",
        "n IS test' AND not parsable|Unsupported expression",
        "n = 1 AND|Unsupported expression",
        "upper(name) = 'A'|Unsupported expression",
      })
  void whatIsNoExpressionIsSaidToBeNone(String expression, String message) {
    var reply = reply(expression);

    assertThat(reply.error()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).contains(message);
  }

  @Test
  void expressionsThatWouldTakeForEverAreRefused() {
    glue.table("sales", "money", "m:decimal(10,2)");
    glue.partition("sales", "money", "1.5");

    assertThat(reply("(".repeat(1000) + "n = 1" + ")".repeat(1000)).error())
        .isEqualTo("InvalidInputException");
    var huge =
        glue.callExactly(
            "GetPartitions",
            "{\"DatabaseName\":\"sales\",\"TableName\":\"money\",\"Expression\":\"m <"
                + " 1e999999999\"}");
    assertThat(huge.message()).contains("is not a decimal");
    assertThat(
            glue.done(
                    "GetPartitions",
                    "{'DatabaseName':'sales','TableName':'money','Expression':'m >= 1.50'}")
                .path("Partitions"))
        .hasSize(1);
  }

  @Test
  void whatAwsReservesMayNameAKey() {
    glue.table("sales", "odd", "date:date", "like:string", "timestamp:timestamp");
    glue.partition("sales", "odd", "2026-01-02", "x", "2026-01-02 03:04:05");

    for (var expression :
        List.of(
            "date = '2026-01-02'",
            "date >= DATE '2026-01-01'",
            "like LIKE 'x' and timestamp < '2026-02-01 00:00:00'")) {
      var found =
          glue.callExactly(
              "GetPartitions",
              "{\"DatabaseName\":\"sales\",\"TableName\":\"odd\",\"Expression\":\"%s\"}"
                  .formatted(expression));
      assertThat(found.body().path("Partitions")).as(expression).hasSize(1);
    }
  }

  @Test
  void typesThatAwsDoesNotFilterAreRefused() {
    glue.table("sales", "floats", "f:float");

    var reply =
        glue.call(
            "GetPartitions",
            "{'DatabaseName':'sales','TableName':'floats','Expression':'f = 3.14'}");

    assertThat(reply.message()).isEqualTo("Unknown type : 'float'");
  }

  @Test
  void aStoredValueOfAnotherTypeIsSaidAndNullMatchesNothing() {
    glue.partition("sales", "orders", "__HIVE_DEFAULT_PARTITION__", "a");
    glue.partition("sales", "orders", "2", "b");
    assertThat(found("n > 0")).containsExactly("2");
    assertThat(found("n is null")).containsExactly("__HIVE_DEFAULT_PARTITION__");

    glue.partition("sales", "orders", "many", "c");

    var reply = reply("n > 0");
    assertThat(reply.error()).isEqualTo("InvalidStateException");
    assertThat(reply.message()).isEqualTo("For input string: \"many\" is not an integer.");
    assertThat(found("name = 'b'")).containsExactly("2");
  }

  @Test
  void segmentsAreDisjointAndTogetherAll() {
    IntStream.range(0, 40).forEach(i -> glue.partition("sales", "orders", "" + i, "x"));

    var all = new ArrayList<String>();
    for (int segment = 0; segment < 5; segment++) {
      var some = chosen(",'Segment':{'SegmentNumber':%d,'TotalSegments':5}".formatted(segment));
      assertThat(some).isNotEmpty();
      all.addAll(some);
    }

    assertThat(all).hasSize(40).doesNotHaveDuplicates();
    assertThat(matching("n < 7")).hasSize(7);
    assertThat(
            glue.call(
                    "GetPartitions",
                    "{" + OF_ORDERS + ",'Segment':{'SegmentNumber':5,'TotalSegments':5}}")
                .error())
        .isEqualTo("InvalidInputException");
  }

  @Test
  void columnsAreLeftOutWhenAskedFor() {
    glue.partition("sales", "orders", "1", "a");

    var whole = glue.done("GetPartitions", "{" + OF_ORDERS + "}");
    var less = glue.done("GetPartitions", "{" + OF_ORDERS + ",'ExcludeColumnSchema':true}");

    assertThat(whole.at("/Partitions/0/StorageDescriptor/Columns")).hasSize(1);
    assertThat(less.at("/Partitions/0/StorageDescriptor/Columns").isMissingNode()).isTrue();
    assertThat(less.at("/Partitions/0/StorageDescriptor/Location").asText())
        .isEqualTo("s3://lake/orders/n=1/name=a");
  }

  /** Or Terraform would change it for ever, and aws-sdk-pandas not know it again. */
  @Test
  void aLocationKeepsItsLastSlash() {
    for (var location : List.of("s3://lake/orders/n=1/name=a/", "s3://lake/orders/b/", "s3://c/")) {
      var values = "['1','%s']".formatted(location);
      var input = "{'Values':%s,'StorageDescriptor':{'Location':'%s'}}".formatted(values, location);
      glue.done("CreatePartition", "{" + OF_ORDERS + ",'PartitionInput':" + input + "}");

      assertThat(partition(values).at("/StorageDescriptor/Location").asText()).isEqualTo(location);
    }
  }

  @Test
  void aPartitionIsReplacedAndRenamed() {
    glue.done(
        "CreatePartition",
        "{"
            + OF_ORDERS
            + ",'PartitionInput':{'Values':['1','a'],'Parameters':{'k':'v'},'Future':[1],"
            + "'LastAnalyzedTime':5}}");
    var created = partition("['1','a']");
    assertThat(created.path("Parameters").toString()).isEqualTo("{\"k\":\"v\"}");
    assertThat(created.path("Future").toString()).isEqualTo("[1]");
    assertThat(created.path("LastAnalyzedTime").asInt()).isEqualTo(5);
    assertThat(created.has("StorageDescriptor")).isFalse();

    glue.done(
        "UpdatePartition",
        "{" + OF_ORDERS + ",'PartitionValueList':['1','a'],'PartitionInput':{'Values':['2','b']}}");

    assertThat(partition("['2','b']").path("Parameters").size()).isZero();
    assertThat(glue.call("GetPartition", "{" + OF_ORDERS + ",'PartitionValues':['1','a']}").error())
        .isEqualTo("EntityNotFoundException");
    glue.done("DeletePartition", "{" + OF_ORDERS + ",'PartitionValues':['2','b']}");
    assertThat(
            glue.call("DeletePartition", "{" + OF_ORDERS + ",'PartitionValues':['2','b']}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("GetPartition", "{" + OF_ORDERS + ",'PartitionValues':['1']}").error())
        .isEqualTo("InvalidInputException");
  }

  private JsonNode partition(String values) {
    return glue.done("GetPartition", "{" + OF_ORDERS + ",'PartitionValues':" + values + "}")
        .path("Partition");
  }

  @Test
  void batchesNameTheEntriesThatFail() {
    glue.partition("sales", "orders", "1", "a");

    var created =
        glue.done(
            "BatchCreatePartition",
            "{"
                + OF_ORDERS
                + ",'PartitionInputList':[{'Values':['1','a']},{'Values':['2','b']},"
                + "{'Values':['2','b']},{'Values':['3']}]}");
    assertThat(created.path("Errors"))
        .extracting(e -> e.path("PartitionValues") + e.at("/ErrorDetail/ErrorCode").asText())
        .containsExactlyInAnyOrder(
            "[\"1\",\"a\"]AlreadyExistsException",
            "[\"2\",\"b\"]AlreadyExistsException",
            "[\"3\"]InvalidInputException");

    var got =
        glue.done(
            "BatchGetPartition",
            "{" + OF_ORDERS + ",'PartitionsToGet':[{'Values':['2','b']},{'Values':['9','z']}]}");
    assertThat(got.path("Partitions")).hasSize(1);
    assertThat(got.path("UnprocessedKeys")).isEmpty();

    var updated =
        glue.done(
            "BatchUpdatePartition",
            "{"
                + OF_ORDERS
                + ",'Entries':[{'PartitionValueList':['1','a'],'PartitionInput':{'Values':['1','a'],"
                + "'Parameters':{'new':'1'}}},{'PartitionValueList':['2','b'],'PartitionInput':"
                + "{'Values':['4','d']}},{'PartitionValueList':['9','z'],'PartitionInput':"
                + "{'Values':['9','z']}}]}");
    assertThat(updated.path("Errors")).hasSize(1);
    assertThat(updated.at("/Errors/0/PartitionValueList/0").asText()).isEqualTo("9");
    assertThat(partition("['1','a']").at("/Parameters/new").asText()).isEqualTo("1");
    assertThat(partition("['4','d']").isMissingNode()).isFalse();

    var deleted =
        glue.done(
            "BatchDeletePartition",
            "{" + OF_ORDERS + ",'PartitionsToDelete':[{'Values':['1','a']},{'Values':['9','z']}]}");
    assertThat(deleted.path("Errors")).hasSize(1);
    assertThat(deleted.at("/Errors/0/ErrorDetail/ErrorCode").asText())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.hive().partitions().values(TableName.of("sales", "orders")))
        .containsExactly(List.of("4", "d"));
  }

  /** What is written without objects is what the objects say. */
  @Test
  void manyAreWrittenAsOneIs() {
    glue.partition("sales", "orders", "1", "a");
    partition("2", "\\u0001\\\"");
    glue.done(
        "CreatePartition",
        "{"
            + OF_ORDERS
            + ",'PartitionInput':{'Values':['3','c'],'Parameters':{'k':'v'},'LastAccessTime':5,"
            + "'Future':[1],'StorageDescriptor':{'Columns':[{'Name':'id','Type':'int','More':2}],"
            + "'SerdeInfo':{'Parameters':{'x':'y'}},'Parameters':{'p':'q'},'Location':'s3://l/\u00e9\\\"'}}}");
    glue.done("CreatePartition", "{" + OF_ORDERS + ",'PartitionInput':{'Values':['4','d']}}");
    glue.hive()
        .partitions()
        .add(
            TableName.of("sales", "orders"),
            List.of(
                io.propolis.catalog.model.Partition.of(
                        List.of("5", "e"), io.propolis.catalog.model.StorageLayout.EMPTY)
                    .withLocation(glue.warehouse() + "/five")),
            io.propolis.catalog.PartitionOperations.Existing.REFUSE,
            io.propolis.catalog.rules.FileStatistics.Mode.KEEP);

    var many = new ArrayList<JsonNode>();
    glue.done("GetPartitions", "{" + OF_ORDERS + "}").path("Partitions").forEach(many::add);

    assertThat(many).hasSize(5);
    for (var each : many) {
      var values = each.path("Values").toString();
      assertThat(each)
          .isEqualTo(
              glue.callExactly(
                      "GetPartition",
                      "{\"DatabaseName\":\"sales\",\"TableName\":\"orders\",\"PartitionValues\":"
                          + values
                          + "}")
                  .body()
                  .path("Partition"));
    }
    assertThat(
            glue.done("GetPartitions", "{" + OF_ORDERS + ",'ExcludeColumnSchema':true}")
                .findValues("Columns"))
        .isEmpty();
  }

  @Test
  void aPageGoesOnBehindItsLastPartitionEvenWhenThatIsGone() {
    for (int i = 10; i < 16; i++) {
      glue.partition("sales", "orders", "" + i, "x");
    }
    var first = glue.done("GetPartitions", "{" + OF_ORDERS + ",'MaxResults':2}");
    glue.done("DeletePartition", "{" + OF_ORDERS + ",'PartitionValues':['11','x']}");
    glue.restart();

    var next =
        glue.done(
            "GetPartitions",
            "{"
                + OF_ORDERS
                + ",'MaxResults':3,'NextToken':'"
                + first.path("NextToken").asText()
                + "'}");

    assertThat(next.path("Partitions"))
        .extracting(p -> p.path("Values").get(0).asText())
        .containsExactly("12", "13", "14");
    assertThat(next.has("NextToken")).isTrue();
    assertThat(chosen(",'Expression':\"n > 11\"")).containsExactly("12", "13", "14", "15");
    assertThat(chosen(",'Expression':'n <> 13'")).containsExactly("10", "12", "14", "15");
  }
}
