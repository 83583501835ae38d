package io.propolis.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.server.CommandException;
import io.propolis.server.config.Configuration;
import io.propolis.server.process.PropolisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Glue API on the HTTP port. */
class GlueOverHttpTest {
  @TempDir private Path folder;

  private PropolisServer serve(Map<String, String> flags) {
    var all = new HashMap<>(flags);
    all.put("data", folder.resolve("data").toString());
    all.put("thrift.port", "0");
    all.put("http.port", "0");
    return PropolisServer.start(
        Configuration.load(all, Map.of(), Optional.empty()).settings(), "test");
  }

  private static HttpResponse<String> glue(PropolisServer server, String operation, String body)
      throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(server.httpUri() + "/"))
            .header("X-Amz-Target", "AWSGlue." + operation)
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void whatIsPostedIsAnsweredAndThePageStays() throws Exception {
    try (var server = serve(Map.of("glue.account-id", "210987654321"))) {
      var made = glue(server, "CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"sales\"}}");
      assertThat(made.body()).isEqualTo("{}");
      assertThat(made.headers().firstValue("x-amzn-RequestId")).isPresent();
      assertThat(glue(server, "GetDatabase", "{\"Name\":\"sales\"}").body())
          .contains("\"CatalogId\":\"210987654321\"");
      assertThat(glue(server, "GetDatabase", "{\"Name\":\"none\"}").statusCode()).isEqualTo(400);

      var page = send(HttpRequest.newBuilder(URI.create(server.httpUri() + "/")).build());
      assertThat(page.body()).contains("\"name\":\"Propolis\"", "\"glue\":\"/\"");
    }
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() throws Exception {
    try (var server = serve(Map.of())) {
      var huge = "{\"Name\":\"" + "x".repeat(64 * 1024 * 1024) + "\"}";

      assertThat(glue(server, "GetDatabase", huge).statusCode()).isEqualTo(413);
    }
  }

  @Test
  void whereKeysAreConfiguredUnsignedRequestsAreRefused() throws Exception {
    try (var server = serve(Map.of("glue.access-key", "AKID", "glue.secret-key", "s"))) {
      assertThat(glue(server, "GetDatabases", "{}").body())
          .contains("MissingAuthenticationTokenException");
    }
  }

  @Test
  void whereTheThriftPortAsksForPasswordsThereIsNoWayAroundThem() throws Exception {
    var users = Files.writeString(folder.resolve("users"), "# nobody\n");
    try (var server =
        serve(Map.of("thrift.authentication", "password", "thrift.users-file", users.toString()))) {
      var reply = glue(server, "GetDatabases", "{}");

      assertThat(reply.statusCode()).isEqualTo(403);
      assertThat(reply.body()).contains("glue.access-key");
    }
  }

  @Test
  void keysThatCannotBeReadStopTheStart() throws Exception {
    var file = Files.writeString(folder.resolve("credentials"), "[ann]\naws_access_key_id = A\n");

    assertThatThrownBy(() -> serve(Map.of("glue.credentials-file", file.toString())))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("cannot read the keys of the Glue API");
  }

  private static final String CONNECTION =
      """
      {"ConnectionInput":{"Name":"db","ConnectionType":"JDBC","ConnectionProperties":{
       "JDBC_CONNECTION_URL":"jdbc:mysql://db/sales","USERNAME":"ada","PASSWORD":"sesame"}}}\
      """;

  @Test
  void anEmbeddedDatabaseHasAKeyOfItsOwnThatNobodyElseReads() throws Exception {
    try (var server = serve(Map.of())) {
      assertThat(glue(server, "CreateConnection", CONNECTION).statusCode()).isEqualTo(200);
    }
    var key = folder.resolve("data/glue-encryption.key");
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    try (var server = serve(Map.of())) {
      assertThat(glue(server, "GetConnection", "{\"Name\":\"db\"}").body())
          .contains("\"PASSWORD\":\"sesame\"");
    }

    Files.delete(key);
    try (var server = serve(Map.of())) {
      assertThat(glue(server, "GetConnection", "{\"Name\":\"db\"}").body())
          .contains("GlueEncryptionException");
    }
  }

  @Test
  void aKeyIsTakenFromTheSettings() throws Exception {
    var key = "A".repeat(43) + "=";
    try (var server = serve(Map.of("glue.encryption-key", key))) {
      assertThat(glue(server, "CreateConnection", CONNECTION).statusCode()).isEqualTo(200);
    }
    assertThat(folder.resolve("data/glue-encryption.key")).doesNotExist();

    assertThatThrownBy(() -> serve(Map.of("glue.encryption-key", "c2hvcnQ=")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("cannot read the key that secrets are encrypted with")
        .hasMessageNotContaining("c2hvcnQ");
  }
}
