package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.glue.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WireTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @Test
  void anErrorHasItsTypeItsMessageAndAnId() {
    var reply = glue.call("GetDatabase", "{'Name':'none'}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().toString())
        .isEqualTo(
            "{\"__type\":\"EntityNotFoundException\",\"Message\":\"Database not found: none\"}");
    assertThat(reply.headers().get("x-amzn-RequestId")).hasSize(36);
    assertThat(reply.headers().get("Content-Type")).isEqualTo("application/x-amz-json-1.1");
  }

  @Test
  void anEmptyAnswerIsAnObject() {
    assertThat(glue.done("CreateDatabase", "{'DatabaseInput':{'Name':'sales'}}").toString())
        .isEqualTo("{}");
  }

  @Test
  void everyBrokenConstraintIsNamedInAwsWords() {
    var reply =
        glue.call(
            "GetTables",
            "{'DatabaseName':'','MaxResults':101,'AttributesToGet':['AGE'],'NextToken':5}");

    assertThat(reply.error()).isEqualTo("ValidationException");
    assertThat(reply.message())
        .isEqualTo(
            "3 validation errors detected: Value '' at 'databaseName' failed to satisfy constraint:"
                + " Member must have length greater than or equal to 1; Value '101' at 'maxResults'"
                + " failed to satisfy constraint: Member must have value less than or equal to 100;"
                + " Value 'AGE' at 'attributesToGet.1.member' failed to satisfy constraint: Member"
                + " must satisfy enum value set: [NAME, TABLE_TYPE, DEFAULT,"
                + " LATEST_ICEBERG_METADATA]");
    assertThat(glue.call("GetTable", "{}").message())
        .isEqualTo(
            "2 validation errors detected: Value null at 'databaseName' failed to satisfy "
                + "constraint: Member must not be null; Value null at 'name' failed to satisfy "
                + "constraint: Member must not be null");
  }

  @Test
  void whatIsNoRequestIsSaidToBeNone() {
    assertThat(glue.call("GetTable", "{'DatabaseName':").error())
        .isEqualTo("SerializationException");
    assertThat(glue.call("GetTable", "[1]").error()).isEqualTo("SerializationException");
    assertThat(glue.call("GetTables", "{'DatabaseName':{'a':1}}").error())
        .isEqualTo("SerializationException");
    assertThat(glue.call("MakeCoffee", "{}").error()).isEqualTo("UnknownOperationException");
  }

  @Test
  void clientsLearnWhoTheyAre() {
    var door = glue.doorWith();

    var identity = GivenGlue.text(door.answer(form("Action=GetCallerIdentity&Version=2011-06-15")));
    assertThat(identity).contains("<Account>" + GivenGlue.ACCOUNT + "</Account>");
    var role = GivenGlue.text(door.answer(form("Action=GetRole&RoleName=glue%2Bjobs")));
    assertThat(role).contains("arn:aws:iam::" + GivenGlue.ACCOUNT + ":role/glue+jobs");
    assertThat(door.answer(form("Action=DeleteUser")).status()).isEqualTo(400);
  }

  private static HttpCall form(String body) {
    return new HttpCall(
        "POST",
        "/",
        "",
        Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void logsOfRunsThatAreNotThereAreNot() {
    var reply =
        GivenGlue.reply(
            glue.doorWith()
                .answer(
                    new HttpCall(
                        "POST",
                        "/",
                        "",
                        Map.of("X-Amz-Target", List.of("Logs_20140328.FilterLogEvents")),
                        "{}".getBytes(StandardCharsets.UTF_8))));

    assertThat(reply.error()).isEqualTo("ResourceNotFoundException");
  }
}
