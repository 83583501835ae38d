package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.TrinoEngine;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Engines over the Glue API, and what they and clients of Glue see of one another. */
@ExtendWith(Engines.class)
class GlueTest {
  private static final Path ROOT =
      Path.of(System.getProperty("propolis.root", "..")).toAbsolutePath().normalize();

  @TempDir Path folder;

  private URI endpoint(Metastore metastore) {
    return new GlueShell(metastore, folder).endpoint();
  }

  @Test
  void trinosHiveConnectorWorksThroughGlue(Metastore metastore, TrinoEngine trino) {
    var db = Scratch.database("glue_trino");
    var more =
        """
        , "hive.non-managed-table-writes-enabled" = 'true', "hive.non-managed-table-creates-enabled" = 'true'
        """;
    withCatalog(trino, db + "_c", "hive", "hive.metastore", endpoint(metastore), more);
    var schema = db + "_c." + db;
    trino.query("CREATE SCHEMA %s WITH (location = '%s')".formatted(schema, folder.toUri()));
    trino.query(
        """
        CREATE TABLE %s.orders (id bigint, price decimal(10,2), day date, region varchar)
        WITH (format = 'PARQUET', partitioned_by = ARRAY['day', 'region'])\
        """
            .formatted(schema));
    trino.query(
        """
        INSERT INTO %s.orders VALUES (1, 1.5, DATE '2024-01-01', 'eu'),
          (2, 2.5, DATE '2024-01-02', 'eu'), (3, 3.5, DATE '2024-01-02', 'a/b c')\
        """
            .formatted(schema));
    var one = "FROM %s.orders WHERE day = DATE '2024-01-02' AND region = 'eu'".formatted(schema);
    assertThat(trino.query("SELECT id, price " + one)).containsExactly("2|2.50");
    trino.query("ANALYZE %s.orders".formatted(schema));
    trino.query("DELETE " + one);
    trino.query("ALTER TABLE %s.orders ADD COLUMN note varchar".formatted(schema));
    trino.query("CREATE VIEW %1$s.ids AS SELECT id FROM %1$s.orders".formatted(schema));
    assertThat(trino.query("SELECT id FROM %s.ids ORDER BY id".formatted(schema)))
        .containsExactly("1", "3");
    // The same table through Thrift.
    assertThat(trino.query("SELECT id FROM hive.%s.orders ORDER BY id".formatted(db)))
        .containsExactly("1", "3");
    // Trino renames no tables over Glue.
    assertThat(trino.query("SHOW TABLES FROM " + schema)).contains("orders", "ids");
    trino.query("DROP VIEW %s.ids".formatted(schema));
    trino.query("DROP TABLE %s.orders".formatted(schema));
    trino.query("DROP SCHEMA " + schema);
    trino.query("DROP CATALOG %s_c".formatted(db));
  }

  @Test
  void trinosIcebergConnectorWorksThroughGlue(Metastore metastore, TrinoEngine trino) {
    var db = Scratch.database("glue_ice");
    withCatalog(trino, db + "_c", "iceberg", "iceberg.catalog.type", endpoint(metastore), "");
    var schema = db + "_c." + db;
    trino.query("CREATE SCHEMA %s WITH (location = '%s')".formatted(schema, folder.toUri()));
    trino.query("CREATE TABLE %s.orders (id bigint, name varchar)".formatted(schema));
    trino.query("INSERT INTO %s.orders VALUES (1, 'a'), (2, 'b')".formatted(schema));
    trino.query("UPDATE %s.orders SET name = 'c' WHERE id = 2".formatted(schema));
    trino.query("ALTER TABLE %s.orders ADD COLUMN more bigint".formatted(schema));
    assertThat(trino.query("SELECT id, name FROM %s.orders ORDER BY id".formatted(schema)))
        .containsExactly("1|a", "2|c");
    // The pointer is one, whichever door moves it.
    trino.query("INSERT INTO iceberg.%s.orders VALUES (3, 'd', 4)".formatted(db));
    assertThat(trino.query("SELECT count(*) FROM %s.orders".formatted(schema)))
        .containsExactly("3");
    trino.query("DROP TABLE %s.orders".formatted(schema));
    trino.query("DROP SCHEMA " + schema);
    trino.query("DROP CATALOG %s_c".formatted(db));
  }

  private static void withCatalog(
      TrinoEngine trino, String name, String connector, String kind, URI endpoint, String more) {
    trino.query(
        """
        CREATE CATALOG %s USING %s WITH ("%s" = 'glue', "hive.metastore.glue.endpoint-url" = '%s',
          "hive.metastore.glue.region" = 'us-east-1', "hive.metastore.glue.aws-access-key" = 'compat',
          "hive.metastore.glue.aws-secret-key" = 'secret', "fs.hadoop.enabled" = 'true' %s)\
        """
            .formatted(name, connector, kind, endpoint, more));
  }

