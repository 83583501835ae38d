package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.TrinoEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one engine writes through the catalog the other one reads, and the other way round. */
@ExtendWith(Engines.class)
class SparkAndTrinoTest {

  @TempDir Path folder;
  private Scratch db;
  private SparkEngine spark;
  private TrinoEngine trino;

  @BeforeEach
  void createDatabase(SparkEngine sparkEngine, TrinoEngine trinoEngine) {
    spark = sparkEngine;
    trino = trinoEngine;
    db = Scratch.database("both");
    spark.query("CREATE DATABASE %s LOCATION '%s'".formatted(db, folder.toUri()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARQUET", "ORC"})
  void trinoReadsAndExtendsWhatSparkWrote(String format) {
    spark.query(
        "CREATE TABLE %s.orders (id BIGINT, price DECIMAL(10,2)) PARTITIONED BY (day DATE) STORED AS %s"
            .formatted(db, format));
    spark.query("INSERT INTO %s.orders VALUES (1, 1.5, DATE'2024-01-01')".formatted(db));
    assertThat(trino.query("SELECT id, price, day FROM hive.%s.orders".formatted(db)))
        .containsExactly("1|1.50|2024-01-01");
    trino.query("INSERT INTO hive.%s.orders VALUES (2, 2.5, DATE '2024-01-02')".formatted(db));
    assertThat(spark.query("SHOW PARTITIONS %s.orders".formatted(db)))
        .containsExactly("day=2024-01-01", "day=2024-01-02");
    assertThat(
            spark.query("SELECT id, price FROM %s.orders WHERE day > '2024-01-01'".formatted(db)))
        .containsExactly("2|2.50");
  }

  @Test
  void sparkReadsAndExtendsWhatTrinoWrote() {
    trino.query(
        """
        CREATE TABLE hive.%s.visits WITH (format = 'PARQUET', partitioned_by = ARRAY['year'])
        AS SELECT * FROM (VALUES (1, 'one', 2023), (2, 'two', 2024)) AS t (id, name, year)"""
            .formatted(db));
    assertThat(spark.query("SELECT name FROM %s.visits WHERE year = 2024".formatted(db)))
        .containsExactly("two");
    spark.query("INSERT INTO %s.visits VALUES (3, 'six', 2025)".formatted(db));
    assertThat(
            trino.query(
                "SELECT id FROM hive.%s.visits WHERE year > 2023 ORDER BY id".formatted(db)))
        .containsExactly("2", "3");
  }

  @Test
  void icebergCommitsOfBothEnginesFollowOneAnother() {
    spark.query("CREATE TABLE ice.%s.events (id BIGINT) USING iceberg".formatted(db));
    spark.query("INSERT INTO ice.%s.events VALUES (1)".formatted(db));
    trino.query("INSERT INTO iceberg.%s.events VALUES 2".formatted(db));
    spark.query("REFRESH TABLE ice.%s.events".formatted(db));
    spark.query("INSERT INTO ice.%s.events VALUES (3)".formatted(db));
    assertThat(trino.query("SELECT id FROM iceberg.%s.events ORDER BY id".formatted(db)))
        .containsExactly("1", "2", "3");
    assertThat(trino.query("SELECT count(*) FROM iceberg.%s.\"events$snapshots\"".formatted(db)))
        .isNotEmpty();
    assertThat(trino.query("SELECT id FROM hive.%s.events ORDER BY id".formatted(db)))
        .as("redirected from the Hive connector")
        .containsExactly("1", "2", "3");
    spark.query("CREATE TABLE %s.orders (id BIGINT) STORED AS PARQUET".formatted(db));
    spark.query("INSERT INTO %s.orders VALUES (4)".formatted(db));
    assertThat(trino.query("SELECT id FROM iceberg.%s.orders".formatted(db)))
        .as("redirected from the Iceberg connector")
        .containsExactly("4");
  }

  @Test
  void statisticsOfOneEngineAreUsedByTheOther() {
    spark.query("CREATE TABLE %s.orders (id BIGINT) STORED AS PARQUET".formatted(db));
    spark.query("INSERT INTO %s.orders VALUES (1), (2), (3)".formatted(db));
    trino.query("ANALYZE hive.%s.orders".formatted(db));
    assertThat(trino.query("SHOW STATS FOR hive.%s.orders".formatted(db)))
        .contains("null|null|null|null|3.0|null|null");
    spark.query("ANALYZE TABLE %s.orders COMPUTE STATISTICS".formatted(db));
    assertThat(spark.query("DESCRIBE EXTENDED %s.orders".formatted(db)))
        .anyMatch(row -> row.startsWith("Statistics|") && row.contains("3 rows"));
  }
}
