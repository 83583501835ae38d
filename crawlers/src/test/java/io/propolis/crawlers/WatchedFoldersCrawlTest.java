package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Run.State;
import io.propolis.crawlers.events.EventSources;
import io.propolis.files.EventQueues;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event mode on local folders, which a server watches. */
class WatchedFoldersCrawlTest {
  @TempDir Path folder;
  private final Lake real = Lakes.open(S3Settings.DEFAULT);
  private final WatchedLake lake = new WatchedLake(real);
  private EventSources events = EventSources.watching(EventQueues.NONE);
  private CatalogFixture catalog;

  @BeforeEach
  void open() throws Exception {
    catalog = new CatalogFixture(folder, lake.lake());
    file("orders/dt=2024-01-01/a.csv");
    file("orders/dt=2024-01-02/a.csv");
  }

  @AfterEach
  void close() {
    events.close();
    catalog.close();
    real.close();
  }

  private void file(String name) throws Exception {
    SampleFiles.text(folder.resolve("lake").resolve(name), "id,amount\n1,2.5\n2,3.5\n");
  }

  private void crawl() {
    var definition =
        CatalogFixture.definition(
            folder.resolve("lake").toString(),
            "RecrawlPolicy: {RecrawlBehavior: CRAWL_EVENT_MODE}");
    catalog.runner().listeningTo(events).run(definition, "manual");
  }

  @Test
  void onlyFoldersInWhichSomethingHappenedAreListed() throws Exception {
    crawl();
    assertThat(lake.listed()).contains("lake", "orders", "dt=2024-01-01", "dt=2024-01-02");
    Set<String> listed = new HashSet<>();
    file("orders/dt=2024-01-03/b.csv");

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              crawl();
              listed.addAll(lake.listed());
              return catalog.partitions("orders").contains(List.of("2024-01-03"));
            });

    assertThat(listed).contains("dt=2024-01-03").doesNotContain("dt=2024-01-01", "dt=2024-01-02");
    assertThat(catalog.partitions("orders")).hasSize(3);
  }

  @Test
  void aServerThatDidNotWatchListsAll() throws Exception {
    crawl();
    events.close();
    file("orders/dt=2024-01-03/b.csv");
    events = EventSources.watching(EventQueues.NONE);

    crawl();

    assertThat(catalog.partitions("orders")).hasSize(3);
  }

  @Test
  void whatWasSeenOfATargetThatFailedIsLookedForAgain() throws Exception {
    file("cities/a.csv");
    var definition =
        CatalogFixture.targets(
            "{S3Targets: [{Path: '%s'}, {Path: '%s'}]}"
                .formatted(folder.resolve("lake/cities"), folder.resolve("lake/orders")),
            "RecrawlPolicy: {RecrawlBehavior: CRAWL_EVENT_MODE}");
    var runner = catalog.runner().listeningTo(events);
    runner.run(definition, "manual");
    file("orders/dt=2024-01-03/b.csv");
    lake.onList(
        location -> {
          if (location.contains("/orders")) {
            throw new CatalogException(
                Kind.UNAVAILABLE, Entity.LOCATION, "Cannot list " + location, null);
          }
        });
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> runner.run(definition, "manual").run().state() == State.FAILED);
    lake.onList(location -> {});

    runner.run(definition, "manual");

    assertThat(catalog.partitions("orders")).contains(List.of("2024-01-03"));
  }
}
