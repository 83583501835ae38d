package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.UnavailableException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spark SQL with other Hive clients than its own: {@code spark.sql.hive.metastore.version}. */
@ExtendWith(Engines.class)
class SparkHiveVersionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"3.1.3, spark-hive-3.1", "4.1.0, spark-hive-4.1"})
  void tablesAreMadeFilledChangedAndDropped(String version, String jars, Metastore metastore) {
    try (var spark = start(version, jars, metastore)) {
      var db = Scratch.database("spark");
      spark.query("CREATE DATABASE %s LOCATION '%s'".formatted(db, folder.resolve("db").toUri()));
      spark.query("USE " + db);
      partitions(spark);
      tables(spark);
      spark.query("DROP DATABASE %s CASCADE".formatted(db));
      assertThat(spark.query("SHOW DATABASES LIKE '%s'".formatted(db))).isEmpty();
    }
  }

  private SparkEngine start(String version, String jars, Metastore metastore) {
    try {
      return SparkEngine.withHiveJars(folder, metastore.thriftUri(), version, jars);
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private static void partitions(SparkEngine spark) {
    spark.query(
        """
        CREATE TABLE orders (id BIGINT, price DOUBLE) PARTITIONED BY (day DATE, region STRING)
        STORED AS PARQUET""");
    spark.query(
        """
        INSERT INTO orders VALUES (1, 1.5, DATE'2024-01-01', 'eu'), (2, 2.5, DATE'2024-01-02', 'eu'),
          (3, 3.5, DATE'2024-01-02', 'a/b c')""");
    assertThat(spark.query("SHOW PARTITIONS orders"))
        .containsExactly(
            "day=2024-01-01/region=eu",
            "day=2024-01-02/region=a%2Fb c",
            "day=2024-01-02/region=eu");
    // Clients up to Hive 3 send the pattern as a regular expression, later ones as SQL's LIKE.
    assertThat(spark.query("SELECT id FROM orders WHERE region LIKE 'a/%'")).containsExactly("3");
    assertThat(
            spark.query("SELECT id FROM orders WHERE day > DATE'2024-01-01' AND region IN ('eu')"))
        .containsExactly("2");
    spark.query("ALTER TABLE orders DROP PARTITION (day = '2024-01-01', region = 'eu')");
    spark.query(
        """
        ALTER TABLE orders PARTITION (day = '2024-01-02', region = 'eu')
        RENAME TO PARTITION (day = '2024-01-03', region = 'eu')""");
    spark.query("MSCK REPAIR TABLE orders");
    assertThat(spark.query("SHOW PARTITIONS orders"))
        .containsExactly("day=2024-01-02/region=a%2Fb c", "day=2024-01-03/region=eu");
  }

  private static void tables(SparkEngine spark) {
    spark.query("ALTER TABLE orders ADD COLUMNS (note STRING)");
    spark.query("ANALYZE TABLE orders COMPUTE STATISTICS FOR COLUMNS id, price");
    spark.query("CREATE VIEW ids AS SELECT id FROM orders");
    assertThat(spark.query("SHOW VIEWS")).singleElement().asString().contains("ids");
    assertThat(spark.query("SELECT count(*) FROM ids")).isEqualTo(List.of("2"));
    spark.query("CREATE FUNCTION shout AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'");
    assertThat(spark.query("SHOW USER FUNCTIONS LIKE 'shout'")).hasSize(1);
    spark.query("DROP FUNCTION shout");
    spark.query("TRUNCATE TABLE orders");
    spark.query("ALTER TABLE orders RENAME TO sales");
    assertThat(spark.query("SELECT count(*) FROM sales")).isEqualTo(List.of("0"));
    spark.query("CREATE TABLE lines (a INT) STORED AS TEXTFILE");
    spark.query("INSERT INTO lines VALUES (1)");
    spark.query("INSERT OVERWRITE TABLE lines VALUES (2)");
    assertThat(spark.query("SELECT a FROM lines")).isEqualTo(List.of("2"));
  }
}
