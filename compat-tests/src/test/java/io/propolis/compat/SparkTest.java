package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.SqlFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark SQL with its built-in Hive 2.3 client over the catalog. */
@ExtendWith(Engines.class)
class SparkTest {

  @TempDir Path folder;
  private Scratch db;
  private SparkEngine spark;

  @BeforeEach
  void createDatabase(SparkEngine engine) {
    spark = engine;
    db = Scratch.database("spark");
    spark.query("CREATE DATABASE %s LOCATION '%s'".formatted(db, folder.toUri()));
    spark.query("USE " + db);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARQUET", "ORC", "CSV"})
  void rowsInsertedIntoDynamicPartitionsAreReadBack(String format) {
    if (format.equals("CSV")) {
      spark.query(
          "CREATE TABLE orders (id BIGINT, price DOUBLE, day DATE, region STRING)"
              + " USING CSV PARTITIONED BY (day, region)");
    } else {
      spark.query(
          "CREATE TABLE orders (id BIGINT, price DOUBLE)"
              + " PARTITIONED BY (day DATE, region STRING) STORED AS "
              + format);
    }
    spark.query(
        """
        INSERT INTO orders VALUES (1, 1.5, DATE'2024-01-01', 'eu'), (2, 2.5, DATE'2024-01-02', 'eu'),
          (3, 3.5, DATE'2024-01-02', 'a/b c')""");
    assertThat(spark.query("SHOW PARTITIONS orders"))
        .containsExactlyInAnyOrder(
            "day=2024-01-01/region=eu",
            "day=2024-01-02/region=eu",
            "day=2024-01-02/region=a%2Fb c");
    assertThat(spark.query("SELECT id, price FROM orders WHERE day = DATE'2024-01-02' ORDER BY id"))
        .containsExactly("2|2.5", "3|3.5");
    assertThat(spark.query("SELECT id FROM orders WHERE region LIKE 'a/%'")).containsExactly("3");
    spark.query(
        "INSERT OVERWRITE TABLE orders PARTITION (day = '2024-01-01', region = 'eu') VALUES (9, 9)");
    assertThat(spark.query("SELECT id FROM orders ORDER BY id")).containsExactly("2", "3", "9");
  }

  @Test
  void partitionsAreAddedRenamedMovedAndDropped() throws Exception {
    partitioned("visits");
    spark.query("ALTER TABLE visits ADD PARTITION (year = 2023) PARTITION (year = 2024)");
    spark.query("ALTER TABLE visits ADD IF NOT EXISTS PARTITION (year = 2024)");
    assertThatThrownBy(() -> spark.query("ALTER TABLE visits ADD PARTITION (year = 2024)"))
        .isInstanceOf(SqlFailedException.class)
        .hasMessageContaining("PARTITIONS_ALREADY_EXIST");
    spark.query("ALTER TABLE visits PARTITION (year = 2023) RENAME TO PARTITION (year = 2022)");
    var elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    spark.query(
        "ALTER TABLE visits PARTITION (year = 2024) SET LOCATION '%s'"
            .formatted(elsewhere.toUri()));
    assertThat(spark.query("SHOW PARTITIONS visits")).containsExactly("year=2022", "year=2024");
    spark.query("INSERT INTO visits PARTITION (year = 2024) VALUES (1, 'one')");
    try (var files = Files.list(elsewhere)) {
      assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("part-"));
    }
    spark.query("ALTER TABLE visits DROP PARTITION (year = 2022)");
    assertThat(spark.query("SHOW PARTITIONS visits")).containsExactly("year=2024");
  }

  @Test
  void repairFindsThePartitionFoldersThatWereWrittenBehindTheCatalogsBack() throws Exception {
    partitioned("visits");
    spark.query("INSERT INTO visits VALUES (1, 'one', 2023)");
    Files.createDirectories(folder.resolve("visits/year=2024"));
    spark.query("MSCK REPAIR TABLE visits");
    assertThat(spark.query("SHOW PARTITIONS visits")).containsExactly("year=2023", "year=2024");
  }

  @Test
  void partitionFiltersSelectNumbersAsNumbers() {
    partitioned("visits");
    spark.query(
        "INSERT INTO visits VALUES (1, 'a', 9), (2, 'b', 10), (3, 'c', 2024), (4, 'd', NULL)");
    assertThat(spark.query("SELECT id FROM visits WHERE year > 9 ORDER BY id"))
        .containsExactly("2", "3");
    assertThat(spark.query("SELECT id FROM visits WHERE year IN (9, 2024) ORDER BY id"))
        .containsExactly("1", "3");
    assertThat(spark.query("SELECT id FROM visits WHERE year IS NULL")).containsExactly("4");
  }

  @Test
  void viewsAreCreatedReplacedAndDropped() {
    partitioned("visits");
    spark.query("INSERT INTO visits VALUES (1, 'one', 2023), (2, 'two', 2024)");
    spark.query("CREATE VIEW recent AS SELECT id FROM visits WHERE year > 2023");
    assertThat(spark.query("SELECT * FROM recent")).containsExactly("2");
    spark.query("CREATE OR REPLACE VIEW recent AS SELECT name FROM visits WHERE year > 2023");
    assertThat(spark.query("SELECT * FROM recent")).containsExactly("two");
    assertThat(spark.query("SHOW VIEWS")).containsExactly(db + "|recent|false");
    spark.query("DROP VIEW recent");
    assertThat(spark.query("SHOW VIEWS")).isEmpty();
  }

