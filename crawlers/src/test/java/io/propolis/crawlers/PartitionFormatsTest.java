package io.propolis.crawlers;

import static io.propolis.crawlers.CatalogFixture.name;
import static io.propolis.crawlers.CatalogFixture.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.crawlers.CrawlRunner.CrawlResult;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.plan.PlanPrinter;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Partitions whose files are of another form than those of their table. */
class PartitionFormatsTest extends CrawledLake {
  private static final String LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
  private static final String JSON = "org.apache.hive.hcatalog.data.JsonSerDe";
  private static final String PARQUET =
      "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
  private static final String ORC = "org.apache.hadoop.hive.ql.io.orc.OrcSerde";
  private static final String INHERIT =
      "Configuration: {CrawlerOutput: {Partitions: {AddOrUpdateBehavior: InheritFromTable}}}";

  private static final String CSV_ROWS = "id,amount\n1,2.5\n2,3.5\n";

  private CrawlResult crawl(String... yaml) {
    return catalog.crawl(root.toString(), yaml);
  }

  private List<String> told(CrawlResult crawl) {
    return crawl.plan().problems().stream()
        .map(p -> p.location().substring(p.location().indexOf("/lake/") + 6) + " " + p.reason())
        .toList();
  }

  private void csv(String day) throws Exception {
    put("sales/dt=%s/a.csv".formatted(day), CSV_ROWS);
    old("sales/dt=%s/a.csv".formatted(day));
  }

  private void parquet(String day) throws Exception {
    parquet(day, "required int32 id; required double amount;");
  }

  private void parquet(String day, String columns) throws Exception {
    var file = "sales/dt=%s/b.parquet".formatted(day);
    SampleFiles.parquet(
        root.resolve(file),
        "message m { %s }".formatted(columns),
        2,
        (row, i) -> {
          if (columns.contains("int64 id")) {
            row.add("id", (long) i);
          } else if (columns.contains("int32 id")) {
            row.add("id", i);
          } else {
            row.add("town", "Bern");
          }
          if (columns.contains("double amount")) {
            row.add("amount", 0.5);
          } else if (columns.contains("(DECIMAL")) {
            row.add("amount", 5L);
          }
        });
    old(file);
  }

  /** What is of this moment may change again unseen, and is read again. */
  private void old(String file) throws Exception {
    Files.setLastModifiedTime(
        root.resolve(file), FileTime.from(Instant.now().minusSeconds(10_000)));
  }

  private Map<String, Partition> partitions() {
    return catalog.wholePartitions("sales").stream()
        .collect(Collectors.toMap(p -> p.values().get(0), p -> p));
  }

  private String serDe(String day) {
    return String.valueOf(partitions().get(day).layout().serDe().library());
  }

  private void edit(String day, UnaryOperator<Partition> change) {
    var changed = change.apply(partitions().get(day));
    catalog.session().partitions().alter(name("sales"), List.of(changed), Mode.KEEP);
  }

  private void isQuiet(String... yaml) {
    long position = catalog.store().position();
    var again = crawl(yaml);
    assertThat(again.plan().isQuiet()).as(PlanPrinter.text(again.plan())).isTrue();
    assertThat(catalog.store().position()).isEqualTo(position);
  }

  @Test
  void aPartitionOfAnotherFormatHasASerDeOfItsOwn() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03");
    put("sales/dt=2024-01-04/c.json", "{\"id\":1,\"amount\":2.5}\n{\"id\":2,\"amount\":3.5}\n");
    old("sales/dt=2024-01-04/c.json");
    SampleFiles.orc(root.resolve("sales/dt=2024-01-05/d.orc"), "struct<id:int,amount:double>", 2);
    old("sales/dt=2024-01-05/d.orc");

    var first = crawl();

