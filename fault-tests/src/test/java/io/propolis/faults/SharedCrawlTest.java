package io.propolis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.compat.harness.PostgreSql;
import io.propolis.compat.harness.UnavailableException;
import io.propolis.faults.client.GlueClient;
import io.propolis.faults.cluster.Cluster;
import io.propolis.faults.lake.SlowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What several servers gain over one, as processes over one PostgreSQL. */
class SharedCrawlTest {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCrawlTest.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Pages of which one server, which has 16 threads, lists 80 in a second. */
  private static final int DAYS = 1280;

  private static final Duration PAGE = Duration.ofMillis(200);

  @TempDir Path folder;

  /** A crawl by so many servers. */
  private record Crawl(Duration listing, Map<String, Integer> pages) {}

  @Test
  void threeServersListInMuchLessThanTheTimeOfOne() {
    var alone = crawl(1);
    var shared = crawl(3);

    LOG.info("listed by one: {}, by three: {}", alone, shared);
    assertThat(alone.pages()).hasSize(1);
    assertThat(shared.pages()).hasSize(3);
    assertThat(shared.listing()).isLessThan(alone.listing().multipliedBy(65).dividedBy(100));
  }

  private Crawl crawl(int servers) {
    var own = folder.resolve("of-" + servers);
    try (var store = new SlowStore(DAYS, 5, PAGE);
        var cluster =
            Cluster.shared(
                own,
                FaultSettings.LOCK_TIMEOUT,
                PostgreSql.start(own.resolve("database")),
                servers,
                node -> flags(node, store))) {
      var glue = new GlueClient(cluster.nodes().get(0).httpUri());
      glue.call("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"lake\"}}");
      glue.call(
          "CreateCrawler",
          """
          {"Name":"events","Role":"r","DatabaseName":"lake",
           "Targets":{"S3Targets":[{"Path":"%s","SampleSize":1}]}}"""
              .formatted(SlowStore.LOCATION));
      glue.call("StartCrawler", "{\"Name\":\"events\"}");
      Awaitility.await("the crawl ends")
          .atMost(PATIENCE)
          .until(() -> !run(glue).path("State").asText().equals("RUNNING"));

      assertThat(run(glue).path("State").asText()).as(run(glue).toString()).isEqualTo("COMPLETED");
      var table = glue.call("GetTable", "{\"DatabaseName\":\"lake\",\"Name\":\"events\"}");
      assertThat(table.at("/Table/Parameters/objectCount").asText())
          .isEqualTo(String.valueOf(store.objects()));
      return new Crawl(store.listing(), store.pages());
    } catch (UnavailableException e) {
      return abort("SKIPPED: " + e.getMessage());
    }
  }

  /** Each server has keys of its own, by which the store tells them apart. */
  private static List<String> flags(String node, SlowStore store) {
    return List.of(
        "--s3.endpoint=" + store.endpoint(),
        "--s3.path-style=true",
        "--s3.access-key=" + node,
        "--s3.secret-key=secret");
  }

  private static JsonNode run(GlueClient glue) {
    return glue.call("ListCrawls", "{\"CrawlerName\":\"events\"}").path("Crawls").path(0);
  }
}
