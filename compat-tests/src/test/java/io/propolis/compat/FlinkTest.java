package io.propolis.compat;

import static io.propolis.compat.harness.FlinkEngine.Session.HIVE_DIALECT;
import static io.propolis.compat.harness.FlinkEngine.Session.STREAMING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.compat.harness.FlinkEngine;
import io.propolis.compat.harness.SqlFailedException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flink's HiveCatalog with Hive 3.1.3's client, and Iceberg's catalog in Flink. */
@ExtendWith(Engines.class)
class FlinkTest {

  @TempDir Path folder;
  private Scratch db;
  private FlinkEngine flink;

  @BeforeEach
  void createDatabase(FlinkEngine engine) {
    flink = engine;
    db = Scratch.database("flink");
    flink.query(
        "CREATE DATABASE %s COMMENT 'of bees' WITH ('hive.database.location-uri' = '%s')"
            .formatted(db, folder.toUri()));
    flink.query("USE " + db);
    flink.query(HIVE_DIALECT, "USE " + db);
  }

  @Test
  void tablesOfFlinksOwnKindComeBackWithKeysWatermarksAndOptions() {
    flink.query(
        """
        CREATE TABLE visits (id BIGINT, seen TIMESTAMP(3), label AS 'bee ' || CAST(id AS STRING),
          WATERMARK FOR seen AS seen - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED)
        COMMENT 'of flowers' WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = '%s')"""
            .formatted(folder.resolve("files").toUri()));
    flink.query("INSERT INTO visits VALUES (1, TIMESTAMP '2024-01-02 03:04:05')");
    assertThat(flink.query("SELECT id, label FROM visits")).containsExactly("1|bee 1");
    assertThat(flink.query("SHOW CREATE TABLE visits").get(0))
        .contains("WATERMARK FOR `seen` AS `seen` - INTERVAL '5' SECOND")
        .contains("PRIMARY KEY (`id`) NOT ENFORCED")
        .contains("COMMENT 'of flowers'")
        .contains("'connector' = 'filesystem'");
    flink.query("CREATE TABLE again WITH ('format' = 'raw') LIKE visits (OVERWRITING OPTIONS)");
    flink.query("DROP TABLE visits");
    assertThat(flink.query("SHOW TABLES")).containsExactly("again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORC", "PARQUET", "TEXTFILE"})
  void rowsInsertedIntoDynamicPartitionsAreReadBackAndOverwritten(String format) {
    flink.query(
        HIVE_DIALECT,
        "CREATE TABLE orders (id BIGINT, price DECIMAL(10,2))"
            + " PARTITIONED BY (`day` DATE, region STRING) STORED AS "
            + format);
    flink.query(
        """
        INSERT INTO orders VALUES (1, 1.5, DATE '2024-01-01', 'eu'),
          (2, 2.5, DATE '2024-01-02', 'eu'), (3, 3.5, DATE '2024-01-02', 'a/b c')""");
    assertThat(flink.query("SHOW PARTITIONS orders"))
        .as("Flink gives keys in an order of its own")
        .containsExactlyInAnyOrder(
            "region=eu/day=2024-01-01", "region=eu/day=2024-01-02", "region=a/b c/day=2024-01-02");
    assertThat(flink.query("SHOW PARTITIONS orders PARTITION (region = 'a/b c')")).hasSize(1);
    assertThat(flink.query("SELECT id, price FROM orders WHERE `day` = DATE '2024-01-02'"))
        .containsExactlyInAnyOrder("2|2.50", "3|3.50");
    flink.query(
        HIVE_DIALECT,
        "INSERT OVERWRITE TABLE orders PARTITION (`day` = '2024-01-01', region) SELECT 9, 9, 'eu'");
    assertThat(flink.query(HIVE_DIALECT, "SELECT id FROM orders WHERE region = 'eu'"))
        .containsExactlyInAnyOrder("2", "9");
  }

  @Test
  void aStreamCommitsItsPartitionsToTheMetastore() {
    hiveTable(
        "parquet",
        """
        , 'sink.partition-commit.policy.kind' = 'metastore,success-file',
        'sink.partition-commit.trigger' = 'process-time', 'sink.partition-commit.delay' = '0 s'""");
    flink.query(
        STREAMING,
        "INSERT INTO %s.visits VALUES (1, 'a', 9), (2, 'b', 10), (3, 'c', 2024)".formatted(db));
    assertThat(flink.query("SHOW PARTITIONS visits"))
        .containsExactlyInAnyOrder("season=9", "season=10", "season=2024");
    assertThat(folder.resolve("visits/season=2024/_SUCCESS")).exists();
    assertThat(flink.query("SELECT id FROM visits WHERE season > 9"))
        .as("numbers compared as numbers")
        .containsExactlyInAnyOrder("2", "3");
  }

