package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies, encryption settings and security configurations. */
class SettingsOfCatalogsTest {
  private static final String POLICY =
      "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\","
          + "\\\"Principal\\\":{\\\"AWS\\\":\\\"*\\\"},\\\"Action\\\":\\\"glue:%s\\\","
          + "\\\"Resource\\\":\\\"*\\\"}]}";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private static String policy(String action, String more) {
    return "{\"PolicyInJson\":\"%s\"%s}"
        .formatted(POLICY.formatted(action), more.replace('\'', '"'));
  }

  private String put(String action, String more) {
    var reply = glue.callExactly("PutResourcePolicy", policy(action, more));
    return reply.status() == 200 ? reply.body().path("PolicyHash").asText() : reply.error();
  }

  @Test
  void aPolicyIsKeptAsItWasWritten() {
    assertThat(glue.call("GetResourcePolicy", "{}").error()).isEqualTo("EntityNotFoundException");
    var hash = put("GetTable", "");
    glue.restart();

    var policy = glue.done("GetResourcePolicy", "{}");
    assertThat(policy.path("PolicyInJson").asText())
        .isEqualTo(POLICY.formatted("GetTable").replace("\\", ""));
    assertThat(policy.path("PolicyHash").asText()).isEqualTo(hash);
    assertThat(policy.path("CreateTime").isNumber()).isTrue();
    var arn = "arn:aws:glue:eu-west-1:" + GivenGlue.ACCOUNT + ":catalog";
    assertThat(glue.done("GetResourcePolicy", "{'ResourceArn':'" + arn + "'}")).isEqualTo(policy);
    assertThat(glue.done("GetResourcePolicies", "{}").path("GetResourcePoliciesResponseList"))
        .containsExactly(policy);
  }

