package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Operation;
import io.delta.kernel.Table;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.propolis.catalog.model.Run;
import io.propolis.crawlers.plan.PlanPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Tables whose logs and checkpoints Delta's own library writes. */
class DeltaTablesTest extends CrawledLake {
  private static final StructType SCHEMA =
      new StructType()
          .add("Id", LongType.LONG)
          .add("amount", new DecimalType(9, 2))
          .add("tags", new MapType(StringType.STRING, IntegerType.INTEGER, true))
          .add("day", DateType.DATE);

  private final Engine engine = DefaultEngine.create(new Configuration());

  private void create(String name, List<String> keys) throws IOException {
    Files.createDirectories(root.resolve(name));
    Table.forPath(engine, root.resolve(name).toString())
        .createTransactionBuilder(engine, "test", Operation.CREATE_TABLE)
        .withSchema(engine, SCHEMA)
        .withPartitionColumns(engine, keys)
        .build(engine)
        .commit(engine, CloseableIterable.emptyIterable());
  }

  /** A file and the commit that adds it, as the protocol has them. */
  private void add(String name, int version, String day, String more) throws IOException {
    var file = "day=%s/part-%d.parquet".formatted(day, version);
    var path =
        SampleFiles.parquet(
            root.resolve(name).resolve(file),
            "message m { required int64 Id; }",
            3,
            (g, i) -> g.append("Id", (long) i));
    Files.writeString(
        log(name, version),
        """
        {"add":{"path":"%s","partitionValues":{"day":"%s"},"size":%d,"modificationTime":1700000000000,"dataChange":true%s}}
        """
            .formatted(file, day, Files.size(path), more));
  }

  private Path log(String name, int version) {
    return root.resolve(name).resolve("_delta_log/%020d.json".formatted(version));
  }

