package io.propolis.crawlers.sources.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The two operations of DynamoDB's API that a crawl needs, over the JDK's HTTP client and signed by
 * AWS's own signer: the SDK's client would be four megabytes for them.
 */
final class DynamoClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 100;

  /** Errors that go by themselves. */
  private static final Set<String> PASSING =
      Set.of(
          "ProvisionedThroughputExceededException",
          "ThrottlingException",
          "RequestLimitExceeded",
          "InternalServerError",
          "ServiceUnavailable");

  private final URI endpoint;
  private final String region;
  private final AwsCredentialsProvider credentials;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  DynamoClient(URI endpoint, String region, AwsCredentialsProvider credentials) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
  }

  /** Where DynamoDB is asked. */
  URI endpoint() {
    return endpoint;
  }

  /**
   * As AWS's SDKs find region, keys and endpoint ({@code AWS_REGION}, {@code
   * AWS_ENDPOINT_URL_DYNAMODB}, ...). Throws INVALID when there is no region.
   */
  static DynamoClient byEnvironment() {
    String region;
    try {
      region = DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      throw new CatalogException(
          Kind.INVALID,
          Entity.REQUEST,
          "DynamoDBTargets need a region: AWS_REGION is not set, nor says AWS's configuration one",
          e);
    }
    var given =
        Objects.requireNonNullElseGet(
            System.getProperty("aws.endpointUrlDynamodb"),
            () ->
                Objects.requireNonNullElse(
                    System.getenv("AWS_ENDPOINT_URL_DYNAMODB"),
                    "https://dynamodb.%s.amazonaws.com".formatted(region)));
    return new DynamoClient(
        URI.create(given), region, DefaultCredentialsProvider.builder().build());
  }

  /** The description of a table. Throws NOT_FOUND. */
  JsonNode describe(String table) {
    return call("DescribeTable", JSON.createObjectNode().put("TableName", table)).path("Table");
  }

  /**
   * A page of items.
   *
   * @param from {@code LastEvaluatedKey} of the page before, missing for the first
   */
  JsonNode scan(String table, JsonNode from, int limit) {
    var request =
        JSON.createObjectNode()
            .put("TableName", table)
            .put("ReturnConsumedCapacity", "TOTAL")
            .put("Limit", limit);
    if (from.isObject()) {
      request.set("ExclusiveStartKey", from);
    }
    return call("Scan", request);
  }

  private JsonNode call(String operation, ObjectNode request) {
    for (int attempt = 1; ; attempt++) {
      var reply = send(operation, request);
      if (reply.statusCode() == 200) {
        return parsed(reply.body());
      }
      var error = parsed(reply.body());
      var type = error.path("__type").asText().replaceFirst(".*#", "");
      if (attempt == ATTEMPTS || !(PASSING.contains(type) || reply.statusCode() >= 500)) {
        throw failure(operation, request, type, error, reply.statusCode());
      }
      pause(FIRST_PAUSE_MILLIS << attempt);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(Kind.UNAVAILABLE, Entity.REQUEST, "The crawl was interrupted", e);
    }
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("message", body);
    }
  }

  private CatalogException failure(
      String operation, ObjectNode request, String type, JsonNode error, int status) {
    var kind =
        switch (type) {
          case "ResourceNotFoundException" -> Kind.NOT_FOUND;
          case "AccessDeniedException", "UnrecognizedClientException" -> Kind.FORBIDDEN;
          default -> status < 500 ? Kind.INVALID : Kind.UNAVAILABLE;
        };
    var said = error.path("message").asText(error.path("Message").asText());
    return new CatalogException(
        kind,
        Entity.REQUEST,
        "DynamoDB table %s: %s at %s failed: %s %s"
            .formatted(request.path("TableName").asText(), operation, endpoint, type, said));
  }

  private HttpResponse<String> send(String operation, ObjectNode request) {
    var body = request.toString();
    var plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .encodedPath("/")
            .putHeader("Host", endpoint.getAuthority())
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
            .build();
    try {
      var signed =
          AwsV4HttpSigner.create()
              .sign(
                  r ->
                      r.identity(credentials.resolveCredentials())
                          .request(plain)
                          .payload(ContentStreamProvider.fromUtf8String(body))
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region));
      var http11 = HttpRequest.newBuilder(endpoint.resolve("/")).timeout(PATIENCE);
      signed
          .request()
          .forEachHeader(
              (name, values) -> {
                if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                  values.forEach(value -> http11.header(name, value));
                }
              });
      return http.send(
          http11.version(HttpClient.Version.HTTP_1_1).POST(BodyPublishers.ofString(body)).build(),
          BodyHandlers.ofString());
    } catch (SdkClientException | IOException e) {
      throw new CatalogException(
          Kind.UNAVAILABLE,
          Entity.REQUEST,
          "DynamoDB at %s cannot be reached: %s".formatted(endpoint, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(Kind.UNAVAILABLE, Entity.REQUEST, "The crawl was interrupted", e);
    }
  }
}