  @Test
  void conditionsOfAPolicyAreHeld() {
    var failed = "ConditionCheckFailureException";
    assertThat(put("GetTable", ",'PolicyExistsCondition':'MUST_EXIST'")).isEqualTo(failed);
    assertThat(put("GetTable", ",'PolicyHashCondition':'h'")).isEqualTo(failed);
    var first = put("GetTable", ",'PolicyExistsCondition':'NOT_EXIST'");
    assertThat(put("GetTable", ",'PolicyExistsCondition':'NOT_EXIST'")).isEqualTo(failed);
    var second = put("GetTables", ",'PolicyHashCondition':'" + first + "'");
    assertThat(second).isNotEqualTo(first);
    assertThat(put("GetTable", ",'PolicyHashCondition':'" + first + "'")).isEqualTo(failed);

    assertThat(glue.call("DeleteResourcePolicy", "{'PolicyHashCondition':'" + first + "'}").error())
        .isEqualTo(failed);
    glue.done("DeleteResourcePolicy", "{'PolicyHashCondition':'" + second + "'}");
    assertThat(glue.call("DeleteResourcePolicy", "{}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[]",
        "{}",
        "{\\\"Statement\\\":[]}",
        "{\\\"Statement\\\":{\\\"Effect\\\":\\\"Permit\\\",\\\"Principal\\\":\\\"*\\\","
            + "\\\"Action\\\":\\\"*\\\",\\\"Resource\\\":\\\"*\\\"}}",
        "{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"*\\\","
            + "\\\"Resource\\\":\\\"*\\\"}}"
      })
  void whatIsNoPolicyIsRefused(String text) {
    var reply = glue.callExactly("PutResourcePolicy", "{\"PolicyInJson\":\"" + text + "\"}");
    assertThat(reply.error()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).startsWith("PolicyInJson is not a policy");
  }

  @Test
  void encryptionSettingsAreKept() {
    var usual = glue.done("GetDataCatalogEncryptionSettings", "{}");
    assertThat(usual.at("/DataCatalogEncryptionSettings/EncryptionAtRest").toString())
        .isEqualTo("{\"CatalogEncryptionMode\":\"DISABLED\"}");
    glue.done(
        "PutDataCatalogEncryptionSettings",
        """
        {'DataCatalogEncryptionSettings':{'EncryptionAtRest':{'CatalogEncryptionMode':'DISABLED'},
         'ConnectionPasswordEncryption':{'ReturnConnectionPasswordEncrypted':true}}}\
        """);
    glue.restart();

    assertThat(
            glue.done(
                    "GetDataCatalogEncryptionSettings", "{'CatalogId':'" + GivenGlue.ACCOUNT + "'}")
                .at(
                    "/DataCatalogEncryptionSettings/ConnectionPasswordEncryption/"
                        + "ReturnConnectionPasswordEncrypted")
                .asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'EncryptionAtRest':{'CatalogEncryptionMode':'SSE-KMS','SseAwsKmsKeyId':'k'}",
        "'ConnectionPasswordEncryption':{'ReturnConnectionPasswordEncrypted':true,'AwsKmsKeyId':'k'}"
      })
  void nothingIsSaidToBeEncryptedThatIsNot(String settings) {
    assertThat(
            glue.call(
                "PutDataCatalogEncryptionSettings",
                "{'DataCatalogEncryptionSettings':{" + settings + "}}"))
        .satisfies(
            reply -> {
              assertThat(reply.error()).isEqualTo("InvalidInputException");
              assertThat(reply.message()).contains("KmsKeyId is k: ", "glue.kms-keys");
            });
  }

  @Test
  void keysThatStandForSomethingAreKept() {
    glue.done(
        "PutDataCatalogEncryptionSettings",
        """
        {'DataCatalogEncryptionSettings':{
         'EncryptionAtRest':{'CatalogEncryptionMode':'SSE-KMS','SseAwsKmsKeyId':'alias/lake'},
         'ConnectionPasswordEncryption':{'ReturnConnectionPasswordEncrypted':true,
          'AwsKmsKeyId':'alias/lake'}}}\
        """);

    var settings =
        glue.done("GetDataCatalogEncryptionSettings", "{}").path("DataCatalogEncryptionSettings");
    assertThat(settings.at("/EncryptionAtRest/CatalogEncryptionMode").asText())
        .isEqualTo("SSE-KMS");
    assertThat(settings.at("/EncryptionAtRest/SseAwsKmsKeyId").asText()).isEqualTo("alias/lake");
    assertThat(settings.at("/ConnectionPasswordEncryption/AwsKmsKeyId").asText())
        .isEqualTo("alias/lake");
  }

  @Test
  void securityConfigurationsAreKeptAndListedInPages() {
    for (var name : new String[] {"b", "a", "c"}) {
      var reply =
          glue.done(
              "CreateSecurityConfiguration",
              """
              {'Name':'%s','EncryptionConfiguration':{
               'S3Encryption':[{'S3EncryptionMode':'SSE-S3'}],'Future':1}}\
              """
                  .formatted(name));
      assertThat(reply.path("Name").asText()).isEqualTo(name);
      assertThat(reply.path("CreatedTimestamp").isNumber()).isTrue();
    }
    glue.restart();

    var configuration =
        glue.done("GetSecurityConfiguration", "{'Name':'a'}").path("SecurityConfiguration");
    assertThat(
            configuration.at("/EncryptionConfiguration/S3Encryption/0/S3EncryptionMode").asText())
        .isEqualTo("SSE-S3");
    assertThat(configuration.at("/EncryptionConfiguration/Future").asInt()).isEqualTo(1);
    assertThat(configuration.path("CreatedTimeStamp").isNumber()).isTrue();
    assertThat(
            glue.call("CreateSecurityConfiguration", "{'Name':'a','EncryptionConfiguration':{}}")
                .error())
        .isEqualTo("AlreadyExistsException");
    // "{'X':0}": what pages() wants to hold something is a member that nobody knows.
    assertThat(glue.pages("GetSecurityConfigurations", "{'X':0}", "SecurityConfigurations", 2))
        .extracting(each -> each.path("Name").asText())
        .containsExactly("a", "b", "c");
    glue.done("DeleteSecurityConfiguration", "{'Name':'a'}");
    assertThat(glue.call("DeleteSecurityConfiguration", "{'Name':'a'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("GetSecurityConfiguration", "{'Name':'a'}").error())
        .isEqualTo("EntityNotFoundException");
  }
}
