package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.glue.secrets.SecretKeys;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionsTest {
  private static final String JDBC =
      """
      {'ConnectionInput':{'Name':'%s','Description':'d','ConnectionType':'JDBC',
       'MatchCriteria':['a','b'],
       'ConnectionProperties':{'JDBC_CONNECTION_URL':'jdbc:mysql://db:3306/sales',
        'USERNAME':'ada','PASSWORD':'Open$esame'},
       'PhysicalConnectionRequirements':{'SubnetId':'subnet-1','AvailabilityZone':'z'},
       'ValidateCredentials':false,'Future':{'x':1}}}\
      """;

  private static final String SHOP =
      """
      {'ConnectionInput':{'Name':'shop','ConnectionType':'JDBC','ConnectionProperties':
       {'JDBC_CONNECTION_URL':'jdbc:mysql://h/x%s','USERNAME':'ann','%s':'%s'}}}\
      """;

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private JsonNode connection(String request) {
    return glue.done("GetConnection", request).path("Connection");
  }

  @Test
  void whatWasWrittenIsRead() {
    var reply = glue.done("CreateConnection", JDBC.formatted("db"));
    assertThat(reply.path("CreateConnectionStatus").asText()).isEqualTo("READY");
    glue.restart();

    var connection = connection("{'Name':'db'}");
    assertThat(connection.path("ConnectionType").asText()).isEqualTo("JDBC");
    assertThat(connection.at("/ConnectionProperties/PASSWORD").asText()).isEqualTo("Open$esame");
    assertThat(connection.at("/ConnectionProperties/JDBC_CONNECTION_URL").asText())
        .isEqualTo("jdbc:mysql://db:3306/sales");
    assertThat(connection.at("/PhysicalConnectionRequirements/SubnetId").asText())
        .isEqualTo("subnet-1");
    assertThat(connection.at("/Future/x").asInt()).isEqualTo(1);
    assertThat(connection.has("ValidateCredentials")).isFalse();
    assertThat(connection.path("CreationTime").isNumber()).isTrue();
    assertThat(connection.path("LastUpdatedTime").isNumber()).isTrue();
    assertThat(connection.path("LastUpdatedBy").asText()).endsWith("user/anonymous");
    assertThat(connection.path("Status").asText()).isEqualTo("READY");
    assertThat(connection.path("ConnectionSchemaVersion").asInt()).isEqualTo(1);
  }

  @Test
  void secretsAreNotReadableInTheDatabase() throws Exception {
    glue.done("CreateConnection", JDBC.formatted("db"));
    glue.done(
        "CreateConnection",
        """
        {'ConnectionInput':{'Name':'lake','ConnectionType':'SALESFORCE','ConnectionProperties':{},
         'AuthenticationConfiguration':{'AuthenticationType':'BASIC',
          'BasicAuthenticationCredentials':{'Username':'ada','Password':'Ali-Baba'},
          'CustomAuthenticationCredentials':{'anything':'forty-thieves'}},
         'SparkProperties':{'url':'mongodb://ada:Cassim@host/db'}}}\
        """);
    glue.restart();

    assertThat(glue.storedBytes())
        .contains("jdbc:mysql://db:3306/sales")
        .doesNotContain("Open$esame")
        .doesNotContain("Ali-Baba")
        .doesNotContain("forty-thieves")
        .doesNotContain("Cassim");
    var connection = connection("{'Name':'lake'}");
    assertThat(connection.at("/SparkProperties/url").asText())
        .isEqualTo("mongodb://ada:Cassim@host/db");
    assertThat(connection.path("AuthenticationConfiguration").toString())
        .isEqualTo("{\"AuthenticationType\":\"BASIC\"}");
    assertThat(connection.path("ConnectionSchemaVersion").asInt()).isEqualTo(2);
  }

  @Test
  void aHiddenPasswordIsLeftOut() {
    glue.done("CreateConnection", JDBC.formatted("db"));
    glue.done(
        "CreateConnection",
        """
        {'ConnectionInput':{'Name':'url','ConnectionType':'MONGODB','ConnectionProperties':{
         'CONNECTION_URL':'mongodb://ada:Cassim@host/db','SECRET_ID':'s'}}}\
        """);

    var hidden = connection("{'Name':'db','HidePassword':true}").path("ConnectionProperties");
    assertThat(hidden.has("PASSWORD")).isFalse();
    assertThat(hidden.path("USERNAME").asText()).isEqualTo("ada");
    assertThat(
            connection("{'Name':'url','HidePassword':true}")
                .at("/ConnectionProperties/CONNECTION_URL")
                .asText())
        .isEqualTo("mongodb://ada:*****@host/db");
    assertThat(glue.done("GetConnections", "{'HidePassword':true}").toString())
        .doesNotContain("Open$esame")
        .doesNotContain("Cassim");
  }

  @Test
  void passwordsCanBeReturnedEncrypted() {
    glue.done("CreateConnection", JDBC.formatted("db"));
    glue.done(
        "PutDataCatalogEncryptionSettings",
        """
        {'DataCatalogEncryptionSettings':{
         'ConnectionPasswordEncryption':{'ReturnConnectionPasswordEncrypted':true}}}\
        """);

    var properties = connection("{'Name':'db'}").path("ConnectionProperties");
    assertThat(properties.has("PASSWORD")).isFalse();
    assertThat(properties.path("ENCRYPTED_PASSWORD").asText())
        .isNotEmpty()
        .doesNotContain("Open$esame");
  }

  /** Whoever reads a connection, changes it and writes it back keeps what was not shown. */
  @Test
  void whatIsShownOfASecretMeansTheSecretWhenItComesBack() {
    glue.done(
        "PutDataCatalogEncryptionSettings",
        """
        {'DataCatalogEncryptionSettings':{'ConnectionPasswordEncryption':
         {'ReturnConnectionPasswordEncrypted':true}}}\
        """);
    glue.done("CreateConnection", SHOP.formatted("?password=Sesame", "PASSWORD", "Open"));
    var shown = connection("{'Name':'shop'}").path("ConnectionProperties");

    glue.done(
        "UpdateConnection",
        "{'Name':'shop','ConnectionInput':{'Name':'shop','ConnectionType':'JDBC','Description':'new',"
            + "'ConnectionProperties':%s}}".formatted(shown.toString().replace('"', '\'')));
    glue.done(
        "PutDataCatalogEncryptionSettings",
        """
        {'DataCatalogEncryptionSettings':{'ConnectionPasswordEncryption':
         {'ReturnConnectionPasswordEncrypted':false}}}\
        """);

    assertThat(shown.toString()).contains("*****", "ENCRYPTED_PASSWORD").doesNotContain("Open");
    var kept = connection("{'Name':'shop'}");
    assertThat(kept.path("Description").asText()).isEqualTo("new");
    assertThat(kept.at("/ConnectionProperties/PASSWORD").asText()).isEqualTo("Open");
    assertThat(kept.at("/ConnectionProperties/JDBC_CONNECTION_URL").asText())
        .isEqualTo("jdbc:mysql://h/x?password=Sesame");
    assertThat(kept.at("/ConnectionProperties").has("ENCRYPTED_PASSWORD")).isFalse();
  }

  @Test
  void withoutAKeyThereAreNoSecrets() {
    glue.done("CreateConnection", JDBC.formatted("before"));
    glue.useSecretKeys(SecretKeys.NONE);

    var refused = glue.call("CreateConnection", JDBC.formatted("db"));
    assertThat(refused.error()).isEqualTo("GlueEncryptionException");
    assertThat(refused.message()).contains("PASSWORD", "glue.encryption-key");
    glue.done(
        "CreateConnection",
        """
        {'ConnectionInput':{'Name':'plain','ConnectionType':'JDBC','ConnectionProperties':{
         'JDBC_CONNECTION_URL':'jdbc:mysql://db:3306/sales','SECRET_ID':'s'}}}\
        """);
    assertThat(glue.call("GetConnection", "{'Name':'before'}").error())
        .isEqualTo("GlueEncryptionException");
    assertThat(connection("{'Name':'before','HidePassword':true}").path("Name").asText())
        .isEqualTo("before");
  }

  @Test
  void aNewKeyStandsInFrontOfTheOldOne() {
    var old = SecretKeys.generate();
    var next = SecretKeys.generate();
    glue.useSecretKeys(SecretKeys.parse(old));
    glue.done("CreateConnection", JDBC.formatted("db"));

    glue.useSecretKeys(SecretKeys.parse(next + "," + old));
    glue.done("CreateConnection", JDBC.formatted("later"));
    assertThat(connection("{'Name':'db'}").at("/ConnectionProperties/PASSWORD").asText())
        .isEqualTo("Open$esame");

    glue.useSecretKeys(SecretKeys.parse(next));
    assertThat(connection("{'Name':'later'}").at("/ConnectionProperties/PASSWORD").asText())
        .isEqualTo("Open$esame");
    var lost = glue.call("GetConnection", "{'Name':'db'}");
    assertThat(lost.error()).isEqualTo("GlueEncryptionException");
    assertThat(lost.message()).contains("which this server does not have");
  }

  @Test
  void anUpdateReplacesAllButNameAndCreation() {
    glue.done("CreateConnection", JDBC.formatted("db"));
    var before = connection("{'Name':'db'}").path("CreationTime");

    glue.done(
        "UpdateConnection",
        """
        {'Name':'db','ConnectionInput':{'Name':'db','ConnectionType':'NETWORK',
         'ConnectionProperties':{}}}\
        """);

    var connection = connection("{'Name':'db'}");
    assertThat(connection.path("ConnectionType").asText()).isEqualTo("NETWORK");
    assertThat(connection.path("ConnectionProperties")).isEmpty();
    assertThat(connection.has("Description")).isFalse();
    assertThat(connection.path("CreationTime")).isEqualTo(before);
    var input =
        "'ConnectionInput':{'Name':'x','ConnectionType':'NETWORK','ConnectionProperties':{}}";
    assertThat(glue.call("UpdateConnection", "{'Name':'x'," + input + "}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("UpdateConnection", "{'Name':'db'," + input + "}").error())
        .isEqualTo("InvalidInputException");
  }

  @Test
  void connectionsAreFilteredAndListedInPages() {
    IntStream.range(0, 5).forEach(i -> glue.done("CreateConnection", JDBC.formatted("c" + i)));
    glue.done(
        "CreateConnection",
        "{'ConnectionInput':{'Name':'net','ConnectionType':'NETWORK','ConnectionProperties':{}}}");

    assertThat(
            glue.pages(
                "GetConnections", "{'Filter':{'ConnectionType':'JDBC'}}", "ConnectionList", 2))
        .extracting(each -> each.path("Name").asText())
        .containsExactly("c0", "c1", "c2", "c3", "c4");
    assertThat(
            glue.pages("GetConnections", "{'Filter':{'MatchCriteria':['b']}}", "ConnectionList", 5))
        .hasSize(5);
    assertThat(
            glue.pages(
                "GetConnections", "{'Filter':{'MatchCriteria':['b','c']}}", "ConnectionList", 5))
        .isEmpty();
    assertThat(glue.pages("GetConnections", "{'HidePassword':true}", "ConnectionList", 6))
        .hasSize(6);
    assertThat(
            glue.done("GetConnections", "{'Filter':{'ConnectionSchemaVersion':2}}")
                .path("ConnectionList"))
        .isEmpty();
  }

  @Test
  void connectionsAreDeletedOneByOneAndTogether() {
    for (var name : new String[] {"a", "b", "c"}) {
      glue.done("CreateConnection", JDBC.formatted(name));
    }
    assertThat(glue.call("CreateConnection", JDBC.formatted("a")).error())
        .isEqualTo("AlreadyExistsException");

    glue.done("DeleteConnection", "{'ConnectionName':'a'}");
    assertThat(glue.call("DeleteConnection", "{'ConnectionName':'a'}").error())
        .isEqualTo("EntityNotFoundException");
    var reply = glue.done("BatchDeleteConnection", "{'ConnectionNameList':['b','absent','c']}");
    assertThat(reply.path("Succeeded").toString()).isEqualTo("[\"b\",\"c\"]");
    assertThat(reply.at("/Errors/absent/ErrorCode").asText()).isEqualTo("EntityNotFoundException");
    assertThat(glue.done("GetConnections", "{}").path("ConnectionList")).isEmpty();
  }

  @Test
  void aConnectionSaysWhatItsTypeNeeds() {
    assertRefused("JDBC", "'USERNAME':'u','PASSWORD':'p'", "JDBC_CONNECTION_URL");
    assertRefused("JDBC", "'JDBC_CONNECTION_URL':'jdbc:mysql://h/d'", "SECRET_ID");
    assertRefused("JDBC", "'HOST':'h','PORT':'1','SECRET_ID':'s'", "JDBC_CONNECTION_URL");
    assertRefused("KAFKA", "", "KAFKA_BOOTSTRAP_SERVERS");
    assertRefused("MONGODB", "'SECRET_ID':'s'", "CONNECTION_URL");
    assertRefused("MONGODB", "'CONNECTION_URL':'mongodb://h/d','USERNAME':'u'", "SECRET_ID");
  }

  @Test
  void aMongoDbMayKnowNoUsers() {
    glue.done(
        "CreateConnection",
        """
        {'ConnectionInput':{'Name':'open','ConnectionType':'MONGODB','ConnectionProperties':{
         'CONNECTION_URL':'mongodb://host/db'}}}\
        """);
    assertThat(connection("{'Name':'open'}").at("/ConnectionProperties/CONNECTION_URL").asText())
        .isEqualTo("mongodb://host/db");
  }

  private void assertRefused(String type, String properties, String named) {
    var reply =
        glue.call(
            "CreateConnection",
            "{'ConnectionInput':{'Name':'c','ConnectionType':'%s','ConnectionProperties':{%s}}}"
                .formatted(type, properties));
    assertThat(reply.error()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).contains("Connection c of type " + type, named);
  }
}
