package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.plan.PlanPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** Hudi tables with timelines of both forms. */
class HudiTablesTest extends CrawledLake {
  private static final String SCHEMA =
      """
      {"type":"record","name":"r","fields":[
       {"name":"Id","type":"long"},
       {"name":"amount","type":["null",{"type":"fixed","name":"f","size":5,"logicalType":"decimal","precision":9,"scale":2}]},
       {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-micros"}]},
       {"name":"region","type":"string"}]}\
      """;

  private void table(String type, int version) throws IOException {
    SampleFiles.text(
        root.resolve("trips/.hoodie/hoodie.properties"),
        """
        hoodie.table.name=Trips
        hoodie.table.type=%s
        hoodie.table.version=%d
        hoodie.table.partition.fields=region
        """
            .formatted(type, version));
    for (var region : List.of("eu", "us")) {
      var partition = root.resolve("trips/region=" + region);
      SampleFiles.text(partition.resolve(".hoodie_partition_metadata"), "partitionDepth=1\n");
      SampleFiles.parquet(
          partition.resolve("f-0_0-1-0_20240102030405678.parquet"),
          "message m { required int64 Id; }",
          2,
          (g, i) -> g.append("Id", (long) i));
    }
    SampleFiles.text(root.resolve("trips/.hoodie/metadata/.hoodie/hoodie.properties"), "a=b\n");
  }

  private static String commit(String schema) {
    return "{\"operationType\":\"UPSERT\",\"extraMetadata\":{\"schema\":\"%s\"}}"
        .formatted(schema.replace("\n", "").replace("\"", "\\\""));
  }

  private void assertColumns(String table) {
    assertThat(CatalogFixture.types(catalog.table(table).layout().columns()))
        .containsExactly(
            Map.entry("_hoodie_commit_time", "string"),
            Map.entry("_hoodie_commit_seqno", "string"),
            Map.entry("_hoodie_record_key", "string"),
            Map.entry("_hoodie_partition_path", "string"),
            Map.entry("_hoodie_file_name", "string"),
            Map.entry("id", "bigint"),
            Map.entry("amount", "decimal(9,2)"),
            Map.entry("at", "timestamp"));
    assertThat(CatalogFixture.types(catalog.table(table).partitionKeys()))
        .containsExactly(Map.entry("region", "string"));
    assertThat(catalog.partitions(table)).containsExactlyInAnyOrder(List.of("eu"), List.of("us"));
  }

  @Test
  void aTableThatIsCopiedOnWritingHasTheSchemaOfItsNewestCommit() throws Exception {
    table("COPY_ON_WRITE", 6);
    var timeline = root.resolve("trips/.hoodie");
    SampleFiles.text(
        timeline.resolve("20240101000000000.commit"), commit(SCHEMA.replace("amount", "old")));
    SampleFiles.text(timeline.resolve("20240102030405678.commit"), commit(SCHEMA));
    SampleFiles.text(timeline.resolve("20240103000000000.replacecommit"), "{}");
    SampleFiles.text(timeline.resolve("20240104000000000.commit.requested"), "");

    var result = catalog.crawl(root.toString());

    assertThat(catalog.tables()).containsExactly("trips");
    assertColumns("trips");
    var trips = catalog.table("trips");
    assertThat(trips.layout().inputFormat())
        .isEqualTo("org.apache.hudi.hadoop.HoodieParquetInputFormat");
    assertThat(trips.parameters())
        .containsEntry("spark.sql.sources.provider", "hudi")
        .containsEntry("classification", "hudi");
    assertThat(result.plan().tables().get(0).reasons())
        .anySatisfy(r -> assertThat(r).contains("schema of commit 20240102030405678.commit"));
    assertThat(catalog.crawl(root.toString()).plan().isQuiet()).isTrue();
  }

  /** Properties, the newest commit, which tells no schema, and the one before it. */
  @Test
  void filesOfMetadataCountAsRead() throws Exception {
    table("MERGE_ON_READ", 6);
    var timeline = root.resolve("trips/.hoodie");
    SampleFiles.text(timeline.resolve("20240102030405678.commit"), commit(SCHEMA));
    SampleFiles.text(timeline.resolve("20240103000000000.replacecommit"), "{}");

    var found = catalog.crawl(root.toString());
    var named = catalog.crawlTargets("{HudiTargets: [{Paths: ['%s']}]}".formatted(root));

    assertThat(PlanPrinter.text(found.plan())).contains(" objects listed, 3 files read\n");
    assertThat(found.run().progress()).containsEntry("sampled", "3");
    assertThat(named.plan().sampled()).isEqualTo(3);
  }

  @Test
  void aTableThatIsMergedOnReadingIsTwo() throws Exception {
    table("MERGE_ON_READ", 8);
    var record =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"HoodieCommitMetadata\",\"fields\":[{\"name\":\"extraMetadata\",\"type\":{\"type\":\"map\",\"values\":\"string\"}}]}");
    var metadata = new GenericData.Record(record);
    metadata.put("extraMetadata", Map.of("schema", SCHEMA));
    var bytes = new ByteArrayOutputStream();
    try (var writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(record))) {
      writer.create(record, bytes);
      writer.append(metadata);
    }
    SampleFiles.bytes(
        root.resolve("trips/.hoodie/timeline/20240102030405678_20240102030406000.deltacommit"),
        bytes.toByteArray());

    var targets = "{HudiTargets: [{Paths: ['%s']}]}".formatted(root);
    catalog.crawlTargets(targets);

    assertThat(catalog.tables()).containsExactly("trips_ro", "trips_rt");
    assertColumns("trips_ro");
    assertColumns("trips_rt");
    assertThat(catalog.table("trips_rt").layout().inputFormat()).contains(".realtime.");
    assertThat(catalog.crawlTargets(targets).plan().isQuiet()).isTrue();
  }

  @Test
  void aTableWithoutASchemaIsNamed() throws Exception {
    table("COPY_ON_WRITE", 6);
    Files.deleteIfExists(root.resolve("trips/.hoodie/timeline"));

    var result = catalog.crawl(root.toString());

    assertThat(result.plan().tables()).isEmpty();
    assertThat(result.plan().problems())
        .anySatisfy(p -> assertThat(p.reason()).contains("neither a commit nor hoodie.properties"));
  }
}
