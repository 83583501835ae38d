package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Archive;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.TableOperations.KeyChange;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.crawlers.CrawlRunner.CrawlResult;
import io.propolis.crawlers.discovery.Inference;
import io.propolis.crawlers.plan.CrawlRefusedException;
import io.propolis.crawlers.plan.PlanPrinter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What users of Glue's crawlers complain about, through whole crawls. */
class CrawlerPainsTest extends CrawledLake {

  private CrawlResult crawl(String... yaml) {
    return catalog.crawl(root.toString(), yaml);
  }

  private static String told(CrawlResult result) {
    return PlanPrinter.text(result.plan());
  }

  private void parquet(String file, String message) throws Exception {
    SampleFiles.parquet(root.resolve(file), message, 1, (group, i) -> {});
  }

  private Map<String, String> types(String table) {
    return CatalogFixture.types(catalog.table(table).layout().columns());
  }

  @Test
  @DisplayName(
      "a table per file or folder, thousands at once; _temporary, $folder$, empty files mislead")
  void aTablePerFileOrFolder() throws Exception {
    var message = "message m { optional int32 id; }";
    for (int part = 0; part < 3; part++) {
      parquet("events/2_part_0000%d_snappy.parquet".formatted(part), message);
    }
    parquet("events/_temporary/0/task/2_part_00003_snappy.parquet", message);
    put("events/_SUCCESS", "");
    put("events_$folder$", "");
    put("events/2_part_00004_snappy.parquet", "");
    put("_temporary_$folder$", "");

    var result = crawl();

    assertThat(catalog.tables()).containsExactly("events");
    assertThat(catalog.table("events").parameters()).containsEntry("objectCount", "3");
    assertThat(told(result)).contains("because table: it is a folder of files");
  }

  @Test
  @DisplayName("thousands of tables at once: the threshold is on by default")
  void thousandsOfTablesAtOnce() throws Exception {
    for (int i = 0; i <= 1000; i++) {
      put("t%d/a.json".formatted(i), "{\"c%d\":1}\n".formatted(i));
    }

    assertThatThrownBy(this::crawl)
        .isInstanceOf(CrawlRefusedException.class)
        .hasMessageContaining("found 1001 tables, more than its TableThreshold of 1000")
        .hasMessageContaining("nothing was written");
    assertThat(catalog.session().databases().names("hive")).doesNotContain("lake");
  }

  @Test
  @DisplayName("unlike tables merged as partitions: templates say where tables are")
  void unlikeTablesMergedAsPartitions() throws Exception {
    for (var table : List.of("orders", "returns", "refunds")) {
      for (var day : List.of("2024-01-01", "2024-01-02")) {
        put("shop/%s/%s/a.csv".formatted(table, day), "id,amount\n1,2.5\n2,3.5\n");
      }
    }
    put("shop/orders/late/2024-01-03/a.csv", "id,amount\n1,2.5\n");
    put("shop/readme.csv", "id,amount\n1,2.5\n2,3.5\n");

    var result = catalog.crawl(root + "/shop/{table}/{dt}/");

    assertThat(catalog.tables()).containsExactly("orders", "refunds", "returns");
    assertThat(CatalogFixture.types(catalog.table("orders").partitionKeys()))
        .isEqualTo(Map.of("dt", "date"));
    assertThat(catalog.partitions("orders"))
        .containsExactly(List.of("2024-01-01"), List.of("2024-01-02"));
    assertThat(told(result))
        .contains(
            "because table: it lies where the template {table}/{dt}/ says, such as 'orders'",
            "shop/readme.csv lies above the tables of the template {table}/{dt}/",
            "orders/late/2024-01-03/a.csv is in no partition: 2 folders deep where 1 is usual");
  }

