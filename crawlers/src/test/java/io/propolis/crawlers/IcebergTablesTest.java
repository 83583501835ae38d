package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.PlanPrinter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** Tables that Iceberg's own library writes. */
class IcebergTablesTest extends CrawledLake {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "Amount", Types.DecimalType.of(9, 2)),
          Types.NestedField.optional(3, "at", Types.TimestampType.withZone(), "when it was sold"));

  private Table table(String name) {
    return new HadoopTables(new Configuration())
        .create(
            SCHEMA,
            PartitionSpec.builderFor(SCHEMA).day("at").build(),
            Map.of(),
            "file:" + root.resolve(name));
  }

  private void append(Table table, String file) throws IOException {
    var path =
        SampleFiles.parquet(
            root.resolve("orders/data").resolve(file),
            "message m { required int64 id; }",
            3,
            (g, i) -> g.append("id", (long) i));
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath("file:" + path)
                .withPartitionPath("at_day=2024-01-02")
                .withFileSizeInBytes(Files.size(path))
                .withRecordCount(3)
                .build())
        .commit();
  }

  private String pointer(String table) {
    return catalog.table(table).parameters().get(IcebergRules.METADATA_LOCATION);
  }

  private Action action(String table, CrawlRunner.CrawlResult result) {
    return result.plan().tables().stream()
        .filter(t -> t.after().name().name().equals(table))
        .findFirst()
        .orElseThrow()
        .action();
  }

  @Test
  void aRootAmongFilesIsTheTableThatItIs() throws Exception {
    append(table("orders"), "at_day=2024-01-02/a.parquet");
    SampleFiles.text(root.resolve("plain/a.csv"), "id,city\n1,Bern\n2,Genf\n");

    var result = catalog.crawl(root.toString());

    assertThat(catalog.tables()).containsExactly("orders", "plain");
    var orders = catalog.table("orders");
    assertThat(CatalogFixture.types(orders.layout().columns()))
        .containsExactly(
            Map.entry("id", "bigint"),
            Map.entry("amount", "decimal(9,2)"),
            Map.entry("at", "timestamp"));
    assertThat(orders.layout().columns().get(2).comment()).isEqualTo("when it was sold");
    assertThat(orders.partitionKeys()).isEmpty();
    assertThat(orders.location()).isEqualTo("file:" + root.resolve("orders"));
    assertThat(orders.parameters())
        .containsEntry("table_type", "ICEBERG")
        .containsEntry("classification", "iceberg")
        .containsEntry("recordCount", "3")
        .containsEntry("objectCount", "1")
        .containsEntry(
            "metadata_location", "file:" + root.resolve("orders/metadata/v2.metadata.json"));
    assertThat(PlanPrinter.text(result.plan()))
        .contains("root of a table of Iceberg: it holds metadata/*.metadata.json")
        .contains("partitions: kept by Iceberg, by day(at)");
    assertThat(catalog.crawl(root.toString()).plan().isQuiet()).isTrue();
  }

  /** A file of three rows, ids from {@code first}, as a writer would tell of it. */
  private void measured(Table table, String file, long first) {
    var metrics =
        new Metrics(
            3L,
            null,
            Map.of(1, 3L, 2, 3L, 3, 3L),
            Map.of(1, 0L, 2, 1L, 3, 0L),
            null,
            Map.of(1, bytes(Types.LongType.get(), first), 3, at(first)),
            Map.of(1, bytes(Types.LongType.get(), first + 2), 3, at(first + 2)));
    var written =
        DataFiles.builder(table.spec())
            .withPath(table.location() + "/data/" + file)
            .withFileSizeInBytes(100)
            .withMetrics(metrics);
    if (table.spec().isPartitioned()) {
      written.withPartitionPath("at_day=2024-01-02");
    }
    table.newAppend().appendFile(written.build()).commit();
  }

  private static ByteBuffer at(long second) {
    return bytes(Types.TimestampType.withZone(), second * 1_000_000);
  }

  private static ByteBuffer bytes(Type type, long value) {
    return Conversions.toByteBuffer(type, value);
  }

  private Map<String, StatisticsData> statistics(String table) {
    var found = new TreeMap<String, StatisticsData>();
    catalog
        .session()
        .statistics()
        .ofTable(
            CatalogFixture.name(table), List.of("id", "amount", "at"), ColumnStatistics.HIVE_ENGINE)
        .forEach(one -> found.put(one.column(), one.data()));
    return found;
  }

  @Test
  void manifestsTellRowsBoundsAndNulls() throws Exception {
    var table = table("orders");
    measured(table, "a.parquet", 10);
    measured(table, "b.parquet", 1);

    catalog.crawl(root.toString());

    assertThat(catalog.table("orders").parameters())
        .containsEntry("numFiles", "2")
        .containsEntry("totalSize", "200")
        .containsEntry("numRows", "6")
        .hasEntrySatisfying(
            StatisticsState.KEY, state -> assertThat(state).doesNotContain("BASIC_STATS"));
    assertThat(statistics("orders"))
        .containsOnly(
            Map.entry("id", new StatisticsData.LongData(1L, 12L, 0, 6, Sketches.NONE)),
            Map.entry("at", new StatisticsData.TimestampData(1L, 12L, 0, 6, Sketches.NONE)));
    assertThat(catalog.crawl(root.toString()).plan().isQuiet()).isTrue();

    measured(table, "c.parquet", 100);
    catalog.crawl(root.toString());

    assertThat(catalog.table("orders").parameters()).containsEntry("numRows", "9");
    assertThat(statistics("orders"))
        .containsEntry("id", new StatisticsData.LongData(1L, 102L, 0, 9, Sketches.NONE));
  }

  @Test
  void rowsAreNotToldOfFilesFromWhichSomeWereDeleted() throws Exception {
    var table =
        new HadoopTables(new Configuration())
            .create(
                SCHEMA,
                PartitionSpec.unpartitioned(),
                Map.of("format-version", "2"),
                "file:" + root.resolve("orders"));
    measured(table, "a.parquet", 10);
    table
        .newRowDelta()
        .addDeletes(
            FileMetadata.deleteFileBuilder(table.spec())
                .ofPositionDeletes()
                .withPath(table.location() + "/data/deletes.parquet")
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build())
        .commit();

    catalog.crawl(root.toString());

    assertThat(catalog.table("orders").parameters()).doesNotContainKey("numRows");
    assertThat(statistics("orders")).isEmpty();
  }

  @Test
  void thePointerFollowsCommitsFromOutside() throws Exception {
    var table = table("orders");
    catalog.crawl(root.toString());
    var first = pointer("orders");

    append(table, "at_day=2024-01-02/a.parquet");
    table.updateSchema().addColumn("note", Types.StringType.get()).commit();
    var result = catalog.crawl(root.toString());

    assertThat(action("orders", result)).isEqualTo(Action.UPDATE);
    assertThat(pointer("orders")).endsWith("/v3.metadata.json");
    assertThat(catalog.table("orders").parameters())
        .containsEntry(IcebergRules.PREVIOUS_METADATA_LOCATION, first);
    assertThat(catalog.table("orders").layout().columns()).extracting("name").contains("note");
  }

  @Test
  void aPointerThatAnEngineCommittedThroughTheCatalogIsNotMoved() throws Exception {
    var table = table("orders");
    catalog.crawl(root.toString());
    var crawled = catalog.table("orders");
    var committed = "file:" + root.resolve("orders/metadata/00007-engine.metadata.json");
    Files.copy(
        root.resolve("orders/metadata/v1.metadata.json"),
        Path.of(committed.substring("file:".length())));
    catalog
        .session()
        .tables()
        .alter(crawled.name(), IcebergRules.moved(crawled, committed), AlterOptions.PLAIN);
    Files.copy(
        root.resolve("orders/metadata/v1.metadata.json"),
        root.resolve("orders/metadata/00008-never-committed.metadata.json"));
    append(table, "at_day=2024-01-02/a.parquet");

    var result = catalog.crawl(root.toString());

    assertThat(action("orders", result)).isEqualTo(Action.LOG_ONLY);
    assertThat(pointer("orders")).isEqualTo(committed);
    assertThat(PlanPrinter.text(result.plan()))
        .contains("kept: as it is: engines commit to it through the catalog, which has it at");
  }

  @Test
  void tablesAreFoundDownToADepthAndNotWhereExcluded() {
    table("a/orders");
    table("a/b/deep");
    table("tmp/trash");

    catalog.crawlTargets(
        "{IcebergTargets: [{Paths: ['%s'], Exclusions: ['tmp/**'], MaximumTraversalDepth: 2}]}"
            .formatted(root));

    assertThat(catalog.tables()).containsExactly("orders");
  }

  @Test
  void aTableThatWasMadeAnewIsReadByItsOwnMetadata() throws Exception {
    var table = table("orders");
    append(table, "at_day=2024-01-02/a.parquet");
    var old = root.resolve("orders/metadata/v2.metadata.json");
    var again =
        Files.readString(root.resolve("orders/metadata/v1.metadata.json"))
            .replaceFirst("\"last-updated-ms\" *: *\\d+", "\"last-updated-ms\" : 9999999999999")
            .replace("\"Amount\"", "\"total\"");
    var fresh = root.resolve("orders/metadata/00000-again.metadata.json");
    Files.writeString(fresh, again);
    Files.setLastModifiedTime(
        fresh,
        java.nio.file.attribute.FileTime.fromMillis(
            Files.getLastModifiedTime(old).toMillis() + 60_000));

    catalog.crawl(root.toString());

    assertThat(pointer("orders")).endsWith("/00000-again.metadata.json");
    assertThat(catalog.table("orders").layout().columns()).extracting("name").contains("total");
  }

  @Test
  void damagedMetadataIsNamedAndTheTableKept() throws Exception {
    table("orders");
    catalog.crawl(root.toString());
    var before = catalog.table("orders");
    Files.writeString(root.resolve("orders/metadata/v9.metadata.json"), "<html>");

    var result = catalog.crawl(root.toString());

    assertThat(catalog.table("orders").parameters()).isEqualTo(before.parameters());
    assertThat(result.plan().problems())
        .anySatisfy(p -> assertThat(p.reason()).contains("Not a metadata file", "v9"));
  }
}
