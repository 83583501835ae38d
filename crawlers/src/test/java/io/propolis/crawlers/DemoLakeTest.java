package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.definition.CrawlerFiles;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake that {@code propolis demo} crawls: five formats, four layouts. */
class DemoLakeTest {
  private static final Path CRAWLER = Path.of("../demo/crawler.yaml");

  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private CatalogFixture catalog;

  @BeforeEach
  void open() {
    catalog = new CatalogFixture(folder, lake);
  }

  @AfterEach
  void close() {
    catalog.close();
    lake.close();
  }

  @Test
  void everyFolderOfTheDemoBecomesTheTableItIs() {
    var result = catalog.crawl(CrawlerFiles.read(CRAWLER));

    assertThat(result.plan().problems()).as(PlanPrinter.text(result.plan())).isEmpty();
    assertThat(catalog.tables())
        .containsExactly(
            "airports",
            "county_habitat",
            "earthquakes",
            "flights",
            "hourly_normals",
            "weather_daily",
            "wildlife_strikes");
    assertThat(CatalogFixture.types(catalog.table("weather_daily").partitionKeys()))
        .isEqualTo(Map.of("year", "int", "month", "string"));
    assertThat(CatalogFixture.types(catalog.table("earthquakes").partitionKeys()).keySet())
        .containsExactly("year", "month", "day");
    assertThat(CatalogFixture.types(catalog.table("flights").partitionKeys()).values())
        .containsExactly("date");
    assertThat(CatalogFixture.types(catalog.table("county_habitat").partitionKeys()).keySet())
        .containsExactly("partition_0");
    assertThat(catalog.partitions("wildlife_strikes")).hasSize(13);
  }

  @Test
  void aSecondCrawlOfTheDemoWritesNothing() {
    var crawler = CrawlerFiles.read(CRAWLER);
    catalog.crawl(crawler);
    long position = catalog.store().position();

    var again = catalog.crawl(crawler);

    assertThat(again.plan().isQuiet()).as(PlanPrinter.text(again.plan())).isTrue();
    assertThat(catalog.store().position()).isEqualTo(position);
  }
}
