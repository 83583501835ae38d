package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.Run;
import io.propolis.files.Lakes;
import io.propolis.files.S3Server;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A crawl of a bucket on a real S3 server. */
class S3CrawlTest {
  @TempDir Path folder;

  @Test
  void aBucketIsCrawledByRangesAndOnlyOnce() throws Exception {
    var parquet =
        SampleFiles.parquet(
            folder.resolve("a.parquet"),
            "message m { required int64 id; }",
            5,
            (g, i) -> g.append("id", (long) i));
    var orc = SampleFiles.orc(folder.resolve("a.orc"), "struct<x:decimal(9,2)>", 2);
    try (var server = new S3Server();
        var lake = Lakes.open(server.settings());
        var catalog = new CatalogFixture(folder, lake)) {
      try (var client = client(server)) {
        client.createBucket(r -> r.bucket("bucket"));
        put(client, "raw/orders/dt=2024-01-01/a.parquet", Files.readAllBytes(parquet));
        put(client, "raw/sums/a.orc", Files.readAllBytes(orc));
        put(client, "raw/cities/a b%20c.csv", "id,city\n1,Bern\n2,Genf\n".getBytes());
      }

      catalog.crawl("s3://bucket/raw/");
      long position = catalog.store().position();
      catalog.crawl("s3://bucket/raw/");

      assertThat(catalog.tables()).containsExactly("cities", "orders", "sums");
      assertThat(catalog.table("orders").location()).isEqualTo("s3://bucket/raw/orders");
      assertThat(catalog.wholePartitions("orders"))
          .extracting(p -> p.location())
          .containsExactly("s3://bucket/raw/orders/dt=2024-01-01");
      assertThat(catalog.store().position()).isEqualTo(position);
    }
  }

  @Test
  void aBucketThatIsNotThereIsNoEmptyFolder() throws Exception {
    try (var server = new S3Server();
        var lake = Lakes.open(server.settings());
        var catalog = new CatalogFixture(folder, lake)) {
      try (var client = client(server)) {
        client.createBucket(r -> r.bucket("bucket"));
        put(client, "raw/cities/a.csv", "id,city\n1,Bern\n2,Genf\n".getBytes());
        catalog.crawl("s3://bucket/raw/");
        client.deleteObject(r -> r.bucket("bucket").key("raw/cities/a.csv"));
        client.deleteBucket(r -> r.bucket("bucket"));
      }

      for (var targets :
          List.of(
              "{S3Targets: [{Path: 's3://bucket/raw/'}]}",
              "{IcebergTargets: [{Paths: ['s3://bucket/raw/']}]}")) {
        assertThatThrownBy(
                () ->
                    catalog.crawlTargets(
                        targets, "SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}"))
            .hasMessageContaining("There is no bucket bucket to list s3://bucket/raw");
      }
      assertThat(catalog.tables()).containsExactly("cities");
    }
  }

  @Test
  void aBucketThatIsNotThereLeavesOtherTargetsWhole() throws Exception {
    try (var server = new S3Server();
        var lake = Lakes.open(server.settings());
        var catalog = new CatalogFixture(folder, lake)) {
      try (var client = client(server)) {
        client.createBucket(r -> r.bucket("bucket"));
        put(client, "raw/cities/a.csv", "id,city\n1,Bern\n2,Genf\n".getBytes());
      }

      var crawl =
          catalog.crawlTargets(
              """
              {S3Targets: [{Path: 's3://absent/raw/'}, {Path: 's3://bucket/raw/'}],
               HudiTargets: [{Paths: ['s3://absent/hudi/']}]}""");

      assertThat(catalog.tables()).containsExactly("cities");
      assertThat(crawl.run().state()).isEqualTo(Run.State.FAILED);
      assertThat(crawl.run().error())
          .matches(
              "2 targets could not be crawled, the others were:"
                  + " There is no bucket absent to list s3://absent/hudi\\b.*;"
                  + " There is no bucket absent to list s3://absent/raw\\b.*");
    }
  }

  private static S3Client client(S3Server server) {
    var settings = server.settings();
    var pair = settings.credentials();
    return S3Client.builder()
        .endpointOverride(URI.create(String.valueOf(settings.endpoint())))
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(pair.accessKey(), pair.secretKey())))
        .build();
  }

  private static void put(S3Client client, String key, byte[] content) {
    client.putObject(r -> r.bucket("bucket").key(key), RequestBody.fromBytes(content));
  }
}
