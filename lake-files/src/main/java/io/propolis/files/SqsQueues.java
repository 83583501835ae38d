package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Queues of an SQS-compatible service, with a client for each region. */
final class SqsQueues implements EventQueues {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:sqs:([a-z0-9-]+):([0-9]*):([A-Za-z0-9_.-]{1,80})");

  private final SqsSettings settings;
  private final Map<String, SqsClient> clients = new HashMap<>();

  SqsQueues(SqsSettings settings) {
    this.settings = settings;
  }

  @Override
  public EventQueue open(String arn) {
    var parts = ARN.matcher(arn);
    if (!parts.matches()) {
      throw invalid(Entity.RESOURCE, "Not the ARN of a queue: " + arn);
    }
    return new SqsQueue(client(parts.group(1)), arn, parts.group(2), parts.group(3));
  }

  private synchronized SqsClient client(String region) {
    return clients.computeIfAbsent(
        region,
        unused -> {
          var builder =
              SqsClient.builder()
                  .region(Region.of(region))
                  .httpClientBuilder(
                      Apache5HttpClient.builder()
                          .connectionTimeout(Duration.ofSeconds(10))
                          .socketTimeout(Duration.ofSeconds(60)));
          if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
          }
          if (settings.credentials() != null) {
            builder.credentialsProvider(
                StaticCredentialsProvider.create(S3Clients.credentials(settings.credentials())));
          }
          return builder.build();
        });
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(SqsClient::close);
    clients.clear();
  }
}