  @Test
  @DisplayName("unlike tables merged as partitions: similarity alone never does it")
  void unlikeTablesAreNotMergedWithoutATemplateEither() throws Exception {
    put("shop/orders/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    put("shop/people/a.csv", "name,born,city\nAnn,1970-01-01,Bern\nBob,1980-01-01,Genf\n");
    put("shop/events/a.json", "{\"x\":1}\n");

    crawl();

    assertThat(catalog.tables()).containsExactly("events", "orders", "people");
  }

  @Test
  @DisplayName("opaque heuristics, silent without log rights")
  void opaqueHeuristics() throws Exception {
    put("t/year=2024/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    put("t/odd/b.csv", "id,amount\n1,2.5\n2,3.5\n");
    put("broken/a.parquet", "<html>nothing here</html>");

    var run = crawl().run();

    var notes =
        catalog
            .store()
            .read(tx -> tx.runNotes().list(Run.Kind.CRAWL, List.of("test-crawler"), 0, 100));
    assertThat(notes).extracting(note -> note.run()).containsOnly(run.id());
    var text = notes.stream().map(note -> note.text()).toList().toString();
    assertThat(text)
        .contains(
            "because table: its folders are named key=value, such as 'year=2024'",
            "because key year: int: ",
            "because column amount: double, all 2 values alike; '2.5' is a decimal number (in",
            "broken/a.parquet cannot be read: ",
            "t/odd")
        // Nothing is told twice.
        .doesNotContain("because key 'year'");
  }

  @Test
  @DisplayName("HIVE_PARTITION_SCHEMA_MISMATCH: partition schema differs from table's")
  void hivePartitionSchemaMismatch() throws Exception {
    put("t/day=2024-01-01/a.json", "{\"id\":1}\n");
    crawl();
    put("t/day=2024-01-02/a.json", "{\"id\":1.5,\"name\":\"x\"}\n");
    crawl();

    var table = catalog.table("t");
    assertThat(types("t")).isEqualTo(Map.of("id", "double", "name", "string"));
    assertThat(catalog.wholePartitions("t"))
        .hasSize(2)
        .allSatisfy(p -> assertThat(p.layout()).isEqualTo(table.layout()));
  }

  @Test
  @DisplayName("all-string CSV loses its header")
  void allStringCsvLosesItsHeader() throws Exception {
    put("t/a.csv", "name,city\nAnn,Bern\nBob,Genf\n");
    put("t/b.csv", "name,city\nCarl,Basel\n");

    crawl();

    assertThat(types("t")).isEqualTo(Map.of("name", "string", "city", "string"));
    assertThat(catalog.table("t").parameters()).containsEntry("skip.header.line.count", "1");
  }

  @Test
  @DisplayName("quoted commas break LazySimpleSerDe")
  void quotedCommasBreakLazySimpleSerDe() throws Exception {
    put("t/a.csv", "id,name\n1,\"Doe, John\"\n2,\"Roe, Jane\"\n");

    crawl();

    assertThat(types("t").keySet()).containsExactly("id", "name");
    assertThat(catalog.table("t").layout().serDe().library()).endsWith("OpenCSVSerde");
  }

  @Test
  @DisplayName("dates as string; everything bigint/double")
  void datesAsStringEverythingBigintOrDouble() throws Exception {
    put(
        "t/a.csv",
        "n,big,day,at,zip,phone\n1,5000000000,2024-01-02,2024-01-02 03:04:05,01234,+41791234567\n"
            + "2,1,2024-02-02,2024-02-02 03:04:05,98765,+41791234568\n");

    crawl();

    assertThat(types("t"))
        .isEqualTo(
            Map.of(
                "n", "int",
                "big", "bigint",
                "day", "date",
                "at", "timestamp",
                "zip", "string",
                "phone", "string"));
  }

  @Test
  @DisplayName("only file heads sampled; later rows clash (flow_id int AND long -> choice)")
  void onlyFileHeadsSampled() throws Exception {
    var flows = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      flows.append("{\"flow_id\":%d,\"src\":\"10.0.0.1\"}%n".formatted(i));
    }
    flows.append("{\"flow_id\":1152921504606846976,\"src\":\"10.0.0.2\"}\n");
    put("t/flows.json", flows.toString());

    crawl();

    assertThat(types("t")).containsEntry("flow_id", "bigint");
  }

  @Test
  @DisplayName(
      "values of several kinds: each conflict with examples and files, a choice where asked")
  void conflictsAreListedWithExamples() throws Exception {
    put("t/a.json", "{\"id\":1,\"tags\":{\"x\":[1]}}\n");
    put("t/b.json", "{\"id\":\"A-7\",\"tags\":{\"x\":[\"y\"]}}\n");

    var text = told(crawl("Configuration: {Propolis: {Conflicts: CHOICE}}"));

    assertThat(text)
        .contains(
            "has a conflict: id is int ('1' in a.json) and text ('A-7' in b.json); it becomes string");
    assertThat(types("t")).isEqualTo(Map.of("id", "string", "tags", "struct<x:array<string>>"));
    assertThat(catalog.table("t").parameters())
        .containsEntry("propolis.choice.id", "choice<int,string>")
        .containsEntry("propolis.choice.tags.x[]", "choice<int,string>");
  }

  @Test
  @DisplayName("values of several kinds: cells of delimited text, too")
  void conflictsOfCellsAreListedOnceWithExamples() throws Exception {
    put("t/a.csv", "id,day\n1,2024-01-02\n2,2024-01-03\n");
    put("t/b.csv", "id,day\nA-7,5\nB-8,6\n");
    put("t/c.csv", "id,day\n3,7\n4,8\n");

    assertThat(told(crawl()).lines().filter(line -> line.contains("has a conflict")))
        .hasSize(2)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("id is int ('1' in a.csv) and string ('A-7' in b.csv)")
                    .endsWith("it becomes string"))
        .anySatisfy(
            line ->
                assertThat(line).contains("day is").contains("'2024-01-02' in a.csv", "in b.csv"));
    assertThat(types("t")).isEqualTo(Map.of("id", "string", "day", "string"));
  }