  @Test
  void everyTypeOfHiveIsKept() {
    flink.query(
        HIVE_DIALECT,
        """
        CREATE TABLE kinds (a BOOLEAN, b TINYINT, c SMALLINT, d INT, e FLOAT, f DOUBLE, g CHAR(3),
          h VARCHAR(5), i BINARY, j DATE, k TIMESTAMP, l ARRAY<INT>, m MAP<STRING,INT>,
          n STRUCT<x:INT,y:STRING>) STORED AS ORC""");
    flink.query(
        """
        INSERT INTO kinds VALUES (TRUE, CAST(1 AS TINYINT), CAST(2 AS SMALLINT), 3,
          CAST(1.5 AS FLOAT), 2.5, 'abc', 'vwxyz', X'0102', DATE '2024-01-02',
          TIMESTAMP '2024-01-02 03:04:05', ARRAY[1, 2], MAP['k', 1], ROW(1, 'y'))""");
    assertThat(flink.query("DESCRIBE kinds").stream().map(row -> row.split("\\|")[1]))
        .containsExactly(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "FLOAT",
            "DOUBLE",
            "CHAR(3)",
            "VARCHAR(5)",
            "BYTES",
            "DATE",
            "TIMESTAMP(9)",
            "ARRAY<INT>",
            "MAP<STRING, INT>",
            "ROW<`x` INT, `y` STRING>");
    assertThat(
            flink.query(
                "SELECT a, b, c, d, e, f, g, h, i[1], j, k, l[2], m['k'], n.y FROM kinds"
                    .replace("i[1]", "CHAR_LENGTH(CAST(i AS STRING))")))
        .containsExactly("true|1|2|3|1.5|2.5|abc|vwxyz|2|2024-01-02|2024-01-02T03:04:05|2|1|y");
  }

  @Test
  void keysAndNotNullOfHiveTablesAreKept() {
    flink.query(
        HIVE_DIALECT,
        """
        CREATE TABLE hives (id BIGINT, name STRING NOT NULL DISABLE NOVALIDATE RELY, place STRING,
          PRIMARY KEY (id) DISABLE NOVALIDATE RELY) STORED AS ORC""");
    assertThat(flink.query("DESCRIBE hives"))
        .containsExactly(
            "id|BIGINT|false|PRI(id)|null|null",
            "name|STRING|false|null|null|null",
            "place|STRING|true|null|null|null");
  }

  @Test
  void partitionsAreAddedAndDropped() {
    hiveTable("orc", "");
    flink.query("ALTER TABLE visits ADD PARTITION (season = 2023) PARTITION (season = 2024)");
    flink.query("ALTER TABLE visits ADD IF NOT EXISTS PARTITION (season = 2024)");
    assertRefused("ALTER TABLE visits ADD PARTITION (season = 2024)")
        .hasMessageContaining("PartitionAlreadyExistsException")
        .hasMessageContaining("{season=2024}");
    flink.query("ALTER TABLE visits DROP PARTITION (season = 2023)");
    flink.query("ALTER TABLE visits DROP IF EXISTS PARTITION (season = 2023)");
    assertRefused("ALTER TABLE visits DROP PARTITION (season = 2023)")
        .hasMessageContaining("PartitionNotExistException");
    assertThat(flink.query("SHOW PARTITIONS visits")).containsExactly("season=2024");
  }

  @Test
  void tablesAreAlteredRenamedAndDropped() {
    hiveTable("orc", "");
    flink.query("INSERT INTO visits VALUES (1, 'one', 2023)");
    flink.query("ALTER TABLE visits ADD (note STRING COMMENT 'free text' AFTER name)");
    flink.query("ALTER TABLE visits SET ('team' = 'sales')");
    flink.query("ALTER TABLE visits RENAME TO calls");
    assertThat(flink.query("SHOW TABLES")).containsExactly("calls");
    assertThat(flink.query("SELECT id, name, note, season FROM calls"))
        .containsExactly("1|one|null|2023");
    assertThat(flink.query("SHOW CREATE TABLE calls").get(0)).contains("'team' = 'sales'");
    assertThat(folder.resolve("calls/season=2023")).as("moved with its table").exists();
    assertRefused("ALTER TABLE calls ADD (last STRING)")
        .as("Flink would make the last column a partition key, which Hive refuses too")
        .hasMessageContaining("partition keys can not be changed");
    flink.query("DROP TABLE calls");
    assertThat(folder.resolve("calls")).doesNotExist();
  }

  @Test
  void viewsAreCreatedChangedRenamedAndDropped() {
    hiveTable("orc", "");
    flink.query("INSERT INTO visits VALUES (1, 'one', 2023), (2, 'two', 2024)");
    flink.query("CREATE VIEW recent AS SELECT id FROM visits WHERE season > 2023");
    flink.query("ALTER VIEW recent RENAME TO latest");
    assertThat(flink.query(HIVE_DIALECT, "SELECT * FROM latest")).containsExactly("2");
    flink.query("ALTER VIEW latest AS SELECT name FROM visits WHERE season > 2023");
    assertThat(flink.query("SELECT * FROM latest")).containsExactly("two");
    assertThat(flink.query("SHOW VIEWS")).containsExactly("latest");
    assertRefused("CREATE VIEW latest AS SELECT 1").hasMessageContaining("already exists");
    flink.query("DROP VIEW latest");
    assertThat(flink.query("SHOW VIEWS")).isEmpty();
  }