  @Test
  void aCompactedTableHasTheRowsThatItHad(Metastore metastore, TrinoEngine trino, SparkEngine spark)
      throws Exception {
    var db = Scratch.database("glue_compacted");
    var table = "iceberg.%s.orders".formatted(db);
    trino.query("CREATE SCHEMA iceberg.%s WITH (location = '%s')".formatted(db, folder.toUri()));
    trino.query(
        """
        CREATE TABLE %s (id bigint, price decimal(10,2), made timestamp(6), tags array(varchar),
          day date) WITH (partitioning = ARRAY['month(day)'])\
        """
            .formatted(table));
    for (int i = 0; i < 3; i++) {
      trino.query(
          """
          INSERT INTO %1$s VALUES
            (%2$d1, 1.5, TIMESTAMP '2026-01-01 10:00:00.000001', ARRAY['a', NULL], DATE '2026-01-0%2$d' + INTERVAL '1' DAY),
            (%2$d2, NULL, NULL, ARRAY[], DATE '2026-02-01')\
          """
              .formatted(table, i + 1));
    }
    trino.query("ALTER TABLE %s ADD COLUMN note varchar".formatted(table));
    trino.query(
        "INSERT INTO %s VALUES (41, 2, NULL, NULL, DATE '2026-01-31', 'more')".formatted(table));
    var all = "SELECT id, price, made, array_join(tags, '+', '-'), day, note FROM " + table;
    var rows = trino.query(all + " ORDER BY id");
    var ofSpark = "SELECT * FROM ice.%s.orders ORDER BY id".formatted(db);
    var rowsOfSpark = spark.query(ofSpark);
    var files = "SELECT count(*) FROM iceberg.%s.\"orders$files\"".formatted(db);
    var snapshot =
        trino
            .query(
                "SELECT snapshot_id FROM iceberg.%s.\"orders$snapshots\" ORDER BY committed_at DESC"
                    .formatted(db))
            .get(0);
    assertThat(trino.query(files)).containsExactly("7");

    assertThat(
            new GlueCompaction(new GlueShell(metastore, folder), folder)
                .of(db.toString(), "orders"))
        .isEqualTo("completed 7");

    assertThat(trino.query(files)).containsExactly("2");
    assertThat(rows).hasSize(7);
    assertThat(trino.query(all + " ORDER BY id")).isEqualTo(rows);
    assertThat(trino.query(all + " FOR VERSION AS OF %s ORDER BY id".formatted(snapshot)))
        .isEqualTo(rows);
    spark.query("REFRESH TABLE ice.%s.orders".formatted(db));
    assertThat(spark.query("SELECT count(*) FROM ice.%s.orders.files".formatted(db)))
        .containsExactly("2");
    assertThat(spark.query(ofSpark)).isEqualTo(rowsOfSpark);
  }