  @Test
  void analysedStatisticsAreKept() {
    partitioned("visits");
    spark.query("INSERT INTO visits VALUES (1, 'one', 2023), (20, NULL, 2024)");
    spark.query("ANALYZE TABLE visits COMPUTE STATISTICS FOR COLUMNS id, name");
    assertThat(spark.query("DESCRIBE EXTENDED visits id"))
        .contains("min|1", "max|20", "distinct_count|2", "num_nulls|0");
    assertThat(spark.query("DESCRIBE EXTENDED visits"))
        .anyMatch(row -> row.startsWith("Statistics|") && row.contains("2 rows"));
  }

  @Test
  void tablesAreAlteredRenamedAndDropped() {
    partitioned("visits");
    spark.query("INSERT INTO visits VALUES (1, 'one', 2023)");
    spark.query("ALTER TABLE visits ADD COLUMNS (note STRING COMMENT 'free text')");
    spark.query("ALTER TABLE visits SET TBLPROPERTIES ('team' = 'sales')");
    spark.query("ALTER TABLE visits RENAME TO calls");
    assertThat(spark.query("SHOW TABLES")).containsExactly(db + "|calls|false");
    assertThat(spark.query("SELECT id, name, note, year FROM calls"))
        .containsExactly("1|one|null|2023");
    assertThat(spark.query("SHOW TBLPROPERTIES calls ('team')")).containsExactly("team|sales");
    spark.query("DROP TABLE calls");
    assertThat(folder.resolve("calls")).doesNotExist();
  }

  @Test
  void functionsAreKeptInTheCatalog() {
    spark.query("CREATE FUNCTION shout AS 'org.apache.hadoop.hive.ql.udf.UDFLength'");
    assertThat(spark.query("SHOW USER FUNCTIONS")).anyMatch(row -> row.endsWith(db + ".shout"));
    spark.query("DROP FUNCTION shout");
    assertThat(spark.query("SHOW USER FUNCTIONS")).noneMatch(row -> row.endsWith(db + ".shout"));
  }

  @Test
  void aDatabaseIsOnlyDroppedWithItsTablesByCascade() {
    partitioned("visits");
    assertThatThrownBy(() -> spark.query("DROP DATABASE " + db))
        .hasMessageContaining("SCHEMA_NOT_EMPTY");
    spark.query("USE default");
    spark.query("DROP DATABASE %s CASCADE".formatted(db));
    assertThat(spark.query("SHOW DATABASES")).doesNotContain(db.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ice", "cas"})
  void icebergTablesLiveInTheCatalog(String catalog) {
    var table = "%s.%s.orders".formatted(catalog, db);
    spark.query(
        "CREATE TABLE %s (id BIGINT, day DATE) USING iceberg PARTITIONED BY (months(day))"
            .formatted(table));
    spark.query("INSERT INTO %s VALUES (1, DATE'2024-01-01')".formatted(table));
    spark.query("ALTER TABLE %s ADD COLUMN note STRING".formatted(table));
    spark.query("INSERT INTO %s VALUES (2, DATE'2024-02-01', 'two')".formatted(table));
    spark.query("DELETE FROM %s WHERE id = 1".formatted(table));
    assertThat(spark.query("SELECT * FROM " + table)).containsExactly("2|2024-02-01|two");
    assertThat(spark.query("SELECT count(*) FROM %s.snapshots".formatted(table)))
        .containsExactly("3");
    assertThat(spark.query("SHOW TABLES IN %s.%s".formatted(catalog, db)))
        .containsExactly(db + "|orders|false");
    spark.query("ALTER TABLE %s RENAME TO %s.%s.sales".formatted(table, catalog, db));
    spark.query("DROP TABLE %s.%s.sales PURGE".formatted(catalog, db));
    assertThat(spark.query("SHOW TABLES IN %s.%s".formatted(catalog, db))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ice", "cas"})
  void concurrentIcebergCommitsAllSucceed(String catalog) {
    var table = "%s.%s.hot".formatted(catalog, db);
    spark.query("CREATE TABLE %s (id BIGINT) USING iceberg".formatted(table));
    spark.query(
        "ALTER TABLE %s SET TBLPROPERTIES ('commit.retry.num-retries' = '20')".formatted(table));
    spark.runConcurrently(
        List.of(
            "INSERT INTO %s VALUES (1)".formatted(table),
            "INSERT INTO %s VALUES (2)".formatted(table),
            "INSERT INTO %s VALUES (3)".formatted(table),
            "INSERT INTO %s VALUES (4)".formatted(table)));
    // this session's Iceberg catalog still holds the table as it was before
    spark.query("REFRESH TABLE " + table);
    assertThat(spark.query("SELECT id FROM %s ORDER BY id".formatted(table)))
        .containsExactly("1", "2", "3", "4");
    assertThat(spark.query("SELECT count(*) FROM %s.snapshots".formatted(table)))
        .containsExactly("4");
  }

  private void partitioned(String table) {
    spark.query(
        "CREATE TABLE %s (id BIGINT, name STRING) PARTITIONED BY (year INT) STORED AS PARQUET"
            .formatted(table));
  }
}
