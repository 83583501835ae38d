package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.compat.harness.SqlFailedException;
import io.propolis.compat.harness.TrinoEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trino's own Hive and Iceberg connectors over the catalog. */
@ExtendWith(Engines.class)
class TrinoTest {

  @TempDir Path folder;
  private Scratch db;
  private TrinoEngine trino;

  @BeforeEach
  void createSchema(TrinoEngine engine) {
    trino = engine;
    db = Scratch.database("trino");
    trino.query("CREATE SCHEMA hive.%s WITH (location = '%s')".formatted(db, folder.toUri()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARQUET", "ORC", "AVRO"})
  void rowsInsertedIntoPartitionsAreReadBackAndPruned(String format) {
    trino.query(
        """
        CREATE TABLE hive.%s.orders (id bigint, price decimal(10,2), day date, region varchar)
        WITH (format = '%s', partitioned_by = ARRAY['day', 'region'])"""
            .formatted(db, format));
    trino.query(
        """
        INSERT INTO hive.%s.orders VALUES (1, 1.5, DATE '2024-01-01', 'eu'),
          (2, 2.5, DATE '2024-01-02', 'eu'), (3, 3.5, DATE '2024-01-02', 'a/b c')"""
            .formatted(db));
    assertThat(trino.query("SELECT day, region FROM hive.%s.\"orders$partitions\"".formatted(db)))
        .containsExactlyInAnyOrder("2024-01-01|eu", "2024-01-02|eu", "2024-01-02|a/b c");
    var one = "FROM hive.%s.orders WHERE day = DATE '2024-01-02' AND region = 'eu'".formatted(db);
    assertThat(trino.query("SELECT id, price " + one)).containsExactly("2|2.50");
    trino.query("DELETE " + one);
    assertThat(trino.query("SELECT id FROM hive.%s.orders ORDER BY id".formatted(db)))
        .containsExactly("1", "3");
  }

  @Test
  void syncPartitionMetadataFollowsTheFolders() throws Exception {
    trino.query(
        """
        CREATE TABLE hive.%s.visits (id bigint, year integer)
        WITH (format = 'PARQUET', partitioned_by = ARRAY['year'])"""
            .formatted(db));
    trino.query("INSERT INTO hive.%s.visits VALUES (1, 2023)".formatted(db));
    Files.createDirectories(folder.resolve("visits/year=2024"));
    trino.query("CALL hive.system.sync_partition_metadata('%s', 'visits', 'FULL')".formatted(db));
    assertThat(trino.query("SELECT * FROM hive.%s.\"visits$partitions\"".formatted(db)))
        .containsExactlyInAnyOrder("2023", "2024");
    Files.delete(folder.resolve("visits/year=2024"));
    trino.query("CALL hive.system.sync_partition_metadata('%s', 'visits', 'DROP')".formatted(db));
    assertThat(trino.query("SELECT * FROM hive.%s.\"visits$partitions\"".formatted(db)))
        .containsExactly("2023");
  }

  @Test
  void viewsAreCreatedReplacedAndDropped() {
    trino.query("CREATE TABLE hive.%s.base AS SELECT 1 AS id, 'one' AS name".formatted(db));
    trino.query("CREATE VIEW hive.%1$s.latest AS SELECT id FROM hive.%1$s.base".formatted(db));
    assertThat(trino.query("SELECT * FROM hive.%s.latest".formatted(db))).containsExactly("1");
    trino.query(
        "CREATE OR REPLACE VIEW hive.%1$s.latest AS SELECT name FROM hive.%1$s.base".formatted(db));
    assertThat(trino.query("SELECT * FROM hive.%s.latest".formatted(db))).containsExactly("one");
    assertThat(
            trino.query(
                "SELECT table_name, table_type FROM hive.information_schema.tables"
                    + " WHERE table_schema = '%s'".formatted(db)))
        .containsExactlyInAnyOrder("base|BASE TABLE", "latest|VIEW");
    trino.query("DROP VIEW hive.%s.latest".formatted(db));
    assertThat(trino.query("SHOW TABLES FROM hive." + db)).containsExactly("base");
  }

  @Test
  void analysedStatisticsOfTablesAndPartitionsAreKept() {
    trino.query(
        """
        CREATE TABLE hive.%s.visits WITH (partitioned_by = ARRAY['year'])
        AS SELECT * FROM (VALUES (1, 'one', 2023), (20, NULL, 2024)) AS t (id, name, year)"""
            .formatted(db));
    trino.query("ANALYZE hive.%s.visits".formatted(db));
    assertThat(trino.query("SHOW STATS FOR hive.%s.visits".formatted(db)))
        .anySatisfy(row -> assertThat(row).startsWith("id|").endsWith("|1|20"))
        .contains("null|null|null|null|2.0|null|null");
  }

  @Test
  void tablesAreAlteredRenamedAndDropped() {
    trino.query("CREATE TABLE hive.%s.base (id bigint) WITH (format = 'ORC')".formatted(db));
    trino.query("INSERT INTO hive.%s.base VALUES 7".formatted(db));
    trino.query("ALTER TABLE hive.%s.base ADD COLUMN note varchar".formatted(db));
    trino.query("COMMENT ON TABLE hive.%s.base IS 'all of it'".formatted(db));
    trino.query("ALTER TABLE hive.%1$s.base RENAME TO hive.%1$s.moved".formatted(db));
    assertThat(trino.query("SELECT * FROM hive.%s.moved".formatted(db))).containsExactly("7|null");
    trino.query("DROP TABLE hive.%s.moved".formatted(db));
    assertThat(trino.query("SHOW TABLES FROM hive." + db)).isEmpty();
    assertThat(folder.resolve("moved")).doesNotExist();
  }

  @Test
  void aSchemaIsOnlyDroppedWhenEmptyOrByCascade() {
    trino.query("CREATE TABLE hive.%s.base (id bigint)".formatted(db));
    assertThatThrownBy(() -> trino.query("DROP SCHEMA hive." + db))
        .isInstanceOf(SqlFailedException.class);
    trino.query("DROP SCHEMA hive.%s CASCADE".formatted(db));
    assertThat(trino.query("SHOW SCHEMAS FROM hive")).doesNotContain(db.toString());
  }

  @Test
  void missingAndExistingTablesAreToldApart() {
    trino.query("CREATE TABLE hive.%s.base (id bigint)".formatted(db));
    assertThatThrownBy(() -> trino.query("CREATE TABLE hive.%s.base (id bigint)".formatted(db)))
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> trino.query("SELECT * FROM hive.%s.none".formatted(db)))
        .hasMessageContaining("does not exist");
  }

  @Test
  void icebergTablesLiveInTheCatalog() {
    var table = "iceberg.%s.orders".formatted(db);
    trino.query(
        "CREATE TABLE %s (id bigint, day date) WITH (partitioning = ARRAY['month(day)'])"
            .formatted(table));
    trino.query("INSERT INTO %s VALUES (1, DATE '2024-01-01')".formatted(table));
    trino.query("ALTER TABLE %s ADD COLUMN note varchar".formatted(table));
    trino.query("INSERT INTO %s VALUES (2, DATE '2024-02-01', 'two')".formatted(table));
    trino.query("UPDATE %s SET note = 'one' WHERE id = 1".formatted(table));
    trino.query("ANALYZE " + table);
    assertThat(trino.query("SELECT * FROM %s ORDER BY id".formatted(table)))
        .containsExactly("1|2024-01-01|one", "2|2024-02-01|two");
    trino.query("ALTER TABLE %s RENAME TO iceberg.%s.sales".formatted(table, db));
    assertThat(trino.query("SHOW TABLES FROM iceberg." + db)).containsExactly("sales");
    trino.query("DROP TABLE iceberg.%s.sales".formatted(db));
    assertThat(trino.query("SHOW TABLES FROM iceberg." + db)).isEmpty();
  }
}
