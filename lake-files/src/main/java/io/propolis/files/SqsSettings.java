package io.propolis.files;

import io.propolis.files.S3Settings.Credentials;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How an SQS-compatible service is reached. Regions are those of the queues' ARNs.
 *
 * @param endpoint of a service that is not AWS ({@code http://elasticmq:9324})
 * @param credentials absent means the SDK's default chain
 */
public record SqsSettings(@Nullable URI endpoint, @Nullable Credentials credentials) {
  /** AWS, with everything from the SDK's default chain. */
  public static final SqsSettings DEFAULT = new SqsSettings(null, null);
}
