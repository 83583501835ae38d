package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Column;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.plan.PlanPrinter.Reasons;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What crawls do to what stands, by Glue's policies, and how the plan says so. */
class ChangePoliciesTest extends CrawledLake {
  private static final String MERGE_NEW =
      "Configuration: {CrawlerOutput: {Tables: {AddOrUpdateBehavior: MergeNewColumns}}}";

  private String crawl(String... yaml) {
    return PlanPrinter.text(catalog.crawl(root.toString(), yaml).plan(), Reasons.LEFT_OUT);
  }

  private boolean isDeprecated() {
    return catalog.table("t").parameters().containsKey("DEPRECATED_BY_CRAWLER");
  }

  @Test
  void newColumnsAreNotMergedIntoATableThatIsReadOtherwise() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl(MERGE_NEW);
    put("t/a.csv", "a;b;c\n1;2;3\n2;3;4\n");

    var text = crawl(MERGE_NEW);

    assertThat(text)
        .contains(
            "x deprecated",
            "because Cannot merge new columns into the table lake.t because the parameter"
                + " 'delimiter' has changed. The existing value is ',', and the crawled value is ';'.");
    assertThat(isDeprecated()).isTrue();
    assertThat(catalog.table("t").layout().columns()).hasSize(2);
    long position = catalog.store().position();
    assertThat(crawl(MERGE_NEW))
        .containsPattern("kept: deprecated since \\d{4}-\\d\\d-\\d\\dT.*Z\n");
    assertThat(catalog.store().position()).isEqualTo(position);
    put("t/a.csv", "a,b,c\n1,2,3\n2,3,4\n");
    crawl(MERGE_NEW);
    assertThat(isDeprecated()).isFalse();
    assertThat(catalog.table("t").layout().columns()).hasSize(3);
  }

  @Test
  void classificationAndCompressionCountToo() throws Exception {
    put("t/a.json", "{\"a\":1}\n");
    crawl(MERGE_NEW);
    Files.delete(root.resolve("t/a.json"));
    SampleFiles.gzip(root.resolve("t/a.json.gz"), "{\"a\":1,\"b\":2}\n");

    assertThat(crawl(MERGE_NEW))
        .contains("'compressionType' has changed", "is 'none', and the crawled value is 'gzip'");
  }

  @Test
  void aClassificationThatSomebodyGaveIsNoChangeOfTheData() throws Exception {
    put("t/a.json", "{\"a\":1}\n");
    crawl(MERGE_NEW);
    edit("classification", "mine");
    put("t/a.json", "{\"a\":1,\"b\":2}\n");

    crawl(MERGE_NEW);

    assertThat(isDeprecated()).isFalse();
    assertThat(catalog.table("t").layout().columns()).hasSize(2);
  }

  private void edit(String parameter, String value) {
    var table = catalog.table("t").withParameter(parameter, value);
    catalog.session().tables().alter(table.name(), table, AlterOptions.PLAIN);
  }

  @Test
  void newTablesAndPartitionsComeWhateverThePolicy() throws Exception {
    put("t/day=2024-01-01/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    put("t/day=2024-01-02/a.csv", "a,b,c\n1,2,3\n2,3,4\n");
    put("u/a.json", "{\"a\":1}\n");

    var text = crawl("SchemaChangePolicy: {UpdateBehavior: LOG, DeleteBehavior: LOG}");

    assertThat(catalog.tables()).containsExactly("t", "u");
    assertThat(catalog.partitions("t")).hasSize(2);
    assertThat(catalog.table("t").layout().columns()).hasSize(2);
    assertThat(text)
        .contains(
            "! kept       lake.t (csv)",
            "+ c int",
            "kept: as it is: UpdateBehavior is LOG",
            "partitioned by day date: 2 partitions found: 1 new");
  }

  @Test
  void partitionsWhoseFoldersAreGoneFollowTheDeletePolicyAndComeBack() throws Exception {
    put("t/day=2024-01-01/a.csv", "a,b\n1,2\n2,3\n");
    put("t/day=2024-01-02/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    Files.delete(root.resolve("t/day=2024-01-02/a.csv"));

    assertThat(crawl("SchemaChangePolicy: {DeleteBehavior: LOG}"))
        .contains("1 partition found: 1 gone from the lake and kept as they are");
    assertThat(deprecated()).isEmpty();
    assertThat(crawl()).contains("1 partition found: 1 gone from the lake and deprecated");
    assertThat(deprecated()).containsExactly(List.of("2024-01-02"));
    put("t/day=2024-01-02/a.csv", "a,b\n1,2\n2,3\n");
    assertThat(crawl()).contains("2 partitions found: 1 changed");
    assertThat(deprecated()).isEmpty();
    Files.delete(root.resolve("t/day=2024-01-02/a.csv"));
    assertThat(crawl("SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}"))
        .contains("1 gone from the lake and deleted");
    assertThat(catalog.partitions("t")).containsExactly(List.of("2024-01-01"));
  }

  private List<List<String>> deprecated() {
    return catalog.wholePartitions("t").stream()
        .filter(p -> p.parameters().containsKey("DEPRECATED_BY_CRAWLER"))
        .map(p -> p.values())
        .toList();
  }

  /** An Avro table has its schema among the parameters of its SerDe. */
  @Test
  void columnsAndSerDeReachPartitionsWithoutAWriteOfEach() throws Exception {
    var first =
        "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
    var second = first.replace("]}", ",{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}");
    for (int day = 10; day < 30; day++) {
      avro(day, first);
    }
    crawl();
    long position = catalog.store().position();
    avro(30, second);

    var text = crawl();

    assertThat(text).contains("21 partitions found: 1 new, 20 following the table without a write");
    var table = catalog.table("t");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .isEqualTo(Map.of("a", "int", "b", "int"));
    assertThat(catalog.wholePartitions("t"))
        .hasSize(21)
        .allSatisfy(p -> assertThat(p.layout()).isEqualTo(table.layout()));
    var changes = catalog.store().read(tx -> tx.changes().after(position, 100));
    assertThat(changes)
        .extracting(Change::kind)
        .containsExactly(ChangeKind.ALTER_TABLE, ChangeKind.ADD_PARTITION);
  }

  private void avro(int day, String schema) throws Exception {
    var record = SampleFiles.record(schema);
    record.put("a", 1);
    if (schema.contains("\"b\"")) {
      record.put("b", 1);
    }
    SampleFiles.avro(
        root.resolve("t/day=2024-01-%d/a.avro".formatted(day)), schema, List.of(record));
  }

  @Test
  void aTableThatFollowsItsFilesHasTheTimeOfThat() throws Exception {
    put("t/a.json", "{\"a\":1}\n");
    crawl();
    edit("transient_lastDdlTime", "1");
    put("t/a.json", "{\"a\":1,\"b\":2}\n");

    crawl();

    assertThat(catalog.table("t").layout().columns()).hasSize(2);
    assertThat(catalog.table("t").parameters().get("transient_lastDdlTime")).hasSize(10);
  }

  @Test
  void thePlanSaysAllThatDiffersThoughNothingIsToBeWritten() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    put("t/a.csv", "a;b;c\n1;2;3\n2;3;4\n");

    assertThat(crawl("SchemaChangePolicy: {UpdateBehavior: LOG}"))
        .contains(
            "! kept       lake.t (csv)",
            "+ c int",
            "~ SerDe parameter field.delim: , -> ;",
            "kept: as it is: UpdateBehavior is LOG");
  }

  @Test
  void aTableThatAnotherCrawlerTakesOverAndOneWhoseDataIsBackSaySo() throws Exception {
    put("t/a.json", "{\"a\":1}\n");
    crawl();
    var table = catalog.table("t");
    var column = table.layout().columns().get(0);
    var edited =
        table.toBuilder()
            .layout(
                table
                    .layout()
                    .withColumns(
                        List.of(
                            new Column(
                                column.name(), column.type(), null, Map.of("rawType", "x")))))
            .build()
            .withParameter("UPDATED_BY_CRAWLER", "another");
    catalog.session().tables().alter(table.name(), edited, AlterOptions.PLAIN);
    assertThat(crawl())
        .contains("~ changed    lake.t (json)", "~ crawler: another -> test-crawler");

    edit("DEPRECATED_BY_CRAWLER", "1");
    assertThat(crawl()).contains("~ not deprecated any more: its data is there again");
  }

  @Test
  void thePlanNamesWhatChangesWithTheReasonAndTheFile() throws Exception {
    SampleFiles.parquet(
        root.resolve("t/a.parquet"),
        "message m { required int32 id; optional binary gone; }",
        1,
        (g, i) -> g.append("id", 1));
    put("lost/a.json", "{\"a\":1}\n");
    crawl();
    Files.delete(root.resolve("t/a.parquet"));
    Files.delete(root.resolve("lost/a.json"));
    for (var file : List.of("b", "c")) {
      SampleFiles.parquet(
          root.resolve("t/%s.parquet".formatted(file)),
          "message m { required %s id; }".formatted(file.equals("b") ? "int32" : "int64"),
          1,
          (g, i) -> {
            if (file.equals("b")) {
              g.append("id", 1);
            } else {
              g.append("id", 1L);
            }
          });
    }

    var text = crawl();

    assertThat(text)
        .contains(
            "2 objects listed, 2 files read",
            "~ id int -> bigint (declared bigint in c.parquet, int in b.parquet)",
            "- gone binary",
            "~ files: 1 of ",
            "x deprecated lake.lost (json)",
            "because no data lies at file:" + root.resolve("lost"),
            "0 new, 1 changed, 0 unchanged, 1 deprecated, 0 deleted");
    assertThat(catalog.crawl(root.toString()).plan().count(Action.UNCHANGED)).isEqualTo(1);
  }
}
