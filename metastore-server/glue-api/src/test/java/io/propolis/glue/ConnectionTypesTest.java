package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Types of connections that clients register. */
class ConnectionTypesTest {
  private static final String TYPE =
      """
      {'ConnectionType':'%s','IntegrationType':'REST','Description':'our shop','Tags':{'team':'a'},
       'ConnectionProperties':{'Url':{'Name':'INSTANCE_URL','Required':true,'PropertyType':'USER_INPUT',
         'AllowedValues':['https://a']}},
       'ConnectorAuthenticationConfiguration':{'AuthenticationTypes':['BASIC'],
         'BasicAuthenticationProperties':{'Username':{'Name':'USER','Required':true,
           'PropertyType':'USER_INPUT'}}},
       'RestConfiguration':{'GlobalSourceConfiguration':{'RequestMethod':'GET','RequestPath':'/v1'}}}\
      """;

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @Test
  void aRegisteredTypeIsDescribedListedTaggedAndDeleted() {
    var arn = glue.done("RegisterConnectionType", TYPE.formatted("REST-shop"));

    assertThat(arn.path("ConnectionTypeArn").asText())
        .isEqualTo("arn:aws:glue:eu-west-1:123456789012:connectionType/REST-shop");
    var described = glue.done("DescribeConnectionType", "{'ConnectionType':'REST-shop'}");
    assertThat(described.path("Description").asText()).isEqualTo("our shop");
    assertThat(described.at("/ConnectionProperties/INSTANCE_URL/AllowedValues/0/Value").asText())
        .isEqualTo("https://a");
    assertThat(described.at("/Capabilities/SupportedAuthenticationTypes/0").asText())
        .isEqualTo("BASIC");
    assertThat(
            described
                .at("/AuthenticationConfiguration/BasicAuthenticationProperties/USER/Required")
                .asBoolean())
        .isTrue();
    assertThat(described.at("/RestConfiguration/GlobalSourceConfiguration/RequestPath").asText())
        .isEqualTo("/v1");
    assertThat(glue.pages("ListConnectionTypes", "{'X':0}", "ConnectionTypes", 2))
        .extracting(each -> each.path("ConnectionType").asText())
        .containsExactly("JDBC", "KAFKA", "MONGODB", "MYSQL", "NETWORK", "POSTGRESQL", "REST-shop");
    assertThat(
            glue.done(
                    "GetTags",
                    "{'ResourceArn':'%s'}".formatted(arn.path("ConnectionTypeArn").asText()))
                .at("/Tags/team")
                .asText())
        .isEqualTo("a");
    glue.done("DeleteConnectionType", "{'ConnectionType':'REST-shop'}");
    assertThat(glue.call("DeleteConnectionType", "{'ConnectionType':'REST-shop'}").error())
        .isEqualTo("EntityNotFoundException");
  }

  /** What AWS shows of a type is not enough to register it again. */
  @Test
  void aRegisteredTypeIsShownAsItWasRegistered() throws JsonProcessingException {
    var request = TYPE.formatted("REST-shop").replaceFirst("\\}$", ",'Newer':{'a':[1]}}");
    glue.done("RegisterConnectionType", request);

    var described = glue.done("DescribeConnectionType", "{'ConnectionType':'REST-shop'}");

    var registered = (ObjectNode) new ObjectMapper().readTree(request.replace('\'', '"'));
    registered.remove("Tags");
    assertThat(described.path("Registration")).isEqualTo(registered);
    assertThat(glue.done("DescribeConnectionType", "{'ConnectionType':'JDBC'}").has("Registration"))
        .isFalse();
  }

  @Test
  void theServersOwnTypesStayAsTheyAre() {
    var registered = glue.call("RegisterConnectionType", TYPE.formatted("JDBC"));
    var deleted = glue.call("DeleteConnectionType", "{'ConnectionType':'jdbc'}");

    assertThat(registered.error()).isEqualTo("InvalidInputException");
    assertThat(registered.message())
        .isEqualTo("ConnectionType is JDBC, which is a type of this server");
    assertThat(deleted.error()).isEqualTo("InvalidInputException");
  }

  @Test
  void aConnectionMayBeOfARegisteredType() {
    var input =
        "{'ConnectionInput':{'Name':'shop','ConnectionType':'REST-shop',"
            + "'ConnectionProperties':{'INSTANCE_URL':'https://a'}}}";
    var before = glue.call("CreateConnection", input);
    glue.done("RegisterConnectionType", TYPE.formatted("REST-shop"));

    glue.done("CreateConnection", input);

    assertThat(before.error()).isEqualTo("ValidationException");
    assertThat(before.message())
        .contains("Value 'REST-shop' at 'connectionInput.connectionType'")
        .contains("enum value set: [JDBC, ");
    assertThat(
            glue.done("GetConnections", "{'Filter':{'ConnectionType':'REST-shop'}}")
                .at("/ConnectionList/0/ConnectionType")
                .asText())
        .isEqualTo("REST-shop");
  }
}
