package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.SparkEngine;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Delta tables that Spark wrote elsewhere: once crawled, it reads them and writes them on. */
@ExtendWith(Engines.class)
class CrawledDeltaTest {
  private static URI metastore;
  private static SparkEngine spark;

  @TempDir static Path engine;
  @TempDir Path folder;

  @BeforeAll
  static void start(Metastore metastoreUnderTest) {
    metastore = metastoreUnderTest.thriftUri();
    spark = SparkEngine.withDelta(engine, metastore);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private void crawl() throws Exception {
    CrawlCommand.run(folder.resolve("crawler.yaml"), metastore);
  }

  @Test
  void theLogIsReadAndWrittenOn() throws Exception {
    var elsewhere = "delta.`%s`".formatted(folder.resolve("lake/orders"));
    spark.query(
        "CREATE TABLE %s (Id BIGINT, amount DECIMAL(9,2), day DATE) USING delta PARTITIONED BY (day) TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')"
            .formatted(elsewhere));
    spark.query(
        "INSERT INTO %s VALUES (1, 2.50, DATE '2024-01-02'), (2, 3.50, DATE '2024-01-02'), (3, 4.50, NULL)"
            .formatted(elsewhere));
    spark.query("DELETE FROM %s WHERE Id = 2".formatted(elsewhere));
    var db = Scratch.database("delta");
    Files.writeString(
        folder.resolve("crawler.yaml"),
        "Name: %s\nDatabaseName: %s\nTargets: {S3Targets: [{Path: lake/}]}\n".formatted(db, db));

    crawl();

    var rows = "SELECT id, amount, day FROM %s.orders ORDER BY id".formatted(db);
    assertThat(spark.query(rows)).containsExactly("1|2.50|2024-01-02", "3|4.50|null");
    spark.query("INSERT INTO %s.orders VALUES (4, 5.50, DATE '2024-01-03')".formatted(db));
    spark.query("ALTER TABLE %s.orders ADD COLUMN note STRING".formatted(db));
    crawl();
    assertThat(spark.query(rows))
        .containsExactly("1|2.50|2024-01-02", "3|4.50|null", "4|5.50|2024-01-03");
    assertThat(spark.query("SELECT count(*), count(note) FROM %s.orders".formatted(db)))
        .containsExactly("3|0");
  }
}
