package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.SqlEngine;
import io.propolis.compat.harness.SqlFailedException;
import io.propolis.compat.harness.TrinoEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Views of Spark, Trino and Iceberg beside tables of Hive and Iceberg in one database. */
@ExtendWith(Engines.class)
class ViewsBesideTablesTest {
  @TempDir Path folder;
  private Scratch db;
  private SparkEngine spark;
  private TrinoEngine trino;

  @BeforeEach
  void createThem(SparkEngine sparkEngine, TrinoEngine trinoEngine) {
    spark = sparkEngine;
    trino = trinoEngine;
    db = Scratch.database("views");
    run(spark, "CREATE DATABASE %s LOCATION '" + folder.toUri() + "'");
    run(spark, "CREATE TABLE %s.orders (id BIGINT) STORED AS PARQUET");
    run(spark, "INSERT INTO %s.orders VALUES (1)");
    run(spark, "CREATE TABLE ice.%s.events (id BIGINT) USING iceberg");
    run(spark, "INSERT INTO ice.%s.events VALUES (2)");
    run(spark, "CREATE VIEW %1$s.of_spark AS SELECT id FROM %1$s.orders");
    run(trino, "CREATE VIEW hive.%1$s.of_trino AS SELECT id FROM hive.%1$s.orders");
    run(spark, "CREATE VIEW ice.%1$s.of_iceberg AS SELECT id FROM ice.%1$s.events");
  }

  private List<String> run(SqlEngine engine, String sql) {
    return engine.query(sql.formatted(db));
  }

  @Test
  void eachEngineReadsItsViews() {
    assertThat(run(spark, "SELECT id FROM %s.of_spark")).containsExactly("1");
    assertThat(run(trino, "SELECT id FROM hive.%s.of_trino")).containsExactly("1");
    assertThat(run(spark, "SELECT id FROM ice.%s.of_iceberg")).containsExactly("2");
  }

  @Test
  void listingsTellTablesFromViews() {
    assertThat(run(spark, "SHOW TABLES IN ice.%s")).containsExactly(db + "|events|false");
    assertThat(run(spark, "SHOW VIEWS IN ice.%s")).containsExactly(db + "|of_iceberg|false");
    assertThat(run(spark, "SHOW VIEWS IN %s"))
        .contains(db + "|of_spark|false", db + "|of_trino|false")
        .noneMatch(row -> row.contains("orders") || row.contains("events"));
    assertThat(
            run(
                trino,
                "SELECT table_name, table_type FROM hive.information_schema.tables"
                    + " WHERE table_schema = '%s'"))
        .contains("orders|BASE TABLE", "of_trino|VIEW")
        .doesNotContain("of_spark|BASE TABLE", "of_iceberg|BASE TABLE");
  }

  @Test
  void noNameIsGivenTwice() {
    for (var statement :
        List.of(
            "CREATE VIEW ice.%1$s.orders AS SELECT 1 AS id",
            "CREATE VIEW ice.%1$s.of_spark AS SELECT 1 AS id",
            "CREATE VIEW ice.%1$s.events AS SELECT 1 AS id",
            "CREATE TABLE ice.%1$s.of_spark (id INT) USING iceberg",
            "CREATE TABLE ice.%1$s.of_trino (id INT) USING iceberg",
            "CREATE TABLE ice.%1$s.of_iceberg (id INT) USING iceberg",
            "CREATE TABLE %1$s.of_iceberg (id INT) STORED AS PARQUET",
            "CREATE VIEW %1$s.events AS SELECT 1 AS id")) {
      assertRefused(spark, statement);
    }
    for (var statement :
        List.of(
            "CREATE TABLE iceberg.%s.of_iceberg (id INTEGER)",
            "CREATE TABLE hive.%s.of_spark (id INTEGER)",
            "CREATE VIEW hive.%s.events AS SELECT 1 AS id",
            "CREATE VIEW iceberg.%s.orders AS SELECT 1 AS id")) {
      assertRefused(trino, statement);
    }
    listingsTellTablesFromViews();
    eachEngineReadsItsViews();
    assertThat(run(spark, "SELECT id FROM ice.%s.events")).containsExactly("2");
    assertThat(run(spark, "SELECT id FROM %s.orders")).containsExactly("1");
  }

  /** Each in its own words: some say what the name belongs to, some that it is taken. */
  private void assertRefused(SqlEngine engine, String sql) {
    assertThatThrownBy(() -> run(engine, sql))
        .as(sql)
        .isInstanceOf(SqlFailedException.class)
        .message()
        .as("a statement that the engine understood")
        .doesNotContainPattern("(?i)syntax|mismatched input");
  }

  @Test
  void aMaterializedViewOfTrinoIsRefreshedAndReplaced() {
    run(trino, "CREATE MATERIALIZED VIEW iceberg.%1$s.kept AS SELECT id FROM iceberg.%1$s.events");
    run(trino, "REFRESH MATERIALIZED VIEW iceberg.%s.kept");
    assertThat(run(trino, "SELECT id FROM iceberg.%s.kept")).containsExactly("2");
    run(spark, "INSERT INTO ice.%s.events VALUES (3)");
    run(trino, "REFRESH MATERIALIZED VIEW iceberg.%s.kept");
    assertThat(run(trino, "SELECT count(*) FROM iceberg.%s.kept")).containsExactly("2");
    run(
        trino,
        "CREATE OR REPLACE MATERIALIZED VIEW iceberg.%1$s.kept"
            + " AS SELECT id + 1 AS next FROM iceberg.%1$s.events");
    run(trino, "REFRESH MATERIALIZED VIEW iceberg.%s.kept");
    assertThat(run(trino, "SELECT next FROM iceberg.%s.kept ORDER BY next"))
        .containsExactly("3", "4");
    run(trino, "DROP MATERIALIZED VIEW iceberg.%s.kept");
    assertThat(run(spark, "SHOW TABLES IN ice.%s")).containsExactly(db + "|events|false");
  }
}
