package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.TrinoEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hudi tables that lie in the lake: once crawled, Trino's connector for them reads what was
 * committed. Iceberg's are in {@link CrawledLakeTest}.
 */
@ExtendWith(Engines.class)
class CrawledHudiTest {
  private static URI metastore;
  private static TrinoEngine trino;

  @TempDir Path folder;

  @BeforeAll
  static void takeEngines(Metastore metastoreUnderTest, TrinoEngine trinoEngine) {
    metastore = metastoreUnderTest.thriftUri();
    trino = trinoEngine;
  }

  private Scratch crawl(String targets) throws Exception {
    var db = Scratch.database("formats");
    Files.writeString(
        folder.resolve("crawler.yaml"),
        "Name: %s\nDatabaseName: %s\nTargets: %s\n".formatted(db, db, targets));
    CrawlCommand.run(folder.resolve("crawler.yaml"), metastore);
    return db;
  }

  /** Trino's catalog for Hive sends who asks for such a table to the one that can read it. */
  @Test
  void theHiveCatalogLeadsToThem() throws Exception {
    hudi("lake/trips");
    var db = crawl("{S3Targets: [{Path: lake/}]}");

    assertThat(trino.query("SELECT count(*), sum(id) FROM hive.%s.trips".formatted(db)))
        .containsExactly("4|14");
  }

  @Test
  void hudiTablesShowTheNewestCommitOfEachFile() throws Exception {
    hudi("lake/trips");
    var db = crawl("{HudiTargets: [{Paths: [lake/trips]}]}");

    assertThat(
            trino.query(
                "SELECT id, amount, region, _hoodie_commit_time FROM hudi.%s.trips ORDER BY id"
                    .formatted(db)))
        .containsExactly(
            "2|2.5|eu|20240101000000000",
            "3|3.5|eu|20240101000000000",
            "4|4.5|us|20240102000000000",
            "5|5.5|us|20240102000000000");
    assertThat(trino.query("SELECT sum(id) FROM hudi.%s.trips WHERE region = 'us'".formatted(db)))
        .containsExactly("9");
  }

  /** As Hudi's writers leave a table: the second commit writes a file anew. */
  private void hudi(String path) throws IOException {
    var root = folder.resolve(path);
    put(
        root.resolve(".hoodie/hoodie.properties"),
        """
        hoodie.table.name=trips
        hoodie.table.type=COPY_ON_WRITE
        hoodie.table.version=6
        hoodie.timeline.layout.version=1
        hoodie.table.base.file.format=PARQUET
        hoodie.archivelog.folder=archived
        hoodie.table.recordkey.fields=id
        hoodie.table.partition.fields=region
        hoodie.datasource.write.hive_style_partitioning=true
        hoodie.populate.meta.fields=true
        """);
    for (var region : List.of("eu", "us")) {
      put(
          root.resolve("region=" + region + "/.hoodie_partition_metadata"),
          "commitTime=20240101000000000\npartitionDepth=1\n");
    }
    commit(root, "20240101000000000", "eu", 2, 3);
    commit(root, "20240101000000000", "us", 2, 3);
    commit(root, "20240102000000000", "us", 4, 5);
    var schema =
        """
        {"type":"record","name":"r","fields":[{"name":"id","type":"long"},{"name":"amount","type":["null","double"]},{"name":"region","type":"string"}]}"""
            .replace("\"", "\\\"");
    for (var instant : List.of("20240101000000000", "20240102000000000")) {
      put(
          root.resolve(".hoodie/" + instant + ".commit"),
          "{\"partitionToWriteStats\":{},\"operationType\":\"UPSERT\",\"extraMetadata\":{\"schema\":\"%s\"}}"
              .formatted(schema));
      put(root.resolve(".hoodie/" + instant + ".commit.requested"), "");
      put(root.resolve(".hoodie/" + instant + ".inflight"), "");
    }
  }

  private static void commit(Path root, String instant, String region, long... ids)
      throws IOException {
    var schema =
        MessageTypeParser.parseMessageType(
            """
            message m {
              optional binary _hoodie_commit_time (STRING);
              optional binary _hoodie_commit_seqno (STRING);
              optional binary _hoodie_record_key (STRING);
              optional binary _hoodie_partition_path (STRING);
              optional binary _hoodie_file_name (STRING);
              required int64 id;
              optional double amount;
              required binary region (STRING);
            }""");
    var name =
        "00000000-0000-0000-0000-00000000%s-0_0-1-0_%s.parquet".formatted(hex(region), instant);
    try (var writer =
        ExampleParquetWriter.builder(
                new LocalOutputFile(root.resolve("region=" + region).resolve(name)))
            .withType(schema)
            .build()) {
      for (var id : ids) {
        writer.write(
            new SimpleGroupFactory(schema)
                .newGroup()
                .append("_hoodie_commit_time", instant)
                .append("_hoodie_commit_seqno", instant + "_0_" + id)
                .append("_hoodie_record_key", Long.toString(id))
                .append("_hoodie_partition_path", "region=" + region)
                .append("_hoodie_file_name", name)
                .append("id", id)
                .append("amount", id + 0.5)
                .append("region", region));
      }
    }
  }

  private static String hex(String region) {
    return Integer.toHexString(region.charAt(0)) + Integer.toHexString(region.charAt(1));
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
