package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that people made, crawled where they lie. */
class CatalogTargetsTest extends CrawledLake {
  private static final String POLICY = "SchemaChangePolicy: {DeleteBehavior: LOG}";

  @BeforeEach
  void open() {
    catalog.session().databases().create(Database.named(DatabaseName.of("lake")));
  }

  private void made(String name, String location, List<Column> keys, Column... columns) {
    catalog
        .session()
        .tables()
        .create(
            Table.builder(CatalogFixture.name(name))
                .type(TableType.EXTERNAL_TABLE)
                .location(location)
                .layout(
                    StorageLayout.EMPTY
                        .withColumns(List.of(columns))
                        .withFormats(
                            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                        .withSerDe(
                            SerDe.of(
                                "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                                Map.of("serialization.format", "1"))))
                .partitionKeys(keys)
                .parameters(Map.of("EXTERNAL", "TRUE", "owner.team", "sales"))
                .build(),
            Mode.KEEP);
  }

  private void parquet(String file, String message) throws Exception {
    SampleFiles.parquet(root.resolve(file), message, 2, (g, i) -> g.append("id", (long) i));
  }

  private CrawlRunner.CrawlResult crawl(String... tables) {
    return catalog.crawlTargets(
        "{CatalogTargets: [{DatabaseName: lake, Tables: [%s]}]}"
            .formatted(String.join(", ", tables)),
        POLICY);
  }

  @Test
  void columnsAndPartitionsFollowTheFilesAndNoTableIsMade() throws Exception {
    made(
        "orders",
        "file:" + root.resolve("orders"),
        List.of(new Column("dt", "string")),
        new Column("id", "bigint", "of the order"));
    parquet("orders/dt=2024-01-01/a.parquet", "message m { required int64 id; }");
    parquet(
        "orders/dt=2024-01-02/a.parquet",
        "message m { required int64 id; optional double amount; }");
    parquet("beside/a.parquet", "message m { required int64 id; }");

    var plan = crawl("orders").plan();

    assertThat(plan.count(Action.UPDATE)).isEqualTo(1);
    assertThat(plan.tables().get(0).reasons()).contains("table: the catalog has it there");
    assertThat(catalog.tables()).containsExactly("orders");
    var orders = catalog.table("orders");
    assertThat(CatalogFixture.types(orders.layout().columns()))
        .containsExactly(Map.entry("id", "bigint"), Map.entry("amount", "double"));
    assertThat(orders.layout().columns().get(0).comment()).isEqualTo("of the order");
    assertThat(orders.parameters()).containsEntry("owner.team", "sales");
    assertThat(catalog.partitions("orders"))
        .containsExactlyInAnyOrder(List.of("2024-01-01"), List.of("2024-01-02"));
    assertThat(crawl("orders").plan().isQuiet()).isTrue();
  }

  @Test
  void unchangedFilesAreNotReadAgain() throws Exception {
    made("cities", "file:" + root.resolve("cities"), List.of(), new Column("id", "bigint"));
    parquet("cities/a.parquet", "message m { required int64 id; }");
    Files.setLastModifiedTime(
        root.resolve("cities/a.parquet"), FileTime.fromMillis(1_700_000_000_000L));
    assertThat(crawl("cities").plan().sampled()).isEqualTo(1);

    assertThat(crawl("cities").plan().sampled()).isZero();
  }

  @Test
  void unlikeFoldersOfATableStayItsPartitions() throws Exception {
    made(
        "mixed",
        "file:" + root.resolve("mixed"),
        List.of(new Column("partition_0", "string")),
        new Column("id", "bigint"));
    parquet("mixed/a/1.parquet", "message m { required int64 id; }");
    parquet(
        "mixed/b/1.parquet",
        "message m { required int64 id; optional double x; optional double y; optional double z; }");

    crawl("mixed");

    assertThat(catalog.tables()).containsExactly("mixed");
    assertThat(catalog.partitions("mixed")).containsExactlyInAnyOrder(List.of("a"), List.of("b"));
    assertThat(catalog.table("mixed").layout().columns()).extracting("name").contains("z");
  }

  @Test
  void whatCannotBeCrawledIsNamedAndKept() throws Exception {
    made("empty", "file:" + root.resolve("empty"), List.of(), new Column("id", "bigint"));

    var plan = crawl("empty", "absent").plan();

    assertThat(plan.isQuiet()).isTrue();
    assertThat(plan.problems())
        .anySatisfy(p -> assertThat(p.location() + " " + p.reason()).contains("lake.absent is no"));
    assertThat(catalog.tables()).containsExactly("empty");
  }
}
