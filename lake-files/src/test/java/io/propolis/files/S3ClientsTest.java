package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;

class S3ClientsTest {
  /** As AWS's chain on a machine that is configured for nothing. */
  private static final AwsRegionProvider NOWHERE =
      () -> {
        throw SdkClientException.create("Unable to load region from any of the providers");
      };

  private static Region region(S3Settings settings, AwsRegionProvider regions) {
    try (var client = S3Clients.open(settings, regions)) {
      return client.serviceClientConfiguration().region();
    }
  }

  @Test
  void withoutARegionTheMessageNamesTheSetting() {
    assertThatThrownBy(() -> region(S3Settings.DEFAULT, NOWHERE))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("s3.region is not set")
        .hasMessageContaining("AWS_REGION");
  }

  @Test
  void theRegionIsThatOfTheSettingsElseThatOfAws() {
    var settings = S3Settings.DEFAULT;
    assertThat(region(settings, () -> Region.EU_WEST_1)).isEqualTo(Region.EU_WEST_1);
    assertThat(
            region(
                new S3Settings(null, "eu-west-2", settings.addressing(), settings.credentials()),
                NOWHERE))
        .isEqualTo(Region.EU_WEST_2);
    assertThat(
            region(
                new S3Settings(URI.create("http://minio:9000"), null, settings.addressing(), null),
                NOWHERE))
        .isEqualTo(Region.US_EAST_1);
  }
}