  /** Sorted by the server; deleted from by Trino, read by Trino, Spark and PyIceberg. */
  @Test
  void aTableCompactedBySortHasItsRowsInOrderAndNoDeletes(
      Metastore metastore, TrinoEngine trino, SparkEngine spark) throws Exception {
    var db = Scratch.database("glue_sorted");
    var table = "iceberg.%s.orders".formatted(db);
    var glue = new GlueShell(metastore, folder);
    trino.query("CREATE SCHEMA iceberg.%s WITH (location = '%s')".formatted(db, folder.toUri()));
    trino.query(
        """
        CREATE TABLE %s (id bigint, name varchar, price decimal(10,2), made timestamp(6))
        WITH (format_version = 2, sorted_by = ARRAY['id DESC NULLS LAST'])\
        """
            .formatted(table));
    for (int i = 0; i < 4; i++) {
      trino.query(
          """
          INSERT INTO %s SELECT n * 4 + %d, to_hex(md5(to_utf8(CAST(n AS varchar)))), n / 100.0,
            TIMESTAMP '2026-01-01 00:00:00' + n * INTERVAL '1' MINUTE
          FROM UNNEST(sequence(0, 4999)) AS t(n)\
          """
              .formatted(table, i));
    }
    trino.query("DELETE FROM %s WHERE id %% 10 = 3".formatted(table));
    var all = "SELECT count(*), sum(id), checksum(name), sum(price), max(made) FROM " + table;
    var rows = trino.query(all);
    var files = "FROM iceberg.%s.\"orders$files\" WHERE content ".formatted(db);
    assertThat(trino.query("SELECT count(*) " + files + "= 0")).containsExactly("4");
    assertThat(trino.query("SELECT count(*) > 0 " + files + "> 0")).containsExactly("true");
    var sums =
        "SELECT CAST(count(*) AS varchar) AS count, CAST(sum(id) AS varchar) AS sum FROM " + table;
    var bytes =
        Long.parseLong(trino.query("SELECT sum(file_size_in_bytes) " + files + "= 0").get(0));
    spark.query(
        "ALTER TABLE ice.%s.orders SET TBLPROPERTIES ('write.target-file-size-bytes'='%d')"
            .formatted(db, bytes / 3));

    assertThat(new GlueCompaction(glue, folder).of(db.toString(), "orders", "sort"))
        .isEqualTo("completed 4");

    assertThat(trino.query(all)).isEqualTo(rows);
    assertThat(trino.query("SELECT count(*) " + files + "> 0")).containsExactly("0");
    spark.query("REFRESH TABLE ice.%s.orders".formatted(db));
    // From the last file to the first, by the bounds that their writer gave them.
    var bounds =
        spark.query(
            """
            SELECT readable_metrics.id.lower_bound > coalesce(lag(readable_metrics.id.upper_bound)
                OVER (ORDER BY readable_metrics.id.lower_bound), -1), sort_order_id
            FROM ice.%s.orders.files\
            """
                .formatted(db));
    assertThat(bounds).hasSize(3).allMatch(file -> file.startsWith("true") && !file.endsWith("0"));
    assertThat(spark.query("SELECT count(*), sum(id) FROM ice.%s.orders".formatted(db)))
        .containsExactly(
            spark
                .query(
                    "SELECT count(*), sum(id) FROM ice.%s.orders WHERE id %% 10 <> 3".formatted(db))
                .get(0));
    assertThat(
            glue.run(
                """
                python - <<'END'
                from pyiceberg.catalog import load_catalog
                catalog = load_catalog("glue", type="glue")
                rows = catalog.load_table("%s.orders").scan(selected_fields=("id",)).to_arrow()
                print(rows.num_rows, sum(rows["id"].to_pylist()))
                END\
                """
                    .formatted(db)))
        .endsWith(
            trino.query("SELECT concat_ws(' ', count, sum) FROM (%s)".formatted(sums)).get(0));
  }

  /** Deletion vectors and changed rows are Spark's; the compaction is the server's. */
  @Test
  void rowsOfFormatVersion3KeepTheirIdsWhenTheyAreCompacted(
      Metastore metastore, TrinoEngine trino, SparkEngine spark) throws Exception {
    var db = Scratch.database("glue_v3");
    var table = "ice.%s.orders".formatted(db);
    spark.query("CREATE DATABASE %s LOCATION '%s'".formatted(db, folder.toUri()));
    spark.query(
        """
        CREATE TABLE %s (id bigint, name string) USING iceberg TBLPROPERTIES (
          'format-version' = '3', 'write.delete.mode' = 'merge-on-read',
          'write.update.mode' = 'merge-on-read')\
        """
            .formatted(table));
    for (int i = 0; i < 3; i++) {
      spark.query(
          "INSERT INTO %s SELECT /*+ COALESCE(1) */ id * 3 + %d, concat('n', id) FROM range(100)"
              .formatted(table, i));
    }
    spark.query("DELETE FROM %s WHERE id %% 10 = 3".formatted(table));
    spark.query("UPDATE %s SET name = 'changed' WHERE id = 5".formatted(table));
    assertThat(spark.query("SELECT DISTINCT file_format FROM %s.delete_files".formatted(table)))
        .containsExactly("PUFFIN");
    var all =
        "SELECT _row_id, _last_updated_sequence_number, id, name FROM %s ORDER BY id"
            .formatted(table);
    var rows = spark.query(all);
    assertThat(rows).hasSize(270);

    assertThat(
            new GlueCompaction(new GlueShell(metastore, folder), folder)
                .of(db.toString(), "orders"))
        .isEqualTo("completed 4");

    spark.query("REFRESH TABLE " + table);
    assertThat(spark.query("SELECT count(*) FROM %s.files".formatted(table))).containsExactly("1");
    assertThat(spark.query(all)).isEqualTo(rows);
    var sums = "SELECT count(*), sum(id), count(DISTINCT name) FROM ";
    assertThat(trino.query(sums + "iceberg.%s.orders".formatted(db)))
        .isEqualTo(spark.query(sums + table));
  }