  @Test
  @DisplayName("struct columns differ between files")
  void structColumnsDifferBetweenFiles() throws Exception {
    parquet("t/a.parquet", "message m { optional group s { optional int32 a; } }");
    parquet(
        "t/b.parquet",
        "message m { optional group s { optional int64 a; optional binary b (STRING); } }");

    crawl();

    assertThat(types("t")).isEqualTo(Map.of("s", "struct<a:bigint,b:string>"));
  }

  @Test
  @DisplayName("top-level JSON array = one column")
  void topLevelJsonArrayIsOneColumn() throws Exception {
    put("t/a.json", "[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}]");

    crawl();

    assertThat(types("t")).isEqualTo(Map.of("id", "int", "name", "string"));
  }

  @Test
  @DisplayName("keys differing only by case -> duplicate key/struct fields; camelCase lost")
  void keysDifferingOnlyByCase() throws Exception {
    put(
        "t/a.json",
        "{\"userId\":1,\"userid\":\"x\",\"geo\":{\"Lat\":1,\"lat\":2.5,\"lonDeg\":3}}\n");

    var text = told(crawl());

    assertThat(types("t"))
        .isEqualTo(
            Map.of("userid", "int", "userid_1", "string", "geo", "struct<Lat:double,lonDeg:int>"));
    var table = catalog.table("t");
    assertThat(table.parameters()).containsEntry("propolis.name.userid_1", "userid");
    assertThat(table.layout().serDe().parameters()).containsEntry("mapping.userid_1", "userid");
    assertThat(table.parameters().get("spark.sql.sources.schema"))
        .contains("\"userId\"", "\"userid_1\"", "\"lonDeg\"");
    assertThat(text)
        .contains(
            "geo.Lat and geo.lat differ only by case; they become one field, Lat",
            "because name userid_1: 'userid' in the files");
  }

  @Test
  @DisplayName("spaces, dots, slashes kept in column names")
  void spacesDotsSlashesInColumnNames() throws Exception {
    put("t/a.csv", "cargos/abonos,dto. venta\n1,2\n3,4\n");
    put("j/a.json", "{\"dto. venta\":1}\n");
    put("n/a.json", "{\"geo\":{\"lat-deg\":1,\"lon\":2}}\n");

    var text = told(crawl());

    assertThat(types("t").keySet()).containsExactly("cargos_abonos", "dto_venta");
    assertThat(catalog.table("t").parameters())
        .containsEntry("propolis.name.cargos_abonos", "cargos/abonos")
        .containsEntry("propolis.name.dto_venta", "dto. venta");
    assertThat(catalog.table("j").layout().serDe().parameters())
        .containsEntry("mapping.dto_venta", "dto. venta");
    assertThat(types("n")).isEqualTo(Map.of("geo", "struct<lon:int>"));
    assertThat(text)
        .contains(
            "because name cargos_abonos: 'cargos/abonos' in the files",
            "geo.'lat-deg' is left out: no type of Hive's can hold a field of that name");
  }

  /** Engines look columns of Parquet up by their names: another one would be a column of nulls. */
  @Test
  @DisplayName("names that engines look up in the files stay as they are there")
  void namesOfParquetColumnsStay() throws Exception {
    parquet("t/a.parquet", "message m { optional int32 Order_Id; }");
    parquet("u/a.parquet", "message m { optional int32 Order.Id; }");

    crawl();

    assertThat(types("t").keySet()).containsExactly("order_id");
    assertThat(types("u").keySet()).containsExactly("order.id");
  }

  @Test
  @DisplayName("partition key repeated among data columns")
  void partitionKeyRepeatedAmongDataColumns() throws Exception {
    parquet(
        "t/region=eu/a.parquet",
        "message m { optional int32 id; optional binary region (STRING); }");

    var text = told(crawl());

    assertThat(types("t").keySet()).containsExactly("id");
    assertThat(catalog.table("t").partitionKeys())
        .extracting(Column::name)
        .containsExactly("region");
    assertThat(text).contains("the files hold a column 'region' too; the folders' value counts");
  }

