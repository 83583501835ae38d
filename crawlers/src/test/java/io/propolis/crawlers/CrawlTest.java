package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.Run;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.CrawlRefusedException;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrawlTest {
  private static final String INTS =
      "message m { required int32 id; optional binary name (STRING); }";

  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private CatalogFixture catalog;
  private Path root;

  @BeforeEach
  void open() {
    catalog = new CatalogFixture(folder, lake);
    root = folder.resolve("lake files");
  }

  @AfterEach
  void close() {
    catalog.close();
    lake.close();
  }

  private Path parquet(String file) throws Exception {
    return SampleFiles.parquet(root.resolve(file), INTS, 3, (g, i) -> g.append("id", i));
  }

  private String location() {
    return root.toString();
  }

  @Test
  void aCsvIsTypedByItsValuesAndReadableWithItsHeader() throws Exception {
    SampleFiles.text(
        root.resolve("orders/a.csv"),
        """
        Order Id,amount,zip,day,at,paid
        1,2.50,01234,2024-01-02,2024-01-02 10:11:12,true
        3000000000,7,98765,2024-01-03,2024-01-02 10:11:12,false
        """);

    catalog.crawl(location());

    var table = catalog.table("orders");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .containsExactly(
            Map.entry("order_id", "bigint"),
            Map.entry("amount", "double"),
            Map.entry("zip", "string"),
            Map.entry("day", "date"),
            Map.entry("at", "timestamp"),
            Map.entry("paid", "boolean"));
    assertThat(table.layout().serDe().library()).endsWith("LazySimpleSerDe");
    assertThat(table.parameters())
        .containsEntry("skip.header.line.count", "1")
        .containsEntry("classification", "csv")
        .containsEntry("spark.sql.sources.provider", "csv");
    assertThat(table.layout().serDe().parameters())
        .containsEntry("field.delim", ",")
        .containsEntry("header", "true")
        .containsEntry("path", "file:" + root.resolve("orders"));
  }

  @Test
  void quotedCellsAreReadByASerDeThatKnowsQuotes() throws Exception {
    SampleFiles.text(
        root.resolve("people/a.csv"), "name;city\n\"Doe; John\";Bern\n\"Roe\";\"La \"\"X\"\"\"\n");

    catalog.crawl(location());

    var serDe = catalog.table("people").layout().serDe();
    assertThat(serDe.library()).endsWith("OpenCSVSerde");
    assertThat(serDe.parameters())
        .containsEntry("separatorChar", ";")
        .containsEntry("escapeChar", "\u0002")
        .containsEntry("sep", ";")
        .containsEntry("escape", "\"");
  }

  @Test
  void aCellThatIsOneQuoteIsAQuoteWrittenTwice() throws Exception {
    SampleFiles.text(root.resolve("marks/a.csv"), "id,mark\n1,\"\"\"\"\n2,\"x\"\n3,\"C:\\\"\n");

    catalog.crawl(location());

    assertThat(catalog.table("marks").layout().serDe().parameters())
        .containsEntry("escapeChar", "\u0002")
        .containsEntry("escape", "\"");
  }

  @Test
  void quotesBehindABackslashDoNotEndTheirCell() throws Exception {
    SampleFiles.text(
        root.resolve("escaped/a.csv"),
        "id,name,n\n1,\"the \\\"X\\\"\",7\n2,\"a, \\\"b, c\\\", d\",8\n3,\"\\\",\\\"\",9\n");

    catalog.crawl(location());

    var table = catalog.table("escaped");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .containsExactly(
            Map.entry("id", "int"), Map.entry("name", "string"), Map.entry("n", "int"));
    assertThat(table.layout().serDe().parameters())
        .containsEntry("escapeChar", "\\")
        .doesNotContainKey("escape");
  }

  @Test
  void filesThatWriteQuotesOtherwiseAreNamed() throws Exception {
    SampleFiles.text(root.resolve("t/a.csv"), "id,name\n1,\"a \\\"b\\\" c\"\n");
    SampleFiles.text(root.resolve("t/b.csv"), "id,name\n2,\"a \"\"b\"\" c\"\n");
    SampleFiles.text(root.resolve("t/c.csv"), "id,name\n3,\"a \"\"b\"\" d\"\n");

    var plan = catalog.crawl(location());

    assertThat(plan.toString())
        .contains("a.csv writes quotes within cells behind a backslash, others twice");
  }

  @Test
  void aHeaderOfAllTextColumnsIsFoundByAgreementOfFiles() throws Exception {
    SampleFiles.text(root.resolve("t/a.csv"), "Größe,Ort\nklein,Bern\n");
    SampleFiles.text(root.resolve("t/b.csv"), "Größe,Ort\ngroß,Genf\n");

    catalog.crawl(location());

    assertThat(catalog.table("t").parameters()).containsEntry("skip.header.line.count", "1");
    assertThat(catalog.table("t").layout().columns()).extracting("name").contains("ort");
  }

  @Test
  void jsonObjectsMergeDeeplyOverFiles() throws Exception {
    SampleFiles.text(
        root.resolve("events/a.json"),
        "{\"id\":1,\"user\":{\"name\":\"a\"},\"tags\":[\"x\"]}\n{\"id\":5000000000}\n");
    SampleFiles.gzip(
        root.resolve("events/b.json.gz"),
        "{\"id\":2,\"user\":{\"age\":3,\"Geo\":{\"lat\":1.5}},\"extra\":null}\n");

    catalog.crawl(location());

    var table = catalog.table("events");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .containsEntry("id", "bigint")
        .containsEntry("user", "struct<name:string,age:int,Geo:struct<lat:double>>")
        .containsEntry("tags", "array<string>")
        .containsEntry("extra", "string");
    assertThat(table.parameters()).containsEntry("spark.sql.sources.provider", "json");
  }

  @Test
  void parquetTypesAreThoseOfTheFooter() throws Exception {
    SampleFiles.parquet(
        root.resolve("p/a.parquet"),
        """
        message m {
          required int32 i8 (INTEGER(8,true));
          required int64 u32 (INTEGER(64,false));
          optional int32 d (DATE);
          optional int64 ts (TIMESTAMP(MICROS,true));
          optional fixed_len_byte_array(9) dec (DECIMAL(20,4));
          optional group list (LIST) { repeated group list { optional binary element (STRING); } }
          optional group map (MAP) {
            repeated group key_value { required binary key (STRING); optional double value; }
          }
          optional group s { optional float f; repeated boolean flags; }
          optional binary raw;
        }
        """,
        1,
        (g, i) -> g.append("i8", 1).append("u32", 2L));

    catalog.crawl(location());

    assertThat(CatalogFixture.types(catalog.table("p").layout().columns()).values())
        .containsExactly(
            "tinyint",
            "decimal(20,0)",
            "date",
            "timestamp",
            "decimal(20,4)",
            "array<string>",
            "map<string,double>",
            "struct<f:float,flags:array<boolean>>",
            "binary");
  }

  @Test
  void valuesOfAMapHaveOneTypeThoughSomeAreEmpty() throws Exception {
    SampleFiles.text(
        root.resolve("maps/a.json"),
        """
        {"id":1,"m":{"k:1":{"x1":"1923-11-19T14:50:23.628Z"},"k:2":{"a":1}},"n":{"k:1":[],"k:2":[1]}}
        {"id":2,"m":{"k:3":{},"k:4":null,"k:5":{"a":5000000000}},"n":{"k:3":null,"k:4":[5000000000]}}
        """);

    catalog.crawl(location());

    assertThat(CatalogFixture.types(catalog.table("maps").layout().columns()))
        .containsEntry("m", "map<string,struct<x1:timestamp,a:bigint>>")
        .containsEntry("n", "map<string,array<bigint>>");
  }

  @Test
  void orcTypesAreThoseOfTheFooter() throws Exception {
    var schema =
        "struct<a:int,b:decimal(12,3),c:varchar(7),d:timestamp,e:array<struct<x:date>>,f:map<string,bigint>>";
    SampleFiles.orc(root.resolve("o/a.orc"), schema, 2);

    catalog.crawl(location());

    assertThat(CatalogFixture.types(catalog.table("o").layout().columns()).values())
        .containsExactly(
            "int",
            "decimal(12,3)",
            "varchar(7)",
            "timestamp",
            "array<struct<x:date>>",
            "map<string,bigint>");
    assertThat(catalog.table("o").parameters()).containsEntry("objectCount", "1");
  }

  @Test
  void avroFilesAreReadByTheUnionOfTheirFields() throws Exception {
    var first =
        """
        {"type":"record","name":"r","fields":[{"name":"a","type":["null","int"],"default":null},
        {"name":"t","type":{"type":"long","logicalType":"timestamp-millis"},"default":0}]}""";
    var second =
        """
        {"type":"record","name":"r","fields":[{"name":"a","type":["null","long"],"default":null},
        {"name":"d","type":["null",{"type":"int","logicalType":"date"}],"default":null}]}""";
    var record = SampleFiles.record(first);
    record.put("t", 1L);
    SampleFiles.avro(root.resolve("v/a.avro"), first, List.of(record));
    SampleFiles.avro(root.resolve("v/b.avro"), second, List.of(SampleFiles.record(second)));

    catalog.crawl(location());

    var table = catalog.table("v");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .isEqualTo(Map.of("a", "bigint", "t", "timestamp", "d", "date"));
    assertThat(table.layout().serDe().parameters().get("avro.schema.literal"))
        .contains("\"long\"", "\"date\"", "timestamp-millis");
  }

  @Test
  void partitionsInheritTheLayoutOfTheirTable() throws Exception {
    parquet("t/year=2023/month=01/a.parquet");
    parquet("t/year=2024/month=__HIVE_DEFAULT_PARTITION__/b.parquet");
    parquet("t/_temporary/0/c.parquet");

    catalog.crawl(location());

    var table = catalog.table("t");
    assertThat(CatalogFixture.types(table.partitionKeys()))
        .isEqualTo(Map.of("year", "int", "month", "string"));
    assertThat(catalog.wholePartitions("t"))
        .hasSize(2)
        .allSatisfy(p -> assertThat(p.layout()).isEqualTo(table.layout()))
        .extracting(p -> p.location())
        .contains("file:" + root.resolve("t/year=2023/month=01"));
  }

  @Test
  void unlikeFoldersAreTablesAndLikeFoldersArePartitions() throws Exception {
    parquet("mixed/a/1.parquet");
    SampleFiles.text(root.resolve("mixed/b/1.csv"), "x,y\n1,2\n3,4\n");
    parquet("alike/north/1.parquet");
    parquet("alike/south/1.parquet");
    parquet("alike/west/1.parquet");

    catalog.crawl(location());

    assertThat(catalog.tables()).containsExactly("a", "alike", "b");
    assertThat(catalog.partitions("alike"))
        .containsExactlyInAnyOrder(List.of("north"), List.of("south"), List.of("west"));
  }

  @Test
  void badFilesAreNamedWithTheirReasonAndSpoilNothing() throws Exception {
    parquet("t/a.parquet");
    var cut = Files.readAllBytes(parquet("t/cut.parquet"));
    SampleFiles.bytes(root.resolve("t/cut.parquet"), java.util.Arrays.copyOf(cut, cut.length / 2));
    SampleFiles.text(root.resolve("t/page.parquet"), "<html><body>not found</body></html>");
    SampleFiles.text(root.resolve("t/empty.parquet"), "");
    SampleFiles.bytes(root.resolve("t/x.json.gz"), new byte[] {0x1F, (byte) 0x8B, 8, 0, 1, 2});
    SampleFiles.text(root.resolve("lone/values.json"), "{\"a\":1}\n{\"a\":2\n");

    var result = catalog.crawl(location());

    assertThat(catalog.tables()).containsExactly("t");
    assertThat(CatalogFixture.types(catalog.table("t").layout().columns()))
        .isEqualTo(Map.of("id", "int", "name", "string"));
    assertThat(result.plan().problems())
        .extracting(Problem::location, p -> p.reason().replaceAll(":.*| \\(.*", ""))
        .hasSize(5);
    assertThat(PlanPrinter.text(result.plan()))
        .contains("cut.parquet", "cut off", "HTML", "is empty", "gzip", "begins as JSON");
  }

  @Test
  void aFileThatBecomesUnreadableTakesNothingFromTheSchema() throws Exception {
    parquet("t/a.parquet");
    var wide =
        SampleFiles.parquet(
            root.resolve("t/b.parquet"),
            "message m { required int64 id; optional double price; }",
            1,
            (g, i) -> g.append("id", 1L));
    SampleFiles.text(root.resolve("j/a.json"), "{\"id\":1}\n");
    SampleFiles.text(root.resolve("j/b.json"), "{\"id\":1.5,\"price\":{\"eur\":1}}\n");
    catalog.crawl(location());
    var parquet = CatalogFixture.types(catalog.table("t").layout().columns());
    var json = CatalogFixture.types(catalog.table("j").layout().columns());
    var bytes = Files.readAllBytes(wide);
    SampleFiles.bytes(wide, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    SampleFiles.bytes(root.resolve("j/b.json"), new byte[] {0, 1, 2});

    var result = catalog.crawl(location());

    assertThat(parquet).containsEntry("id", "bigint").containsKey("price");
    assertThat(CatalogFixture.types(catalog.table("t").layout().columns())).isEqualTo(parquet);
    assertThat(CatalogFixture.types(catalog.table("j").layout().columns())).isEqualTo(json);
    assertThat(catalog.table("j").parameters().get("spark.sql.sources.schema"))
        .contains("price", "double");
    assertThat(PlanPrinter.text(result.plan())).contains("b.parquet", "b.json");
    Files.delete(wide);
    catalog.crawl(location());
    assertThat(CatalogFixture.types(catalog.table("t").layout().columns()))
        .as("once it is away, its columns go")
        .isEqualTo(Map.of("id", "int", "name", "string"));
  }

  @Test
  void tablesOfOtherFormatsAreRecognisedAndNeverTakenForParquet() throws Exception {
    parquet("delta/part-0.parquet");
    SampleFiles.text(root.resolve("delta/_delta_log/00000000000000000000.json"), "{}");
    parquet("ice/data/part-0.parquet");
    SampleFiles.text(root.resolve("ice/metadata/v1.metadata.json"), "{}");
    parquet("hudi/2024/part-0.parquet");
    SampleFiles.text(root.resolve("hudi/.hoodie/hoodie.properties"), "x=y");
    parquet("plain/part-0.parquet");

    var result = catalog.crawl(location());

    assertThat(catalog.tables()).containsExactly("plain");
    assertThat(PlanPrinter.text(result.plan())).contains("Delta", "Iceberg", "Hudi");
  }

  @Test
  void aCrawlOfUnchangedDataWritesNothing() throws Exception {
    parquet("t/dt=2024-01-01/a.parquet");
    SampleFiles.text(root.resolve("c/a.csv"), "a,b\n1,2\n3,4\n");
    SampleFiles.text(root.resolve("j/a.json"), "{\"a\":1}\n");
    catalog.crawl(location());
    long position = catalog.store().position();

    var again = catalog.crawl(location());

    assertThat(again.plan().isQuiet()).as(PlanPrinter.text(again.plan())).isTrue();
    assertThat(catalog.store().position()).isEqualTo(position);
  }

  @Test
  void newColumnsAndPartitionsAreAddedAndReachThePartitionsThatStand() throws Exception {
    parquet("t/dt=2024-01-01/a.parquet");
    catalog.crawl(location());
    SampleFiles.parquet(
        root.resolve("t/dt=2024-01-02/a.parquet"),
        "message m { required int64 id; optional double price; }",
        1,
        (g, i) -> g.append("id", 1L));

    var result = catalog.crawl(location());

    assertThat(result.plan().count(Action.UPDATE)).isEqualTo(1);
    assertThat(CatalogFixture.types(catalog.table("t").layout().columns()))
        .isEqualTo(Map.of("id", "bigint", "name", "string", "price", "double"));
    assertThat(catalog.wholePartitions("t"))
        .hasSize(2)
        .allSatisfy(
            p -> assertThat(p.layout().columns()).isEqualTo(catalog.table("t").layout().columns()));
  }

  @Test
  void whatPeopleAddedToATableStays() throws Exception {
    parquet("t/a.parquet");
    catalog.crawl(location());
    var edited = catalog.table("t").withParameter("owner-team", "sales");
    catalog
        .session()
        .tables()
        .alter(edited.name(), edited, io.propolis.catalog.TableOperations.AlterOptions.PLAIN);
    parquet("t/b.parquet");

    catalog.crawl(location());

    assertThat(catalog.table("t").parameters())
        .containsEntry("owner-team", "sales")
        .containsEntry("objectCount", "2");
  }

  @Test
  void tablesWhoseDataIsGoneAreDeprecatedOnceOrDeletedAsThePolicySays() throws Exception {
    parquet("t/a.parquet");
    parquet("u/a.parquet");
    catalog.crawl(location());
    Files.delete(root.resolve("t/a.parquet"));

    catalog.crawl(location());
    assertThat(catalog.table("t").parameters()).containsKey("DEPRECATED_BY_CRAWLER");
    long position = catalog.store().position();
    catalog.crawl(location());
    assertThat(catalog.store().position()).isEqualTo(position);

    catalog.crawl(location(), "SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}");
    assertThat(catalog.tables()).containsExactly("u");
    assertThat(root.resolve("u/a.parquet")).exists();
  }

  @Test
  void underTheLogPolicyTablesStayAsTheyAre() throws Exception {
    parquet("t/a.parquet");
    catalog.crawl(location());
    SampleFiles.parquet(
        root.resolve("t/b.parquet"),
        "message m { required int64 id; }",
        1,
        (g, i) -> g.append("id", 1L));

    var result = catalog.crawl(location(), "SchemaChangePolicy: {UpdateBehavior: LOG}");

    assertThat(CatalogFixture.types(catalog.table("t").layout().columns()))
        .containsEntry("id", "int");
    assertThat(PlanPrinter.text(result.plan())).contains("~ id int -> bigint");
  }

  @Test
  void exclusionsKeepFilesOut() throws Exception {
    parquet("keep/a.parquet");
    parquet("drop/a.parquet");

    var crawler =
        io.propolis.crawlers.definition.CrawlerFiles.parse(
            """
            {"Name": "c", "DatabaseName": "lake",
             "Targets": {"S3Targets": [{"Path": "%s", "Exclusions": ["drop/**"]}]}}
            """
                .formatted(location()),
            folder);
    catalog.crawl(crawler);

    assertThat(catalog.tables()).containsExactly("keep");
  }

  @Test
  void moreTablesThanTheThresholdFailTheCrawlAndWriteNothing() throws Exception {
    parquet("a/1.parquet");
    SampleFiles.text(root.resolve("b/1.csv"), "x,y\n1,2\n3,4\n");

    assertThatThrownBy(
            () ->
                catalog.crawl(
                    location(),
                    "Configuration: '{\"Version\":1.0,\"CrawlerOutput\":{\"Tables\":{\"TableThreshold\":1}}}'"))
        .isInstanceOf(CrawlRefusedException.class)
        .hasMessageContaining("TableThreshold of 1");
    assertThat(catalog.session().databases().names("hive")).doesNotContain("lake");
    var runs = catalog.store().read(tx -> tx.runs().ofSubject(Run.Kind.CRAWL, "test-crawler", 10));
    assertThat(runs).extracting(Run::state).containsExactly(Run.State.FAILED);
  }

  @Test
  void aDryRunWritesNothingAndExplainsItself() throws Exception {
    parquet("t/dt=2024-01-01/a.parquet");

    var text = PlanPrinter.text(catalog.runner().plan(CatalogFixture.definition(location())));

    assertThat(text)
        .contains("+ new", "lake.t", "dt date", "because table: its folders are named key=value");
    assertThat(catalog.session().databases().names("hive")).doesNotContain("lake");
  }

  @Test
  void aKeyThatStandsInTheDataTooIsKeptOnce() throws Exception {
    parquet("t/id=7/a.parquet");

    catalog.crawl(location());

    assertThat(catalog.table("t").layout().columns()).extracting("name").containsExactly("name");
    assertThat(catalog.table("t").partitionKeys()).extracting("name").containsExactly("id");
  }
}