  @Test
  void aNamedFolderThatIsNoTableIsSaidToBeNone() throws Exception {
    Files.createDirectories(root.resolve("plain"));

    var plan =
        catalog.crawlTargets("{DeltaTargets: [{DeltaTables: [%s/plain]}]}".formatted(root)).plan();

    assertThat(plan.tables()).isEmpty();
    assertThat(plan.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.location()).isEqualTo("file:" + root.resolve("plain"));
              assertThat(p.reason()).isEqualTo("is no table of Delta: it holds no _delta_log");
            });
  }

  @Test
  void aRootAmongFilesIsReadByItsLog() throws Exception {
    create("orders", List.of("day"));
    add("orders", 1, "2024-01-02", "");
    SampleFiles.text(root.resolve("plain/a.csv"), "id,city\n1,Bern\n2,Genf\n");

    var result = catalog.crawl(root.toString());

    assertThat(catalog.tables()).containsExactly("orders", "plain");
    var orders = catalog.table("orders");
    assertThat(CatalogFixture.types(orders.layout().columns()))
        .containsExactly(
            Map.entry("id", "bigint"),
            Map.entry("amount", "decimal(9,2)"),
            Map.entry("tags", "map<string,int>"),
            Map.entry("day", "date"));
    assertThat(orders.partitionKeys()).isEmpty();
    assertThat(orders.parameters())
        .containsEntry("spark.sql.sources.provider", "delta")
        .containsEntry("classification", "delta")
        .containsEntry("spark.sql.sources.schema", "{\"type\":\"struct\",\"fields\":[]}");
    assertThat(orders.layout().serDe().parameters())
        .containsEntry("path", "file:" + root.resolve("orders"));
    assertThat(PlanPrinter.text(result.plan()))
        .contains("root of a table of Delta: it holds _delta_log")
        .contains("the schema of version 1 of its log");
    assertThat(catalog.crawl(root.toString()).plan().isQuiet()).isTrue();
  }

  @Test
  void aLogThatBeginsWithACheckpointIsRead() throws Exception {
    create("orders", List.of("day"));
    add("orders", 1, "2024-01-02", "");
    Table.forPath(engine, root.resolve("orders").toString()).checkpoint(engine, 1);
    // The columns stood in here; what is left of the log before the checkpoint is its last commit.
    Files.delete(log("orders", 0));
    add("orders", 2, "2024-01-03", "");

    var result =
        catalog.crawlTargets(
            "{DeltaTargets: [{DeltaTables: ['%s'], WriteManifest: true}]}"
                .formatted(root.resolve("orders")));

    assertThat(result.plan().problems()).isEmpty();
    assertThat(catalog.partitions("orders"))
        .containsExactlyInAnyOrder(List.of("2024-01-02"), List.of("2024-01-03"));
  }

  @Test
  void manifestsAreWrittenWhenAskedForAndTellTheFiles() throws Exception {
    create("orders", List.of("day"));
    add("orders", 1, "2024-01-02", "");
    var target =
        "{DeltaTargets: [{DeltaTables: ['%s'], WriteManifest: true}]}"
            .formatted(root.resolve("orders"));

    var plan = catalog.runner().plan(CatalogFixture.targets(target));
    var manifests = root.resolve("orders/_symlink_format_manifest");
    assertThat(PlanPrinter.text(plan)).contains("which list 1 file and are written anew");
    assertThat(manifests).doesNotExist();

    catalog.crawlTargets(target);
    var orders = catalog.table("orders");
    assertThat(orders.layout().inputFormat()).endsWith(".SymlinkTextInputFormat");
    assertThat(orders.location()).isEqualTo("file:" + manifests);
    assertThat(CatalogFixture.types(orders.partitionKeys()))
        .containsExactly(Map.entry("day", "date"));
    assertThat(catalog.wholePartitions("orders"))
        .extracting(p -> p.location())
        .containsExactly("file:" + manifests + "/day=2024-01-02");
    assertThat(manifests.resolve("day=2024-01-02/manifest"))
        .hasContent("file:" + root.resolve("orders/day=2024-01-02/part-1.parquet"));

    Files.writeString(
        log("orders", 2),
        """
        {"remove":{"path":"day=2024-01-02/part-1.parquet","deletionTimestamp":1700000000001,"dataChange":true}}
        """);
    add("orders", 3, "2024-01-03", "");
    catalog.crawlTargets(target, "SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}");
    assertThat(catalog.partitions("orders")).containsExactly(List.of("2024-01-03"));
    assertThat(manifests.resolve("day=2024-01-02/manifest")).doesNotExist();
    assertThat(manifests.resolve("day=2024-01-03/manifest")).exists();
  }

  @Test
  void aTableWhoseManifestsStorageRefusesLeavesTheOthersWhole() throws Exception {
    for (var name : List.of("orders", "visits")) {
      create(name, List.of("day"));
      add(name, 1, "2024-01-02", "");
    }
    // Nothing can be written below a file.
    Files.writeString(root.resolve("orders/_symlink_format_manifest"), "x");
    var target = "{DeltaTargets: [{DeltaTables: ['%s', '%s'], WriteManifest: true}]}";

    var crawl =
        catalog.crawlTargets(target.formatted(root.resolve("orders"), root.resolve("visits")));

    assertThat(crawl.run().state()).isEqualTo(Run.State.FAILED);
    assertThat(crawl.run().error())
        .startsWith("1 target could not be crawled, the others were: ")
        .contains(root.resolve("orders").toString());
    assertThat(catalog.tables()).containsExactly("visits");
    assertThat(catalog.partitions("visits")).containsExactly(List.of("2024-01-02"));
    Files.delete(root.resolve("orders/_symlink_format_manifest"));
    catalog.crawlTargets(target.formatted(root.resolve("orders"), root.resolve("visits")));
    assertThat(catalog.tables()).containsExactly("orders", "visits");
  }

  @Test
  void whereRowsAreDeletedByVectorsThereAreNoManifests() throws Exception {
    create("orders", List.of("day"));
    Files.writeString(
        log("orders", 1),
        """
        {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}}
        """);
    add(
        "orders",
        2,
        "2024-01-02",
        ",\"deletionVector\":{\"storageType\":\"u\",\"pathOrInlineDv\":\"ab^-aqEH.-t@S}K{vb[*k^\",\"offset\":4,\"sizeInBytes\":40,\"cardinality\":1}");

    var result =
        catalog.crawlTargets(
            "{DeltaTargets: [{DeltaTables: ['%s'], WriteManifest: true}]}"
                .formatted(root.resolve("orders")));

    assertThat(catalog.table("orders").parameters())
        .containsEntry("spark.sql.sources.provider", "delta");
    assertThat(result.plan().problems())
        .anySatisfy(p -> assertThat(p.reason()).contains("gets no manifests", "deletion vector"));
  }

  @Test
  void whatIsNoDeltaTableIsNamed() throws Exception {
    SampleFiles.text(root.resolve("plain/a.csv"), "id,city\n1,Bern\n");

    var result =
        catalog.crawlTargets(
            "{DeltaTargets: [{DeltaTables: ['%s'], CreateNativeDeltaTable: true}]}"
                .formatted(root.resolve("plain")));

    assertThat(result.plan().tables()).isEmpty();
    assertThat(result.plan().problems())
        .anySatisfy(p -> assertThat(p.location()).endsWith("lake/plain"));
  }
}
