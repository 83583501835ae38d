package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.compat.harness.PrestoEngine;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.SqlFailedException;
import io.propolis.compat.harness.TrinoEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PrestoDB's own Hive and Iceberg connectors over the catalog. */
@ExtendWith(Engines.class)
class PrestoTest {

  @TempDir Path folder;
  private Scratch db;
  private PrestoEngine presto;

  @BeforeEach
  void createSchema(PrestoEngine engine) {
    presto = engine;
    db = Scratch.database("presto");
    presto.query("CREATE SCHEMA hive.%s WITH (location = '%s')".formatted(db, folder.toUri()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARQUET", "ORC", "AVRO"})
  void rowsInsertedIntoPartitionsAreReadBackAndPruned(String format) {
    presto.query(
        """
        CREATE TABLE hive.%s.orders (id bigint, price decimal(10,2), day date, region varchar)
        WITH (format = '%s', partitioned_by = ARRAY['day', 'region'])"""
            .formatted(db, format));
    presto.query(
        """
        INSERT INTO hive.%s.orders VALUES (1, 1.5, DATE '2024-01-01', 'eu'),
          (2, 2.5, DATE '2024-01-02', 'eu'), (3, 3.5, DATE '2024-01-02', 'a/b c')"""
            .formatted(db));
    assertThat(presto.query("SELECT day, region FROM hive.%s.\"orders$partitions\"".formatted(db)))
        .containsExactlyInAnyOrder("2024-01-01|eu", "2024-01-02|eu", "2024-01-02|a/b c");
    var one = "FROM hive.%s.orders WHERE day = DATE '2024-01-02' AND region = 'eu'".formatted(db);
    assertThat(presto.query("SELECT id, price " + one)).containsExactly("2|2.50");
    presto.query("DELETE " + one);
    assertThat(presto.query("SELECT id FROM hive.%s.orders ORDER BY id".formatted(db)))
        .containsExactly("1", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEXTFILE", "JSON", "RCBINARY", "SEQUENCEFILE"})
  void tablesOfHivesOlderFormatsAreWrittenAndRead(String format) {
    presto.query(
        """
        CREATE TABLE hive.%s.base WITH (format = '%s')
        AS SELECT bigint '7' AS id, 'seven' AS name"""
            .formatted(db, format));
    assertThat(presto.query("SELECT id, name FROM hive.%s.base".formatted(db)))
        .containsExactly("7|seven");
    assertThat(presto.query("SHOW CREATE TABLE hive.%s.base".formatted(db)))
        .singleElement()
        .asString()
        .contains("format = '" + format + "'");
  }

  @Test
  void partitionsAreSynchronisedWithTheFoldersAndMadeByHand() throws Exception {
    presto.query(
        """
        CREATE TABLE hive.%s.visits (id bigint, year integer)
        WITH (format = 'PARQUET', partitioned_by = ARRAY['year'])"""
            .formatted(db));
    presto.query("INSERT INTO hive.%s.visits VALUES (1, 2023)".formatted(db));
    Files.createDirectories(folder.resolve("visits/year=2024"));
    presto.query("CALL hive.system.sync_partition_metadata('%s', 'visits', 'FULL')".formatted(db));
    var partitions = "SELECT * FROM hive.%s.\"visits$partitions\"".formatted(db);
    assertThat(presto.query(partitions)).containsExactlyInAnyOrder("2023", "2024");
    Files.delete(folder.resolve("visits/year=2024"));
    presto.query("CALL hive.system.sync_partition_metadata('%s', 'visits', 'DROP')".formatted(db));
    assertThat(presto.query(partitions)).containsExactly("2023");
    var create =
        "CALL hive.system.create_empty_partition('%s', 'visits', ARRAY['year'], ARRAY['2025'])"
            .formatted(db);
    presto.query(create);
    assertThat(presto.query(partitions)).containsExactlyInAnyOrder("2023", "2025");
    assertThatThrownBy(() -> presto.query(create)).hasMessageContaining("already exists");
  }

  @Test
  void analysedStatisticsOfTablesAndPartitionsAreKept() {
    presto.query(
        """
        CREATE TABLE hive.%s.visits WITH (partitioned_by = ARRAY['year'])
        AS SELECT * FROM (VALUES (1, 'one', 2023), (20, NULL, 2024)) AS t (id, name, year)"""
            .formatted(db));
    presto.query("ANALYZE hive.%s.visits".formatted(db));
    assertThat(presto.query("SHOW STATS FOR hive.%s.visits".formatted(db)))
        .contains("id|null|1.0|0.0|null|1|20|null")
        .anySatisfy(row -> assertThat(row).startsWith("name|").contains("|0.5|"))
        .contains("null|null|null|null|2.0|null|null|null");
  }

  @Test
  void viewsAreCreatedReplacedAndDropped() {
    presto.query("CREATE TABLE hive.%s.base AS SELECT 1 AS id, 'one' AS name".formatted(db));
    presto.query("CREATE VIEW hive.%1$s.latest AS SELECT id FROM hive.%1$s.base".formatted(db));
    assertThat(presto.query("SELECT * FROM hive.%s.latest".formatted(db))).containsExactly("1");
    presto.query(
        "CREATE OR REPLACE VIEW hive.%1$s.latest AS SELECT name FROM hive.%1$s.base".formatted(db));
    assertThat(presto.query("SELECT * FROM hive.%s.latest".formatted(db))).containsExactly("one");
    assertThat(
            presto.query(
                "SELECT table_name, table_type FROM hive.information_schema.tables"
                    + " WHERE table_schema = '%s'".formatted(db)))
        .containsExactlyInAnyOrder("base|BASE TABLE", "latest|VIEW");
    presto.query("DROP VIEW hive.%s.latest".formatted(db));
    assertThat(presto.query("SHOW TABLES FROM hive." + db)).containsExactly("base");
  }

  @Test
  void tablesAreAlteredRenamedAndDropped() {
    presto.query("CREATE TABLE hive.%s.base (id bigint) WITH (format = 'ORC')".formatted(db));
    presto.query("INSERT INTO hive.%s.base VALUES 7".formatted(db));
    presto.query("ALTER TABLE hive.%s.base ADD COLUMN note varchar".formatted(db));
    presto.query("ALTER TABLE hive.%s.base RENAME COLUMN note TO remark".formatted(db));
    presto.query("ALTER TABLE hive.%1$s.base RENAME TO hive.%1$s.moved".formatted(db));
    assertThat(presto.query("SELECT id, remark FROM hive.%s.moved".formatted(db)))
        .containsExactly("7|null");
    presto.query("ALTER TABLE hive.%s.moved DROP COLUMN remark".formatted(db));
    assertThat(presto.query("SHOW COLUMNS FROM hive.%s.moved".formatted(db)))
        .singleElement()
        .asString()
        .startsWith("id|bigint");
    presto.query("DROP TABLE hive.%s.moved".formatted(db));
    assertThat(presto.query("SHOW TABLES FROM hive." + db)).isEmpty();
    assertThat(folder.resolve("moved")).doesNotExist();
  }

  @Test
  void missingAndExistingThingsAreToldApart() {
    presto.query("CREATE TABLE hive.%s.base (id bigint)".formatted(db));
    assertThatThrownBy(() -> presto.query("CREATE TABLE hive.%s.base (id bigint)".formatted(db)))
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> presto.query("SELECT * FROM hive.%s.none".formatted(db)))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> presto.query("CREATE TABLE hive.no_such_schema.t (id bigint)"))
        .hasMessageContaining("no_such_schema not found");
    assertThatThrownBy(() -> presto.query("CREATE SCHEMA hive." + db))
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> presto.query("DROP SCHEMA hive." + db))
        .isInstanceOf(SqlFailedException.class)
        .hasMessageContaining("not empty");
    presto.query("DROP TABLE hive.%s.base".formatted(db));
    presto.query("DROP SCHEMA hive." + db);
    assertThat(presto.query("SHOW SCHEMAS FROM hive")).doesNotContain(db.toString());
  }

  @Test
  void constraintsRolesAndGrantsOfTheCatalogAreObeyed() {
    var table = "secured.%s.accounts".formatted(db);
    var role = db + "_readers";
    try (var unsecured = presto.connect("compat", "hive");
        var owner = presto.connect("compat", "secured");
        var guest = presto.connect("guest", "secured")) {
      unsecured.query("GRANT admin TO USER compat");
      owner.query("SET ROLE admin");
      owner.query(
          """
          CREATE TABLE %s (id bigint, name varchar,
            CONSTRAINT %s_id PRIMARY KEY (id) DISABLED RELY NOT ENFORCED)"""
              .formatted(table, db));
      owner.query(
          "ALTER TABLE %s ADD CONSTRAINT %s_name UNIQUE (name) DISABLED NOT ENFORCED"
              .formatted(table, db));
      owner.query("INSERT INTO %s VALUES (1, 'one')".formatted(table));
      assertThat(owner.query("SHOW CREATE TABLE " + table))
          .singleElement()
          .asString()
          .contains("CONSTRAINT %s_id PRIMARY KEY (id)".formatted(db))
          .contains("CONSTRAINT %s_name UNIQUE (name)".formatted(db));
      owner.query("ALTER TABLE %s DROP CONSTRAINT %s_id".formatted(table, db));
      assertThat(owner.query("SHOW CREATE TABLE " + table))
          .singleElement()
          .asString()
          .doesNotContain("PRIMARY KEY");

      var read = "SELECT name FROM " + table;
      assertThatThrownBy(() -> guest.query(read)).hasMessageContaining("Access Denied");
      owner.query("CREATE ROLE " + role);
      owner.query("GRANT %s TO USER guest".formatted(role));
      owner.query("GRANT SELECT ON %s TO ROLE %s".formatted(table, role));
      assertThat(guest.query(read)).containsExactly("one");
      assertThat(owner.query("SHOW GRANTS ON " + table))
          .anySatisfy(row -> assertThat(row).contains("|" + role + "|ROLE|").contains("|SELECT|"));
      owner.query("REVOKE SELECT ON %s FROM ROLE %s".formatted(table, role));
      assertThatThrownBy(() -> guest.query(read)).hasMessageContaining("Access Denied");
      owner.query("DROP ROLE " + role);
      assertThat(owner.query("SHOW ROLES")).contains("admin").doesNotContain(role);
    }
  }

  @Test
  void icebergTablesLiveInTheCatalog() {
    var table = "iceberg.%s.orders".formatted(db);
    presto.query(
        "CREATE TABLE %s (id bigint, day date) WITH (partitioning = ARRAY['month(day)'])"
            .formatted(table));
    presto.query("INSERT INTO %s VALUES (1, DATE '2024-01-01')".formatted(table));
    presto.query("ALTER TABLE %s ADD COLUMN note varchar".formatted(table));
    presto.query("INSERT INTO %s VALUES (2, DATE '2024-02-01', 'two')".formatted(table));
    assertThat(presto.query("SELECT * FROM %s ORDER BY id".formatted(table)))
        .containsExactly("1|2024-01-01|null", "2|2024-02-01|two");
    presto.query("DELETE FROM %s WHERE day = DATE '2024-01-01'".formatted(table));
    presto.query("ALTER TABLE %s RENAME TO iceberg.%s.sales".formatted(table, db));
    assertThat(presto.query("SELECT id FROM iceberg.%s.sales".formatted(db))).containsExactly("2");
    assertThat(presto.query("SHOW TABLES FROM iceberg." + db)).containsExactly("sales");
    presto.query("DROP TABLE iceberg.%s.sales".formatted(db));
    assertThat(presto.query("SHOW TABLES FROM iceberg." + db)).isEmpty();
  }

  @Test
  void tablesGoFromTrinoAndSparkToPrestoAndBack(TrinoEngine trino, SparkEngine spark) {
    trino.query(
        """
        CREATE TABLE hive.%s.visits WITH (format = 'PARQUET', partitioned_by = ARRAY['year'])
        AS SELECT * FROM (VALUES (1, 'one', 2023), (2, 'two', 2024)) AS t (id, name, year)"""
            .formatted(db));
    trino.query("ANALYZE hive.%s.visits".formatted(db));
    spark.query("INSERT INTO %s.visits VALUES (3, 'six', 2025)".formatted(db));
    assertThat(
            presto.query(
                "SELECT name FROM hive.%s.visits WHERE year > 2023 ORDER BY id".formatted(db)))
        .containsExactly("two", "six");
    presto.query("INSERT INTO hive.%s.visits VALUES (4, 'ten', 2026)".formatted(db));
    presto.query(
        "CREATE VIEW hive.%1$s.late AS SELECT * FROM hive.%1$s.visits WHERE year > 2024"
            .formatted(db));
    assertThat(trino.query("SELECT id FROM hive.%s.late ORDER BY id".formatted(db)))
        .containsExactly("3", "4");
    assertThat(spark.query("SELECT name FROM %s.visits WHERE year = 2026".formatted(db)))
        .containsExactly("ten");
  }

  @Test
  void icebergCommitsOfThreeEnginesFollowOneAnother(TrinoEngine trino, SparkEngine spark) {
    spark.query("CREATE TABLE ice.%s.events (id BIGINT) USING iceberg".formatted(db));
    spark.query("INSERT INTO ice.%s.events VALUES (1)".formatted(db));
    presto.query("INSERT INTO iceberg.%s.events VALUES 2".formatted(db));
    trino.query("INSERT INTO iceberg.%s.events VALUES 3".formatted(db));
    presto.query("INSERT INTO iceberg.%s.events VALUES 4".formatted(db));
    spark.query("REFRESH TABLE ice.%s.events".formatted(db));
    for (var rows :
        List.of(
            presto.query("SELECT id FROM iceberg.%s.events ORDER BY id".formatted(db)),
            trino.query("SELECT id FROM iceberg.%s.events ORDER BY id".formatted(db)),
            spark.query("SELECT id FROM ice.%s.events ORDER BY id".formatted(db)))) {
      assertThat(rows).containsExactly("1", "2", "3", "4");
    }
  }
}
