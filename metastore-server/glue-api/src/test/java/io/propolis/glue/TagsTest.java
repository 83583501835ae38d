package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagsTest {
  private static final String ARN = "arn:aws:glue:eu-west-1:" + GivenGlue.ACCOUNT + ":";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private String tags(String resource) {
    return glue.done("GetTags", "{'ResourceArn':'" + ARN + resource + "'}").path("Tags").toString();
  }

  private void tag(String resource, String tags) {
    glue.done("TagResource", "{'ResourceArn':'%s','TagsToAdd':%s}".formatted(ARN + resource, tags));
  }

  @ParameterizedTest
  @CsvSource({
    "catalog",
    "database/sales",
    "database/hive/sales",
    "table/sales/orders",
    "table/hive/sales/orders",
    "connection/net"
  })
  void whatHasAnArnHasTags(String resource) {
    glue.database("sales");
    glue.table("sales", "orders");
    glue.done(
        "CreateConnection",
        "{'ConnectionInput':{'Name':'net','ConnectionType':'NETWORK','ConnectionProperties':{}}}");
    assertThat(tags(resource)).isEqualTo("{}");

    tag(resource, "{'team':'a','pii':'no'}");
    tag(resource, "{'team':'b'}");
    glue.restart();
    assertThat(tags(resource)).isEqualTo("{\"pii\":\"no\",\"team\":\"b\"}");

    glue.done(
        "UntagResource",
        "{'ResourceArn':'%s','TagsToRemove':['pii','absent']}".formatted(ARN + resource));
    assertThat(tags(resource)).isEqualTo("{\"team\":\"b\"}");
  }

  @Test
  void tagsComeWithACreationAndGoWithADeletion() {
    var creation = "{'DatabaseInput':{'Name':'sales'},'Tags':{'team':'a'}}";
    glue.done("CreateDatabase", creation);
    assertThat(tags("database/sales")).isEqualTo("{\"team\":\"a\"}");

    glue.done("DeleteDatabase", "{'Name':'sales'}");
    glue.done("CreateDatabase", "{'DatabaseInput':{'Name':'sales'}}");
    assertThat(tags("database/sales")).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:glue:eu-west-1:123456789012:database/absent, EntityNotFoundException",
    "arn:aws:glue:eu-west-1:123456789012:table/sales/absent, EntityNotFoundException",
    "arn:aws:glue:eu-west-1:123456789012:crawler/absent, EntityNotFoundException",
    "arn:aws:glue:eu-west-1:999999999999:database/sales, EntityNotFoundException",
    "arn:aws:glue:eu-west-1:123456789012:partition/x, InvalidInputException",
    "arn:aws:glue:eu-west-1:123456789012:table/sales, InvalidInputException",
    "arn:aws:glue:nonsense, InvalidInputException"
  })
  void whatIsNotThereHasNoTags(String arn, String error) {
    glue.database("sales");

    assertThat(glue.call("GetTags", "{'ResourceArn':'" + arn + "'}").error()).isEqualTo(error);
    assertThat(
            glue.call("TagResource", "{'ResourceArn':'" + arn + "','TagsToAdd':{'a':'b'}}").error())
        .isEqualTo(error);
  }

  @Test
  void aRegionThatAClientWasToldDoesNotMatter() {
    glue.database("sales");
    tag("database/sales", "{'a':'b'}");
    var elsewhere = "arn:aws:glue:us-east-1:" + GivenGlue.ACCOUNT + ":database/sales";

    assertThat(glue.done("GetTags", "{'ResourceArn':'" + elsewhere + "'}").at("/Tags/a").asText())
        .isEqualTo("b");
  }

  @Test
  void moreThanFiftyTagsAreInvalid() {
    glue.database("sales");
    var tags = new StringBuilder("{'k0':''");
    for (int i = 1; i < 50; i++) {
      tags.append(",'k").append(i).append("':''");
    }
    tag("database/sales", tags + "}");

    var reply =
        glue.call(
            "TagResource",
            "{'ResourceArn':'" + ARN + "database/sales','TagsToAdd':{'one':'more'}}");
    assertThat(reply.error()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).contains("50");
  }
}
