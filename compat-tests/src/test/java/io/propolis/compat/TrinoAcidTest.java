package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.compat.harness.HiveClient;
import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.SqlFailedException;
import io.propolis.compat.harness.TrinoEngine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hive's transactional tables, written by Trino under the transactions, write ids and locks of the
 * catalog. After each test Hive's own client finds no lock and no open transaction.
 */
@ExtendWith(Engines.class)
class TrinoAcidTest {

  /** Who Trino says it is; see {@link TrinoEngine}. */
  private static final String USER = "compat";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  @TempDir Path logs;
  private Scratch db;
  private TrinoEngine trino;
  private URI uri;

  @BeforeEach
  void createSchema(TrinoEngine engine, Metastore metastore) {
    trino = engine;
    uri = metastore.thriftUri();
    db = Scratch.database("acid");
    trino.query("CREATE SCHEMA hive.%s WITH (location = '%s')".formatted(db, folder.toUri()));
  }

  @AfterEach
  void nothingIsHeldAnyMore() {
    assertThat(HiveClient.HIVE_4_0.leftovers(uri, db.toString(), USER, PATIENCE, logs)).isEmpty();
  }

  @Test
  void rowsAreInsertedUpdatedMergedAndDeleted() {
    var table = "hive.%s.bees".formatted(db);
    trino.query(
        "CREATE TABLE %s (id bigint, kind varchar) WITH (transactional = true)".formatted(table));
    trino.query("INSERT INTO %s VALUES (1, 'drone'), (2, 'worker'), (3, 'guard')".formatted(table));
    trino.query("UPDATE %s SET kind = 'queen' WHERE id = 2".formatted(table));
    trino.query("DELETE FROM %s WHERE id = 1".formatted(table));
    trino.query(
        """
        MERGE INTO %s t USING (VALUES (3, 'nurse'), (4, 'scout')) AS s (id, kind) ON t.id = s.id
        WHEN MATCHED THEN UPDATE SET kind = s.kind
        WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.kind)"""
            .formatted(table));
    assertThat(trino.query("SELECT * FROM %s ORDER BY id".formatted(table)))
        .containsExactly("2|queen", "3|nurse", "4|scout");
    assertThat(trino.query("SHOW CREATE TABLE " + table))
        .singleElement()
        .asString()
        .contains("transactional = true");
  }

  @Test
  void partitionsThatATransactionMakesOrChangesAreSeenWhenItEnds() {
    var table = "hive.%s.visits".formatted(db);
    trino.query(
        """
        CREATE TABLE %s (id bigint, note varchar, region varchar)
        WITH (transactional = true, partitioned_by = ARRAY['region'])"""
            .formatted(table));
    trino.query("INSERT INTO %s VALUES (1, 'one', 'eu'), (2, 'two', 'us')".formatted(table));
    trino.query("INSERT INTO %s VALUES (3, 'three', 'eu')".formatted(table));
    trino.query("UPDATE %s SET note = 'seen' WHERE region = 'eu'".formatted(table));
    trino.query("DELETE FROM %s WHERE id = 3".formatted(table));
    assertThat(trino.query("SELECT id, note, region FROM %s ORDER BY id".formatted(table)))
        .containsExactly("1|seen|eu", "2|two|us");
    assertThat(trino.query("SELECT * FROM hive.%s.\"visits$partitions\"".formatted(db)))
        .containsExactlyInAnyOrder("eu", "us");
  }

  @Test
  void aStatementThatFailsChangesNothing() {
    var table = "hive.%s.bees".formatted(db);
    trino.query("CREATE TABLE %s (id bigint) WITH (transactional = true)".formatted(table));
    trino.query("INSERT INTO %s VALUES 1, 2".formatted(table));
    assertThatThrownBy(
            () -> trino.query("INSERT INTO %1$s SELECT 1 / (id - 2) FROM %1$s".formatted(table)))
        .hasMessageContaining("Division by zero");
    assertThat(trino.query("SELECT id FROM %s ORDER BY id".formatted(table)))
        .containsExactly("1", "2");
  }

  @Test
  void rowsStayThroughNewColumnsAndNames() {
    var table = "hive.%s.bees".formatted(db);
    trino.query(
        "CREATE TABLE %s WITH (transactional = true) AS SELECT bigint '1' AS id".formatted(table));
    trino.query("INSERT INTO %s VALUES 2".formatted(table));
    trino.query("ALTER TABLE %s ADD COLUMN kind varchar".formatted(table));
    trino.query("ALTER TABLE %s RENAME TO hive.%s.hive".formatted(table, db));
    var renamed = "hive.%s.hive".formatted(db);
    trino.query("INSERT INTO %s VALUES (3, 'scout')".formatted(renamed));
    trino.query("DELETE FROM %s WHERE id = 2".formatted(renamed));
    assertThat(trino.query("SELECT * FROM %s ORDER BY id".formatted(renamed)))
        .containsExactly("1|null", "3|scout");
    trino.query("DROP TABLE " + renamed);
    assertThat(trino.query("SHOW TABLES FROM hive." + db)).isEmpty();
  }

  @Test
  void noUpdateOfTwoWritersIsLost() throws Exception {
    var table = "hive.%s.counters".formatted(db);
    trino.query("CREATE TABLE %s (n bigint) WITH (transactional = true)".formatted(table));
    trino.query("INSERT INTO %s VALUES 0".formatted(table));
    var increment = "UPDATE %s SET n = n + 1".formatted(table);
    var writers = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 2; i++) {
      writers.add(() -> acknowledged(increment, 2));
    }
    var threads = Executors.newFixedThreadPool(writers.size());
    int acknowledged = 0;
    try {
      for (var written : threads.invokeAll(writers)) {
        acknowledged += written.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(acknowledged).as("one of two writers at least gets through").isPositive();
    assertThat(trino.query("SELECT n FROM " + table))
        .containsExactly(Integer.toString(acknowledged));
  }

  /** How many times it went through; one that meets another writer's is aborted, or not locked. */
  private int acknowledged(String sql, int times) {
    int acknowledged = 0;
    try (var session = trino.connect()) {
      for (int i = 0; i < times; i++) {
        try {
          session.query(sql);
          acknowledged++;
        } catch (SqlFailedException e) {
          assertThat(e).hasMessageFindingMatch("abort|lock");
        }
      }
    }
    return acknowledged;
  }
}