    assertThat(catalog.table("sales").parameters()).containsEntry("classification", "csv");
    assertThat(serDe("2024-01-01")).isEqualTo(LAZY);
    assertThat(serDe("2024-01-03")).isEqualTo(PARQUET);
    assertThat(serDe("2024-01-04")).isEqualTo(JSON);
    assertThat(serDe("2024-01-05")).isEqualTo(ORC);
    var own = partitions().get("2024-01-03");
    assertThat(own.layout().inputFormat()).endsWith("MapredParquetInputFormat");
    assertThat(own.layout().columns()).isEqualTo(catalog.table("sales").layout().columns());
    assertThat(own.parameters()).containsEntry("classification", "parquet");
    assertThat(told(first))
        .contains(
            "sales/dt=2024-01-03/b.parquet is of parquet in a table of csv: its partition has a"
                + " SerDe of its own",
            "sales/dt=2024-01-04/c.json is of json in a table of csv: its partition has a SerDe of"
                + " its own",
            "sales/dt=2024-01-05/d.orc is of orc in a table of csv: its partition has a SerDe of"
                + " its own");
    isQuiet();
    assertThat(crawl().plan().sampled()).as("files read again").isZero();
  }

  /** Trino passes over so many lines of every text when the table says so, Hive over rows. */
  @Test
  void linesInFrontOfRowsAreToldByThePartitionsAlone() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03");

    crawl();

    assertThat(catalog.table("sales").parameters()).doesNotContainKey("skip.header.line.count");
    assertThat(catalog.table("sales").layout().serDe().parameters())
        .doesNotContainKey("skip.header.line.count")
        .containsEntry("mode", "FAILFAST");
    assertThat(partitions().get("2024-01-01").layout().serDe().parameters())
        .containsEntry("skip.header.line.count", "1");
    assertThat(partitions().get("2024-01-03").layout().serDe().parameters())
        .doesNotContainKey("skip.header.line.count");
  }

  @Test
  void aTableOfPlainCsvIsReadBySerDesInSparkToo() throws Exception {
    put("sales/dt=2024-01-01/a.csv", "1,2.5\n2,3.5\n");
    put("sales/dt=2024-01-02/a.csv", "1,2.5\n2,3.5\n");
    put("sales/dt=2024-01-03/a.csv", "1|2.5\n2|3.5\n");

    var first = crawl();

    assertThat(catalog.table("sales").parameters())
        .doesNotContainKeys("spark.sql.sources.provider", "spark.sql.sources.schema");
    assertThat(partitions().get("2024-01-03").layout().serDe().parameters())
        .containsEntry("field.delim", "|");
    assertThat(partitions().get("2024-01-01").layout().serDe().parameters())
        .containsEntry("field.delim", ",");
    assertThat(partitions().get("2024-01-03").parameters()).containsEntry("delimiter", "|");
    assertThat(told(first))
        .containsExactly(
            "sales/dt=2024-01-03/a.csv is read otherwise than most files of the table (delimited by"
                + " '|', without names): its partition has a SerDe of its own");
    isQuiet();
  }

  @Test
  void aPartitionWithoutNamesIsReadByTheTablesColumns() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    put("sales/dt=2024-01-03/a.csv", "7,8.5\n9,10.5\n");

    crawl();

    assertThat(types(catalog.table("sales").layout().columns()))
        .containsExactly(Map.entry("id", "int"), Map.entry("amount", "double"));
    assertThat(partitions().get("2024-01-01").layout().serDe().parameters())
        .containsEntry("skip.header.line.count", "1");
    assertThat(partitions().get("2024-01-03").layout().serDe().parameters())
        .doesNotContainKey("skip.header.line.count");
    isQuiet();
  }

  @Test
  void wholeNumbersWidenForAllAndOtherTypesMustAgree() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    csv("2024-01-05");
    parquet("2024-01-03", "required int64 id; required double amount;");
    parquet("2024-01-04", "required int32 id; required int64 amount (DECIMAL(10,2));");

    var first = crawl();

    assertThat(types(catalog.table("sales").layout().columns()))
        .containsExactly(Map.entry("id", "bigint"), Map.entry("amount", "double"));
    assertThat(partitions())
        .containsOnlyKeys("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-05");
    assertThat(told(first))
        .contains(
            "sales/dt=2024-01-04 is left out: it is of parquet in a table of csv where column"
                + " amount is double, in it decimal(10,2), as b.parquet shows");
    isQuiet();
  }

  @Test
  void whatIsAnotherThingAltogetherIsLeftOut() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03", "required binary town (STRING);");

    var first = crawl();

    assertThat(partitions()).containsOnlyKeys("2024-01-01", "2024-01-02");
    assertThat(types(catalog.table("sales").layout().columns())).containsOnlyKeys("id", "amount");
    assertThat(told(first))
        .containsExactly(
            "sales/dt=2024-01-03 is left out: it is of parquet in a table of csv whose columns are"
                + " others (town; not id, amount), as b.parquet shows");
    isQuiet();
  }

  @Test
  void aFolderOfSeveralFormatsIsLeftOut() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    csv("2024-01-03");
    parquet("2024-01-03");

    var first = crawl();

    assertThat(partitions()).containsOnlyKeys("2024-01-01", "2024-01-02");
    assertThat(told(first))
        .containsExactly(
            "sales/dt=2024-01-03 is left out of a table of csv: it holds files of csv (a.csv) and"
                + " parquet (b.parquet), and no engine reads a partition of both");
    assertThat(catalog.table("sales").parameters()).containsKey("skip.header.line.count");
    isQuiet();
  }

  /** A list of files beside them is common: without such folders there would be no table. */
  @Test
  void whereMostFoldersAreOfSeveralFormatsTheyStay() throws Exception {
    for (var day : List.of("2024-01-01", "2024-01-02")) {
      csv(day);
      parquet(day);
    }

    var first = crawl();

    assertThat(partitions()).containsOnlyKeys("2024-01-01", "2024-01-02");
    assertThat(told(first)).anySatisfy(said -> assertThat(said).contains("among files of"));
  }

  @Test
  void aPartitionThatStandsGetsItsSerDeAndLosesItWhenItsFilesAreAsTheTables() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    csv("2024-01-03");
    crawl();
    Files.delete(root.resolve("sales/dt=2024-01-03/a.csv"));
    parquet("2024-01-03");

    crawl();

    assertThat(serDe("2024-01-03")).isEqualTo(PARQUET);
    isQuiet();
    Files.delete(root.resolve("sales/dt=2024-01-03/b.parquet"));
    csv("2024-01-03");

    crawl();

    var back = partitions().get("2024-01-03");
    assertThat(back.layout()).isEqualTo(catalog.table("sales").layout());
    assertThat(back.parameters()).doesNotContainKeys("classification", "propolis.crawler.wrote");
    assertThat(catalog.table("sales").parameters())
        .containsEntry("skip.header.line.count", "1")
        .containsEntry("spark.sql.sources.provider", "csv");
    isQuiet();
  }

  @Test
  void fromOneFormatToTheNextAPartitionFollowsItsFiles() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03");
    crawl();
    Files.delete(root.resolve("sales/dt=2024-01-03/b.parquet"));
    put("sales/dt=2024-01-03/c.json", "{\"id\":1,\"amount\":2.5}\n");
    old("sales/dt=2024-01-03/c.json");

    crawl();

    assertThat(serDe("2024-01-03")).isEqualTo(JSON);
    assertThat(partitions().get("2024-01-03").parameters()).containsEntry("classification", "json");
    isQuiet();
  }

  @Test
  void whenMostFilesAreOfTheOtherFormatTheTableTurns() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03");
    crawl();
    parquet("2024-01-04");
    parquet("2024-01-05");

    var turned = crawl();

    assertThat(catalog.table("sales").parameters()).containsEntry("classification", "parquet");
    assertThat(serDe("2024-01-01")).isEqualTo(LAZY);
    assertThat(partitions().get("2024-01-01").layout().serDe().parameters())
        .containsEntry("skip.header.line.count", "1");
    assertThat(partitions().get("2024-01-03").layout()).isEqualTo(catalog.table("sales").layout());
    assertThat(serDe("2024-01-05")).isEqualTo(PARQUET);
    assertThat(told(turned))
        .contains(
            "sales/dt=2024-01-01 is read by Spark with"
                + " spark.sql.hive.convertMetastoreParquet=false alone; with true queries fail");
    isQuiet();
  }

  @Test
  void newColumnsReachPartitionsWithASerDeOfTheirOwn() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03");
    crawl();
    put("sales/dt=2024-01-04/a.csv", "id,amount,note\n3,4.5,x\n");

    crawl();

    var own = partitions().get("2024-01-03");
    assertThat(types(own.layout().columns())).containsOnlyKeys("id", "amount", "note");
    assertThat(own.layout().serDe().library()).isEqualTo(PARQUET);
    assertThat(partitions().get("2024-01-01").layout().serDe().parameters())
        .containsEntry("skip.header.line.count", "1");
    isQuiet();
  }

  @Test
  void theSerDeThatSomebodyGaveToAPartitionStays() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03");
    crawl();
    var theirs = SerDe.of("com.example.Parquet", Map.of("x", "y"));
    edit("2024-01-03", p -> p.withLayout(p.layout().withSerDe(theirs)));

    var second = crawl();

    assertThat(partitions().get("2024-01-03").layout().serDe()).isEqualTo(theirs);
    assertThat(second.plan().tables().get(0).kept())
        .contains("1 partition with a SerDe of its own, such as dt=2024-01-03");
    isQuiet();
    edit("2024-01-03", p -> p.withLayout(catalog.table("sales").layout()));

    crawl();

    assertThat(serDe("2024-01-03")).as("the table's, which somebody set").isEqualTo(LAZY);
    isQuiet();
  }

  @Test
  void inheritFromTableGivesTheTablesSerDeAndSaysThatNobodyReadsIt() throws Exception {
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03");

    var first = crawl(INHERIT);

    assertThat(partitions().get("2024-01-03").layout()).isEqualTo(catalog.table("sales").layout());
    assertThat(catalog.table("sales").parameters()).containsKey("skip.header.line.count");
    assertThat(told(first))
        .containsExactly(
            "sales/dt=2024-01-03 is of parquet in a table of csv, as b.parquet; it has the table's"
                + " SerDe, as InheritFromTable asks, and no engine reads it by that");
    isQuiet(INHERIT);
    crawl();
    assertThat(serDe("2024-01-03")).isEqualTo(PARQUET);
    crawl(INHERIT);
    assertThat(partitions().get("2024-01-03").layout()).isEqualTo(catalog.table("sales").layout());
  }

  @Test
  void newFoldersOfAnotherFormatAreLeftOutWhereOnlyNewFoldersAreTaken() throws Exception {
    var newOnly = "RecrawlPolicy: {RecrawlBehavior: CRAWL_NEW_FOLDERS_ONLY}";
    csv("2024-01-01");
    csv("2024-01-02");
    parquet("2024-01-03");
    crawl(newOnly);
    assertThat(serDe("2024-01-03")).isEqualTo(PARQUET);
    isQuiet(newOnly);
    parquet("2024-01-04");

    var second = crawl(newOnly);

    assertThat(partitions()).doesNotContainKey("2024-01-04");
    assertThat(second.plan().problems())
        .extracting(Problem::reason)
        .anySatisfy(said -> assertThat(said).contains("CRAWL_NEW_FOLDERS_ONLY leaves it out"));
  }

  @Test
  void partitionsOfWhichNoSampleIsKeptStayAsTheyAre() throws Exception {
    for (int day = 0; day < 4100; day++) {
      var file = day % 2 == 0 ? "a.csv" : "b.json";
      var path = "sales/dt=%d/%s".formatted(100_000 + day, file);
      put(path, day % 2 == 0 ? CSV_ROWS : "{\"id\":1,\"amount\":2.5}\n");
      old(path);
    }
    var all = "        SampleSize: 1";
    crawlSampled(all);
    assertThat(serDe("104098")).isEqualTo(LAZY.equals(serDe("100000")) ? LAZY : JSON);
    assertThat(serDe("104099")).isNotEqualTo(serDe("104098"));
    long position = catalog.store().position();

    var again = crawlSampled(all);

    assertThat(again.plan().isQuiet()).isTrue();
    assertThat(again.plan().sampled()).isZero();
    assertThat(catalog.store().position()).isEqualTo(position);
    crawlSampled(all);
    assertThat(catalog.store().position()).isEqualTo(position);
  }

  private CrawlResult crawlSampled(String sampleSize) {
    return catalog.crawl(root.toString(), "      " + sampleSize.strip());
  }
}
