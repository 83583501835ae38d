package io.propolis.files;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How an S3-compatible store is reached. What is absent comes from the AWS SDK's default chain
 * (environment, profile, instance role).
 *
 * @param endpoint of a store that is not AWS ({@code http://minio:9000})
 * @param region absent with an endpoint means {@code us-east-1}
 * @param addressing where the bucket's name stands in requests
 * @param credentials absent means the SDK's default chain
 */
public record S3Settings(
    @Nullable URI endpoint,
    @Nullable String region,
    Addressing addressing,
    @Nullable Credentials credentials) {
  /** AWS, with everything from the SDK's default chain. */
  public static final S3Settings DEFAULT = new S3Settings(null, null, Addressing.HOST, null);

  /** Where the bucket's name stands. */
  public enum Addressing {
    /** {@code http://bucket.host/key}, as AWS wants it. */
    HOST,
    /** {@code http://host/bucket/key}, as most other stores want it. */
    PATH
  }

  /**
   * A key pair.
   *
   * @param sessionToken of temporary credentials
   */
  public record Credentials(String accessKey, String secretKey, @Nullable String sessionToken) {
    public Credentials(String accessKey, String secretKey) {
      this(accessKey, secretKey, null);
    }

    @Override
    public String toString() {
      return "Credentials[accessKey=" + accessKey + "]";
    }
  }
}