  @Test
  void functionsOfHiveAndOfFlinkAreKeptInTheCatalog() {
    flink.query("CREATE FUNCTION low AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFLower'");
    flink.query("CREATE FUNCTION shout AS 'io.propolis.compat.flink.Shout' LANGUAGE JAVA");
    assertThat(flink.query("SHOW USER FUNCTIONS")).contains("low", "shout");
    assertThat(flink.query("SELECT low('BEE'), shout('bee')")).containsExactly("bee|bee!");
    assertRefused("CREATE FUNCTION low AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'")
        .hasMessageContaining("Function %s.low already exists".formatted(db));
    flink.query("ALTER FUNCTION low AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'");
    assertThat(flink.query("SELECT low('bee')")).containsExactly("BEE");
    flink.query("DROP FUNCTION low");
    assertRefused("DROP FUNCTION low").hasMessageContaining("low does not exist in Catalog hive");
  }

  @Test
  void analysedStatisticsOfTablesAndPartitionsAreUsed() {
    hiveTable("textfile", "");
    flink.query("INSERT INTO visits VALUES (1, 'one', 2023), (20, 'two', 2024), (7, 'x', 2024)");
    flink.query("ANALYZE TABLE visits PARTITION (season) COMPUTE STATISTICS FOR ALL COLUMNS");
    assertThat(estimate("SELECT * FROM visits")).contains("rowcount = 3.0");
    assertThat(estimate("SELECT * FROM visits WHERE season = 2024")).contains("rowcount = 2.0");
    flink.query(HIVE_DIALECT, "CREATE TABLE flat STORED AS TEXTFILE AS SELECT id FROM visits");
    flink.query("ANALYZE TABLE flat COMPUTE STATISTICS FOR ALL COLUMNS");
    assertThat(estimate("SELECT * FROM flat WHERE id > 20"))
        .as("the greatest id is known to be 20")
        .contains("where=[>(id, 20)]): rowcount = 1.0");
  }

  @Test
  void databasesAreAlteredAndOnlyDroppedWhenEmptyOrByCascade() {
    hiveTable("orc", "");
    flink.query("ALTER DATABASE %s SET ('team' = 'sales')".formatted(db));
    flink.query("USE `default`");
    assertRefused("DROP DATABASE " + db)
        .hasMessageContaining("Database %s in catalog hive is not empty".formatted(db));
    flink.query("DROP DATABASE %s CASCADE".formatted(db));
    assertThat(flink.query("SHOW DATABASES")).doesNotContain(db.toString());
  }

  @Test
  void missingAndExistingThingsAreToldApart() {
    hiveTable("orc", "");
    assertRefused("CREATE DATABASE " + db)
        .hasMessageContaining("Database %s already exists in Catalog hive".formatted(db));
    assertRefused("CREATE TABLE visits (id BIGINT) WITH ('connector' = 'hive')")
        .hasMessageContaining("Table (or view) %s.visits already exists in Catalog".formatted(db));
    assertRefused("SELECT * FROM nothing").hasMessageContaining("Object 'nothing' not found");
    assertRefused("DROP TABLE nothing").hasMessageContaining("nothing' does not exist");
    assertRefused("DROP DATABASE nothing")
        .hasMessageContaining("Database nothing does not exist in Catalog hive");
    assertRefused("USE nothing").hasMessageContaining("name [nothing] does not exist");
  }

  @Test
  void icebergWritersWithAndWithoutLocksLoseNoRow() {
    var table = db + ".visits";
    flink.query(
        """
        CREATE TABLE ice.%s (id BIGINT, kind STRING) WITH ('commit.retry.num-retries' = '50',
          'commit.retry.min-wait-ms' = '20', 'commit.retry.max-wait-ms' = '500')"""
            .formatted(table));
    var insert = "INSERT INTO %s.%s VALUES (%d, 'bee')";
    flink.runConcurrently(
        List.of(
            insert.formatted("ice", table, 1),
            insert.formatted("cas", table, 2),
            insert.formatted("ice", table, 3),
            insert.formatted("cas", table, 4)));
    assertThat(flink.query("SELECT id, kind FROM ice." + table))
        .containsExactlyInAnyOrder("1|bee", "2|bee", "3|bee", "4|bee");
    assertThat(flink.query("SELECT operation FROM cas.`%s`.`visits$snapshots`".formatted(db)))
        .containsExactly("append", "append", "append", "append");
    flink.query("DROP TABLE cas." + table);
    assertThat(flink.query("SHOW TABLES")).isEmpty();
  }

  /** A table of Hive's kind, {@code visits}, partitioned by {@code season}. */
  private void hiveTable(String format, String options) {
    flink.query(
        """
        CREATE TABLE visits (id BIGINT, name STRING, season INT) PARTITIONED BY (season)
        WITH ('connector' = 'hive', 'hive.storage.file-format' = '%s'%s)"""
            .formatted(format, options));
  }

  private String estimate(String sql) {
    return flink.query("EXPLAIN ESTIMATED_COST " + sql).get(0);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String sql) {
    return assertThatThrownBy(() -> flink.query(sql)).isInstanceOf(SqlFailedException.class);
  }
}
