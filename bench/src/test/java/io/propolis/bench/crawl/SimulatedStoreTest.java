package io.propolis.bench.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.discovery.Inference;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.files.S3Settings.Addressing;
import io.propolis.files.S3Settings.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedStoreTest {
  private final SimulatedBucket bucket = new SimulatedBucket(30, 5, 12);
  private SimulatedStore store;
  private Lake lake;

  @BeforeEach
  void open() throws IOException {
    store = new SimulatedStore(bucket, 0);
    lake =
        Lakes.open(
            new S3Settings(
                store.endpoint(), null, Addressing.PATH, new Credentials("any", "secret")));
  }

  @AfterEach
  void close() {
    lake.close();
    store.close();
  }

  @Test
  void listsEveryObjectOnceInPagesOfAThousand() {
    try (var entries = lake.list("s3://bench/events")) {
      assertThat(entries.map(FileEntry::location))
          .containsExactlyElementsOf(
              IntStream.range(0, bucket.objects())
                  .mapToObj(object -> "s3://bench/" + bucket.key(object))
                  .toList());
    }
    assertThat(store.pages()).isBetween(2L, 4L);
  }

  @Test
  void listsFoldersWhereADelimiterAsksForThem() throws Exception {
    var uri = URI.create(store.endpoint() + "/bench?list-type=2&delimiter=%2F&prefix=events%2F");
    var page =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

    assertThat(page.body())
        .contains("<CommonPrefixes><Prefix>events/day=2018-01-30/</Prefix>", "<KeyCount>30<")
        .doesNotContain("<Contents>");
  }

  @Test
  void aCrawlFindsItsPartitions() {
    var found = Inference.of(lake, "s3://bench/events");

    assertThat(found.problems()).isEmpty();
    assertThat(found.tables()).hasSize(1);
    assertThat(found.tables().get(0).layout().folders()).hasSize(bucket.partitions());
    assertThat(found.tables().get(0).files()).isEqualTo(bucket.objects());
  }
}
