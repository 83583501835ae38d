package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.SqlEngine;
import io.propolis.compat.harness.TrinoEngine;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables some of whose partitions are of another format: once crawled, Trino reads all of them, and
 * Spark with what docs/crawlers.md says that it needs.
 */
@ExtendWith(Engines.class)
class CrawledPartitionFormatsTest {
  private static final List<String> FORMATS = List.of("csv", "json", "orc", "parquet");

  @TempDir static Path engine;
  @TempDir static Path folder;

  private static SparkEngine spark;
  private static SparkEngine sparkAsItComes;
  private static TrinoEngine trino;
  private static Scratch db;
  private static String told = "";

  @BeforeAll
  static void crawl(Metastore metastore, SparkEngine sparkEngine, TrinoEngine trinoEngine)
      throws Exception {
    sparkAsItComes = sparkEngine;
    trino = trinoEngine;
    spark = SparkEngine.withSerDes(engine, metastore.thriftUri());
    for (var format : FORMATS) {
      write("of_parquet/dt=" + format, format, "id");
      write("of_orc/dt=" + format, format, "id");
      write("of_csv/dt=" + format, format, "id");
      write("of_plain/dt=" + format, format + "_plain", "col0");
    }
    for (var most : List.of("parquet", "orc", "csv")) {
      write("of_%s/dt=%s_2".formatted(most, most), most, "id");
    }
    write("of_plain/dt=csv_2", "csv_plain", "col0");
    write("of_plain/dt=pipes", "csv_pipes", "col0");
    db = Scratch.database("forms");
    told = crawl(metastore.thriftUri());
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static String crawl(URI metastore) throws Exception {
    var crawler =
        Files.writeString(
            folder.resolve("crawler.yaml"),
            "Name: %s\nDatabaseName: %s\nTargets: {S3Targets: [{Path: lake/}]}\n"
                .formatted(db, db));
    return CrawlCommand.run(crawler, metastore);
  }

  /** Ten rows: 1 to 10 and their halves. */
  private static void write(String partition, String format, String first) {
    var source = format.startsWith("csv") ? "csv" : format.split("_", -1)[0];
    var options =
        switch (format) {
          case "csv" -> "OPTIONS (header 'true')";
          case "csv_pipes" -> "OPTIONS (sep '|')";
          default -> "";
        };
    var second = first.equals("id") ? "amount" : "col1";
    spark.query(
        "INSERT OVERWRITE DIRECTORY '%s' USING %s %s SELECT /*+ COALESCE(1) */ CAST(id AS INT) %s, id * 0.5D %s FROM range(1, 11)"
            .formatted(
                folder.resolve("lake").resolve(partition).toUri(), source, options, first, second));
  }

  private static List<String> sums(SqlEngine by, String table, String first, String second) {
    return by.query(
        "SELECT dt, count(%s), sum(%s), sum(%s) FROM %s.%s GROUP BY dt ORDER BY dt"
            .formatted(first, first, second, by == trino ? "hive." + db : db, table));
  }

  private static String[] ten(String... partitions) {
    var rows = new ArrayList<String>();
    for (var partition : partitions) {
      rows.add(partition + "|10|55|27.5");
    }
    return rows.toArray(String[]::new);
  }

  @Test
  void partitionsOfATableOfParquetAreReadByTheirSerDes() {
    var all = ten("csv", "json", "orc", "parquet", "parquet_2");

    assertThat(sums(trino, "of_parquet", "id", "amount")).containsExactly(all);
    assertThat(sums(spark, "of_parquet", "id", "amount")).containsExactly(all);
    assertThatThrownBy(() -> sums(sparkAsItComes, "of_parquet", "id", "amount"))
        .hasStackTraceContaining("FAILED_READ_FILE");
    assertThat(told).contains("spark.sql.hive.convertMetastoreParquet=false");
  }

  @Test
  void partitionsOfATableOfOrcAreReadByTheirSerDes() {
    var all = ten("csv", "json", "orc", "orc_2", "parquet");

    assertThat(sums(trino, "of_orc", "id", "amount")).containsExactly(all);
    assertThat(sums(spark, "of_orc", "id", "amount")).containsExactly(all);
    assertThat(told).contains("spark.sql.hive.convertMetastoreOrc=false");
  }

  /** Whose own files Spark reads by SerDe as well as by its source. */
  @Test
  void partitionsOfATableOfPlainCsvNeedNoSettings() {
    var all = ten("csv", "csv_2", "json", "orc", "parquet", "pipes");

    assertThat(sums(trino, "of_plain", "col0", "col1")).containsExactly(all);
    assertThat(sums(spark, "of_plain", "col0", "col1")).containsExactly(all);
    assertThat(
            sparkAsItComes.query(
                "SELECT count(*), sum(col0) FROM %s.of_plain WHERE dt <> 'json'".formatted(db)))
        .containsExactly("50|275");
  }

  /** Spark's own source passes over names, and fails at other formats instead of making rows up. */
  @Test
  void partitionsOfATableOfCsvWithNamesAreReadByTrino() {
    assertThat(sums(trino, "of_csv", "id", "amount"))
        .containsExactly(ten("csv", "csv_2", "json", "orc", "parquet"));
    assertThat(trino.query("SELECT count(*) FROM hive.%s.of_csv".formatted(db)))
        .containsExactly("50");
    assertThat(
            spark.query(
                "SELECT count(*), sum(id) FROM %s.of_csv WHERE dt IN ('csv', 'csv_2')"
                    .formatted(db)))
        .containsExactly("20|110");
    assertThatThrownBy(() -> sums(spark, "of_csv", "id", "amount"))
        .hasStackTraceContaining("FAILED_READ_FILE");
    assertThat(told).contains("is not read by Spark, whatever is set");
  }

  /** As docs/crawlers.md says of names in front of rows. */
  @Test
  void sparkReadsNamesAsRowsWhereItReadsBySerDe() {
    assertThat(spark.query("SELECT count(*) FROM %s.of_parquet WHERE dt = 'csv'".formatted(db)))
        .containsExactly("11");
    assertThat(
            trino.query("SELECT count(*) FROM hive.%s.of_parquet WHERE dt = 'csv'".formatted(db)))
        .containsExactly("10");
  }
}
