package io.propolis.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.auth.RequestSigner;
import io.propolis.glue.wire.HttpCall;
import io.propolis.server.CommandException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls the Glue API of a server. Calls that the server refuses are {@link RefusedException}s. */
public final class GlueClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private final URI endpoint;
  private final @Nullable RequestSigner signer;

  /** What ARNs of the server begin with, once it was asked. */
  private @Nullable String arnPrefix;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * A client.
   *
   * @param signer absent for a server without keys
   */
  public GlueClient(URI endpoint, @Nullable RequestSigner signer) {
    this.endpoint = endpoint;
    this.signer = signer;
  }

  public URI endpoint() {
    return endpoint;
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Calls an operation. Throws {@link CommandException} when nobody answers. */
  public JsonNode call(String operation, JsonNode request) {
    var reply = send("AWSGlue." + operation, CONTENT_TYPE, request.toString());
    return parsed(reply);
  }

  /** Calls an operation of CloudWatch Logs. */
  public JsonNode logs(String operation, JsonNode request) {
    return parsed(send("Logs_20140328." + operation, CONTENT_TYPE, request.toString()));
  }

  /** The same as {@link #call}, empty when there is no such thing. */
  public Optional<JsonNode> find(String operation, JsonNode request) {
    try {
      return Optional.of(call(operation, request));
    } catch (RefusedException e) {
      if (e.type().equals("EntityNotFoundException")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** All that a paged operation lists; a few call their tokens markers. */
  public List<JsonNode> all(String operation, ObjectNode request, String list) {
    var all = new ArrayList<JsonNode>();
    var page = request.deepCopy();
    for (; ; ) {
      var reply = call(operation, page);
      reply.path(list).forEach(all::add);
      var member = reply.has("Marker") ? "Marker" : "NextToken";
      var token = reply.path(member).asText("");
      if (token.isEmpty()) {
        return all;
      }
      page.put(member, token);
    }
  }

  /**
   * An ARN of the server.
   *
   * @param end of it, {@code database/shop}, or the whole
   */
  public String arn(String end) {
    if (end.startsWith("arn:")) {
      return end;
    }
    if (arnPrefix == null) {
      var own = call("GetCatalog", object().put("CatalogId", "hive"));
      var text = own.path("Catalog").path("ResourceArn").asText();
      arnPrefix = text.substring(0, text.lastIndexOf(':') + 1);
    }
    return arnPrefix + end;
  }

  private record Reply(int status, String body) {}

  private JsonNode parsed(Reply reply) {
    try {
      var tree = JSON.readTree(reply.body());
      if (reply.status() == 200) {
        return tree;
      }
      var type = tree.path("__type").asText("");
      if (!type.isEmpty()) {
        throw new RefusedException(
            type, tree.path("Message").asText(tree.path("message").asText("")));
      }
    } catch (IOException e) {
      throw strange(reply, e);
    }
    throw strange(reply, null);
  }

  private CommandException strange(Reply reply, @Nullable Throwable cause) {
    var what = endpoint + " does not answer as a Glue API";
    var why =
        "status %d: %s".formatted(reply.status(), reply.body().lines().findFirst().orElse(""));
    var remedy = "give --server the HTTP address of a Propolis server";
    return cause == null
        ? CommandException.because(what, why, remedy)
        : CommandException.because(what, why, remedy, cause);
  }

  private Reply send(String target, String type, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(PATIENCE)
            .header("Content-Type", type)
            .header("X-Amz-Target", target)
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
    if (signer != null) {
      var port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
      var call =
          new HttpCall(
              "POST",
              "/",
              "",
              Map.of(
                  "host",
                  List.of(endpoint.getHost() + port),
                  "content-type",
                  List.of(type),
                  "x-amz-target",
                  List.of(target)),
              bytes);
      signer.sign(call, Instant.now()).forEach(request::header);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (ConnectException e) {
      throw CommandException.because(
          "no server answers at " + endpoint,
          "nobody listens there",
          "start one with ./propolis serve, or name it with --server http://HOST:PORT",
          e);
    } catch (IOException e) {
      throw CommandException.because(
          "no server answers at " + endpoint, String.valueOf(e.getMessage()), "try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.because("interrupted", "the command was stopped", "try again", e);
    }
  }
}