  @Test
  void aTableOfSparkIsATableOfGlueWithVersions(Metastore metastore, SparkEngine spark)
      throws Exception {
    var db = Scratch.database("glue_spark");
    spark.query("CREATE DATABASE " + db);
    spark.query(
        "CREATE TABLE %s.orders (ID bigint) PARTITIONED BY (day string) STORED AS PARQUET"
            .formatted(db));
    spark.query("INSERT INTO %s.orders PARTITION (day='2026-01-01') VALUES (1)".formatted(db));
    spark.query("ALTER TABLE %s.orders SET TBLPROPERTIES ('k' = 'v')".formatted(db));

    assertThat(
            aws(
                metastore,
                "aws glue get-table --database-name %s --name orders --query ".formatted(db)
                    + "'Table.[Parameters.k, StorageDescriptor.Columns[0].Name, "
                    + "StorageDescriptor.SerdeInfo.SerializationLibrary]' --output text"))
        .isEqualTo("v\tid\torg.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
    assertThat(
            aws(
                metastore,
                "aws glue get-table-versions --database-name %s --table-name orders --query "
                        .formatted(db)
                    + "'length(TableVersions) > `1`' --output text"))
        .isEqualTo("True");
    assertThat(
            aws(
                metastore,
                "aws glue get-partitions --database-name %s --table-name orders --expression "
                        .formatted(db)
                    + "\"day = '2026-01-01'\" --query 'Partitions[].Values[]' --output text"))
        .isEqualTo("2026-01-01");
  }

  @Test
  void sparkReadsATableThatTheCommandLineMade(Metastore metastore, SparkEngine spark)
      throws Exception {
    var db = Scratch.database("glue_cli");
    var data = Files.createDirectories(folder.resolve("cli"));
    Files.writeString(data.resolve("part-0.csv"), "1,one\n2,two\n");
    aws(metastore, "aws glue create-database --database-input Name=" + db);
    aws(
        metastore,
        """
        aws glue create-table --database-name %s --table-input '{"Name": "Orders",
          "TableType": "EXTERNAL_TABLE", "StorageDescriptor": {"Location": "%s",
          "Columns": [{"Name": "Id", "Type": "int"}, {"Name": "name", "Type": "string"}],
          "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
          "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
          "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
          "Parameters": {"field.delim": ","}}}}'\
        """
            .formatted(db, data.toUri()));

    assertThat(spark.query("SELECT id, name FROM %s.orders ORDER BY id".formatted(db)))
        .containsExactly("1|one", "2|two");
  }

  @Test
  void sparkReadsThroughThriftWhatACrawlerOfTheCommandLineFound(
      Metastore metastore, SparkEngine spark) throws Exception {
    var db = Scratch.database("glue_crawled");
    var data = Files.createDirectories(folder.resolve("crawled/orders/day=2026-01-01"));
    Files.writeString(data.resolve("a.csv"), "id,name\n1,one\n2,two\n");
    aws(
        metastore,
        """
        aws glue create-crawler --name %1$s --role r --database-name %1$s --targets \
          'S3Targets=[{Path=%2$s}]'
        aws glue start-crawler --name %1$s
        for i in $(seq 200); do
          status=$(aws glue get-crawler --name %1$s --query Crawler.LastCrawl.Status --output text)
          [ "$status" = None ] || break
        done
        test "$status" = SUCCEEDED\
        """
            .formatted(db, folder.resolve("crawled").toUri()));

    assertThat(spark.query("SELECT id, name, day FROM %s.orders ORDER BY id".formatted(db)))
        .containsExactly("1|one|2026-01-01", "2|two|2026-01-01");
  }

  /** What README.md tells people to type. */
  @Test
  void theBlockOfTheReadmeListsDatabases(Metastore metastore) throws Exception {
    var readme = Files.readString(ROOT.resolve("README.md"));
    var block = readme.substring(readme.indexOf("<!-- block: glue -->"));
    var script = block.substring(block.indexOf("```bash") + 7, block.indexOf("\n```\n"));

    assertThat(
            aws(metastore, script.replace("http://localhost:9080", endpoint(metastore).toString())))
        .contains("\"DatabaseList\"", "\"default\"");
  }

  private String aws(Metastore metastore, String script) throws Exception {
    return new GlueShell(metastore, folder).run(script);
  }

  /** The model is the one of the botocore that runs here. */
  @Test
  void theModelIsThatOfBotocore() throws Exception {
    var python = GlueShell.python().resolve("bin/python");
    var made = folder.resolve("glue.json");
    var process =
        new ProcessBuilder(python.toString(), ROOT.resolve("scripts/glue/model.py").toString())
            .redirectOutput(made.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    assertThat(made)
        .hasSameTextualContentAs(
            ROOT.resolve(
                "metastore-server/glue-api/src/main/resources/io/propolis/glue/model/glue.json"));
  }
}
