package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnfilteredTest {
  private static final String CALLER =
      "'CatalogId':'" + GivenGlue.ACCOUNT + "','SupportedPermissionTypes':['COLUMN_PERMISSION']";
  private static final String OF = CALLER + ",'DatabaseName':'sales','TableName':'orders'";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void table() {
    glue.database("sales");
    glue.table("sales", "orders", "n:int");
    for (int i = 0; i < 3; i++) {
      glue.partition("sales", "orders", "" + i);
    }
  }

  @Test
  void everybodyMaySeeTheWholeTable() {
    var reply =
        glue.done(
            "GetUnfilteredTableMetadata",
            "{" + CALLER + ",'DatabaseName':'sales','Name':'orders'}");

    assertThat(reply.path("Table"))
        .isEqualTo(glue.done("GetTable", "{'DatabaseName':'sales','Name':'orders'}").path("Table"));
    assertThat(reply.path("AuthorizedColumns").toString()).isEqualTo("[\"id\",\"n\"]");
    assertThat(reply.path("IsRegisteredWithLakeFormation").asBoolean(true)).isFalse();
    assertThat(reply.path("ResourceArn").asText()).endsWith(":table/sales/orders");
    assertThat(
            glue.call(
                    "GetUnfilteredTableMetadata",
                    "{" + CALLER + ",'DatabaseName':'sales','Name':'none'}")
                .error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void partitionsAreThoseOfTheOtherOperations() {
    var one = glue.done("GetUnfilteredPartitionMetadata", "{" + OF + ",'PartitionValues':['1']}");
    assertThat(one.path("Partition"))
        .isEqualTo(
            glue.done(
                    "GetPartition",
                    "{'DatabaseName':'sales','TableName':'orders','PartitionValues':['1']}")
                .path("Partition"));
    assertThat(one.path("AuthorizedColumns")).hasSize(2);

    var some =
        glue.pages(
            "GetUnfilteredPartitionsMetadata",
            "{" + OF + ",'Expression':'n > 0'}",
            "UnfilteredPartitions",
            1);
    assertThat(some)
        .extracting(each -> each.at("/Partition/Values/0").asText())
        .containsExactly("1", "2");
    assertThat(some.get(0).path("IsRegisteredWithLakeFormation").asBoolean(true)).isFalse();
    assertThat(
            glue.call("GetUnfilteredPartitionMetadata", "{" + OF + ",'PartitionValues':['9']}")
                .error())
        .isEqualTo("EntityNotFoundException");
  }
}
