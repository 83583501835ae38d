package io.propolis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.compat.harness.DatabaseServer;
import io.propolis.compat.harness.MariaDb;
import io.propolis.compat.harness.PostgreSql;
import io.propolis.compat.harness.UnavailableException;
import io.propolis.faults.client.GlueClient;
import io.propolis.faults.cluster.Cluster;
import io.propolis.faults.cluster.Node;
import io.propolis.faults.lake.SlowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Crawls by servers that share them and die of {@code kill -9} in the middle. */
class KilledCrawlTest {
  private static final Logger LOG = LoggerFactory.getLogger(KilledCrawlTest.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int DAYS = 320;
  private static final int FILES = 20;

  /** When most has been listed, and more than one checkpoint was made. */
  private static final int LATE = DAYS * 9 / 10;

  @TempDir Path folder;
  private final SlowStore store = new SlowStore(DAYS, FILES, Duration.ofMillis(1000));

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void severalServersOnPostgresqlShareTheListing() {
    overSeveral(
        PostgreSql::start,
        cluster -> {
          var glue = new GlueClient(cluster.nodes().get(0).httpUri());
          long started = System.nanoTime();
          crawl(glue);

          assertIsWhole(ended(glue), glue);
          LOG.info(
              "shared by {}: {} ms",
              store.pages(),
              Duration.ofNanos(System.nanoTime() - started).toMillis());
          assertThat(store.levels()).hasSize(1);
          assertThat(store.pages()).hasSizeGreaterThan(1);
        });
  }

  @Test
  void theServerThatCrawlsDiesOnMariadbAndAnotherGoesOn() {
    overSeveral(
        MariaDb::start,
        cluster -> {
          crawl(new GlueClient(cluster.nodes().get(0).httpUri()));
          await("others help", () -> store.pages().size() > 1 && pages() > LATE);
          var dead = crawling(cluster, store.levels());
          dead.kill();
          int begun = pages();

          var other = cluster.nodes().stream().filter(Node::isAlive).findFirst().orElseThrow();
          var glue = new GlueClient(other.httpUri());
          assertIsWhole(ended(glue), glue);
          LOG.info("{} pages when it died, {} after all", begun, store.pages());
          // What was kept before the death is not listed again, the first level among it.
          assertThat(store.levels()).isEqualTo(Map.of(dead.name(), 1));
        });
  }

  @Test
  void aServerOnAnEmbeddedDatabaseGoesOnAfterItsRestart() {
    var flags = flags("node-1");
    try (var cluster = Cluster.embedded(folder, FaultSettings.LOCK_TIMEOUT, flags)) {
      var node = cluster.nodes().get(0);
      crawl(new GlueClient(node.httpUri()));
      await("it lists", () -> pages() > LATE);
      node.kill();
      int begun = pages();
      cluster.restore(node);

      var glue = new GlueClient(node.httpUri());
      assertIsWhole(ended(glue), glue);
      assertThat(pages() - begun).isLessThan(begun);
    }
  }

  private void overSeveral(
      Function<Path, DatabaseServer> database, java.util.function.Consumer<Cluster> work) {
    try (var cluster =
        Cluster.shared(
            folder,
            FaultSettings.LOCK_TIMEOUT,
            database.apply(folder.resolve("database")),
            3,
            this::flags)) {
      work.accept(cluster);
    } catch (UnavailableException e) {
      abort("SKIPPED: " + e.getMessage());
    }
  }

  /** Each server has keys of its own, by which the store tells them apart. */
  private List<String> flags(String node) {
    return List.of(
        "--s3.endpoint=" + store.endpoint(),
        "--s3.path-style=true",
        "--s3.access-key=" + node,
        "--s3.secret-key=secret");
  }

  private int pages() {
    return store.pages().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Node crawling(Cluster cluster, Map<String, Integer> levels) {
    return cluster.nodes().stream()
        .filter(node -> levels.containsKey(node.name()))
        .findFirst()
        .orElseThrow();
  }

  private static void crawl(GlueClient glue) {
    glue.call("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"lake\"}}");
    glue.call(
        "CreateCrawler",
        """
        {"Name":"events","Role":"r","DatabaseName":"lake",
         "Targets":{"S3Targets":[{"Path":"%s","SampleSize":1}]}}"""
            .formatted(SlowStore.LOCATION));
    glue.call("StartCrawler", "{\"Name\":\"events\"}");
  }

  private static JsonNode ended(GlueClient glue) {
    await("the crawl ends", () -> !run(glue).path("State").asText().equals("RUNNING"));
    return run(glue);
  }

  private static JsonNode run(GlueClient glue) {
    return glue.call("ListCrawls", "{\"CrawlerName\":\"events\"}").path("Crawls").path(0);
  }

  private void assertIsWhole(JsonNode run, GlueClient glue) {
    assertThat(run.path("State").asText()).as(run.toString()).isEqualTo("COMPLETED");
    var table = glue.call("GetTable", "{\"DatabaseName\":\"lake\",\"Name\":\"events\"}");
    assertThat(table.at("/Table/Parameters/objectCount").asText())
        .isEqualTo(String.valueOf(store.objects()));
    var partitions =
        glue.call(
            "GetPartitions",
            "{\"DatabaseName\":\"lake\",\"TableName\":\"events\",\"MaxResults\":1000}");
    assertThat(partitions.path("Partitions")).hasSize(DAYS);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }
}
