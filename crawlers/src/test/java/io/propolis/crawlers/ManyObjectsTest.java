package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lake of many objects behind a store that takes 20 ms for each page of its listings. With {@code
 * -Dpropolis.objects=1000000} the size that users are promised.
 */
class ManyObjectsTest {
  private static final Logger LOG = LoggerFactory.getLogger(ManyObjectsTest.class);
  private static final int OBJECTS = Integer.getInteger("propolis.objects", 60_000);
  private static final int FILES = 20;

  @TempDir Path folder;

  @Test
  void aLakeOfManyObjectsIsListedByManyThreadsAndCrawledAgainByItsListingAlone() throws Exception {
    var parquet =
        SampleFiles.parquet(
            folder.resolve("a.parquet"),
            "message m { required int64 id; required double amount; }",
            5,
            (g, i) -> g.append("id", (long) i).append("amount", 1.5));
    var store = new SimulatedStore(OBJECTS / FILES, FILES, 20, Files.readAllBytes(parquet));
    try (var catalog = new CatalogFixture(folder, store.lake())) {
      var first = timed("first crawl", () -> catalog.crawl(SimulatedStore.LOCATION));

      assertThat(first.plan().objects()).isEqualTo(store.objects());
      assertThat(catalog.partitions("events")).hasSize(store.partitions());
      assertThat(store.opened()).isPositive();
      long pages = store.pages();
      long position = catalog.store().position();

      var second = timed("unchanged crawl", () -> catalog.crawl(SimulatedStore.LOCATION));

      assertThat(second.plan().objects()).isEqualTo(store.objects());
      assertThat(store.opened()).isZero();
      assertThat(store.pages()).isEqualTo(2 * pages);
      assertThat(pages).isLessThan(store.objects() / 1000 * 2 + 100);
      assertThat(catalog.store().position()).isEqualTo(position);
    }
  }

  @Test
  void foldersOfVeryManyFilesAreListedInPartsAndEachFileOnce() throws Exception {
    var content = "id,amount\n1,2.5\n2,3.5\n".getBytes(StandardCharsets.UTF_8);
    var store = new SimulatedStore(10 * 24, 1000, 0, content);
    try (var catalog = new CatalogFixture(folder, store.lake())) {
      var crawl = catalog.crawl(SimulatedStore.LOCATION);

      assertThat(crawl.plan().objects()).isEqualTo(store.objects());
      assertThat(catalog.table("events").parameters())
          .containsEntry("objectCount", Long.toString(store.objects()));
      assertThat(catalog.partitions("events")).hasSize(store.partitions());
    }
  }

  private static <T> T timed(String what, java.util.function.Supplier<T> work) {
    long start = System.nanoTime();
    var result = work.get();
    LOG.info(
        "{} of {} objects: {} ms, {} MB used of {} MB",
        what,
        OBJECTS,
        Duration.ofNanos(System.nanoTime() - start).toMillis(),
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
    return result;
  }
}
