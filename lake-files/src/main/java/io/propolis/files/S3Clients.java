package io.propolis.files;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.files.S3Settings.Addressing;
import io.propolis.files.S3Settings.Credentials;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;

/** Builds the SDK's client: the only place that knows its settings. */
final class S3Clients {
  private static final int CONNECTIONS = 64;

  private S3Clients() {}

  /** Throws INVALID when nothing says the region. */
  static S3Client open(S3Settings settings) {
    return open(settings, DefaultAwsRegionProviderChain.builder().build());
  }

  /**
   * The same with another place to look for a region.
   *
   * @param regions asked when the settings name neither a region nor an endpoint
   */
  static S3Client open(S3Settings settings, AwsRegionProvider regions) {
    var builder =
        S3Client.builder()
            .forcePathStyle(settings.addressing() == Addressing.PATH)
            .crossRegionAccessEnabled(settings.endpoint() == null)
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionTimeout(Duration.ofSeconds(10))
                    .socketTimeout(Duration.ofSeconds(60)));
    if (settings.endpoint() != null) {
      // Stores other than AWS often refuse the SDK's newer checksums and want Content-MD5.
      builder
          .endpointOverride(settings.endpoint())
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
          .addPlugin(LegacyMd5Plugin.create());
    }
    builder.region(region(settings, regions));
    if (settings.credentials() != null) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(credentials(settings.credentials())));
    }
    return builder.build();
  }

  private static Region region(S3Settings settings, AwsRegionProvider regions) {
    if (settings.region() != null) {
      return Region.of(settings.region());
    }
    if (settings.endpoint() != null) {
      return Region.US_EAST_1;
    }
    try {
      return regions.getRegion();
    } catch (SdkClientException e) {
      throw new CatalogException(
          Kind.INVALID,
          Entity.REQUEST,
          "Locations in S3 need a region: s3.region is not set, nor is AWS_REGION, nor says AWS's configuration one",
          e);
    }
  }

  static AwsCredentials credentials(Credentials pair) {
    return pair.sessionToken() == null
        ? AwsBasicCredentials.create(pair.accessKey(), pair.secretKey())
        : AwsSessionCredentials.create(pair.accessKey(), pair.secretKey(), pair.sessionToken());
  }
}
