package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.TableName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartitionIndexesTest {
  private static final String OF = "'DatabaseName':'sales','TableName':'orders'";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void table() {
    glue.database("sales");
    glue.table("sales", "orders", "year:int", "country:string");
  }

  private GivenGlue.Reply create(String name, String... keys) {
    return glue.call(
        "CreatePartitionIndex",
        "{%s,'PartitionIndex':{'IndexName':'%s','Keys':['%s']}}"
            .formatted(OF, name, String.join("','", keys)));
  }

  private JsonNode indexes(String table) {
    return glue.done("GetPartitionIndexes", "{'DatabaseName':'sales','TableName':'" + table + "'}")
        .path("PartitionIndexDescriptorList");
  }

  @Test
  void anIndexIsActiveAtOnceAndFollowsItsTable() {
    assertThat(create("by_country", "COUNTRY", "year").status()).isEqualTo(200);

    assertThat(indexes("orders").toString())
        .isEqualTo(
            "[{'IndexName':'by_country','Keys':[{'Name':'country','Type':'string'},{'Name':'year','Type':'int'}],'IndexStatus':'ACTIVE','BackfillErrors':[]}]"
                .replace('\'', '"'));
    var hive = glue.hive().tables();
    var orders = TableName.of("sales", "orders");
    hive.alter(
        orders,
        hive.require(orders).toBuilder().name(TableName.of("sales", "renamed")).build(),
        AlterOptions.PLAIN);
    assertThat(indexes("renamed")).hasSize(1);
    glue.done("DeleteTable", "{'DatabaseName':'sales','Name':'renamed'}");
    glue.table("sales", "renamed", "year:int");
    assertThat(indexes("renamed")).isEmpty();
  }

  @Test
  void whatIsNoIndexIsRefused() {
    create("one", "year");

    assertThat(create("one", "country").error()).isEqualTo("AlreadyExistsException");
    assertThat(create("two", "id").message()).contains("id").contains("sales.orders");
    assertThat(create("two", "year", "Year").error()).isEqualTo("InvalidInputException");
    create("two", "country");
    create("three", "year", "country");
    assertThat(create("four", "country", "year").error())
        .isEqualTo("ResourceNumberLimitExceededException");
    glue.done("DeletePartitionIndex", "{" + OF + ",'IndexName':'two'}");
    assertThat(glue.call("DeletePartitionIndex", "{" + OF + ",'IndexName':'two'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(indexes("orders")).hasSize(2);
    assertThat(
            glue.call("GetPartitionIndexes", "{'DatabaseName':'sales','TableName':'none'}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void aTableMayComeWithIndexesOrNotAtAll() {
    var input =
        "{'DatabaseName':'sales','TableInput':{'Name':'%s','PartitionKeys':[{'Name':'d','Type':'date'}]},"
            + "'PartitionIndexes':[{'IndexName':'i','Keys':['%s']}]}";
    glue.done("CreateTable", input.formatted("indexed", "d"));

    assertThat(indexes("indexed").findValuesAsText("IndexName")).containsExactly("i");
    assertThat(glue.call("CreateTable", input.formatted("wrong", "e")).error())
        .isEqualTo("InvalidInputException");
    assertThat(glue.call("GetTable", "{'DatabaseName':'sales','Name':'wrong'}").error())
        .isEqualTo("EntityNotFoundException");
  }
}