  @Test
  @DisplayName("compressionType null vs none deprecates the table")
  void compressionTypeNullVersusNone() throws Exception {
    var merge = "Configuration: {CrawlerOutput: {Tables: {AddOrUpdateBehavior: MergeNewColumns}}}";
    put("t/a.json", "{\"id\":1}\n");
    crawl(merge);
    var without =
        catalog
            .table("t")
            .withoutParameter("compressionType")
            .withoutParameter("propolis.crawler.wrote");
    catalog.session().tables().alter(without.name(), without, AlterOptions.PLAIN);
    put("t/b.json", "{\"id\":1,\"name\":\"x\"}\n");

    crawl(merge);

    assertThat(catalog.table("t").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
    assertThat(types("t")).isEqualTo(Map.of("id", "int", "name", "string"));
  }

  @Test
  @DisplayName("Folder partition keys do not match table partition keys, skipped folder")
  void folderPartitionKeysDoNotMatch() throws Exception {
    put("t/dt=2024-01-01/a.json", "{\"id\":1}\n");
    put("t/dt=2024-01-02/a.json", "{\"id\":1}\n");
    put("t/day=2024-01-03/a.json", "{\"id\":1}\n");

    var text = told(crawl());

    assertThat(catalog.partitions("t"))
        .containsExactly(List.of("2024-01-01"), List.of("2024-01-02"));
    assertThat(text)
        .contains(
            "t/day=2024-01-03/a.json is in no partition: folder 'day=2024-01-03' is not 'dt=...'");
  }

  @Test
  @DisplayName("auto partition index since Apr 2023 broke key edits, duplicate columns")
  void anIndexThatLocksKeys() throws Exception {
    put("t/north/a.csv", "a,b\n1,2\n2,3\n");
    put("t/south/a.csv", "a,b\n1,2\n2,3\n");
    crawl("Configuration: {CreatePartitionIndex: true}");
    var name = CatalogFixture.name("t");
    assertThat(
            catalog
                .session()
                .resources()
                .require(
                    ResourceKey.of(
                        ResourceKind.PARTITION_INDEX,
                        catalog.table("t"),
                        "crawler_partition_index"))
                .document())
        .isEqualTo("partition_0");
    catalog
        .session()
        .partitions()
        .drop(name, catalog.partitions("t"), Missing.SKIP, DropData.KEEP_FILES);
    var edited =
        catalog.table("t").toBuilder()
            .partitionKeys(List.of(new Column("region", "varchar(10)")))
            .build();
    catalog
        .session()
        .tables()
        .alter(
            name,
            edited,
            new AlterOptions(
                Cascade.TABLE_ONLY,
                Mode.KEEP,
                null,
                Writer.NONE,
                Archive.KEEP,
                KeyChange.WITHOUT_PARTITIONS));

    var text = told(crawl("Configuration: {CreatePartitionIndex: true}"));

    assertThat(catalog.table("t").partitionKeys())
        .containsExactly(new Column("region", "varchar(10)"));
    assertThat(catalog.partitions("t")).containsExactly(List.of("north"), List.of("south"));
    assertThat(text).contains("kept: partition key region keeps the name you gave to partition_0");
    assertThat(types("t").keySet()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("hand edits overwritten")
  void handEditsOverwritten() throws Exception {
    put("t/a.csv", "id,n\n1,2\n2,3\n");
    crawl();
    var table = catalog.table("t");
    var edited =
        table.toBuilder()
            .layout(
                table
                    .layout()
                    .withColumns(
                        List.of(
                            new Column("id", "bigint", "the number of the order"),
                            new Column("n", "int"))))
            .build()
            .withParameter("team", "sales");
    catalog.session().tables().alter(edited.name(), edited, AlterOptions.PLAIN);
    put("t/b.csv", "id,n,x\n1,2,3\n2,3,4\n");

    var text = told(crawl());

    var after = catalog.table("t");
    assertThat(after.layout().columns())
        .containsExactly(
            new Column("id", "bigint", "the number of the order"),
            new Column("n", "int"),
            new Column("x", "int"));
    assertThat(after.parameters()).containsEntry("team", "sales");
    assertThat(text).contains("kept: column id is yours (bigint, the files say int)");
  }

  @Test
  @DisplayName("slow with many files: unpacks whole files")
  void unpacksWholeFiles() throws Exception {
    var rows = new StringBuilder();
    var random = new Random(7);
    for (int i = 0; i < 400_000; i++) {
      rows.append("%d,%016x%n".formatted(i, random.nextLong()));
    }
    SampleFiles.gzip(root.resolve("t/a.csv.gz"), "id,v\n" + rows);
    long size = Files.size(root.resolve("t/a.csv.gz"));
    var bytes = new AtomicLong();

    var findings = Inference.of(CountedLake.of(lake, bytes), "file:" + root);

    assertThat(findings.tables()).hasSize(1);
    assertThat(size).isGreaterThan(4 << 20);
    assertThat(bytes.get()).isPositive().isLessThan(size / 4);
  }
}
