package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.crawlers.CrawlRunner.CrawlResult;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.PlanPrinter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What somebody changed after a crawler wrote it stays, thing by thing; the rest follows. */
class HandEditsTest extends CrawledLake {
  private static final String WROTE = "propolis.crawler.wrote";

  private CrawlResult crawl() {
    return catalog.crawl(root.toString());
  }

  private Table edit(UnaryOperator<Table> change) {
    var name = CatalogFixture.name("t");
    return catalog.session().tables().alter(name, change.apply(catalog.table("t")), PLAIN);
  }

  private static final AlterOptions PLAIN = AlterOptions.PLAIN;

  private Table editColumns(UnaryOperator<List<Column>> change) {
    return edit(
        table ->
            table.toBuilder()
                .layout(
                    table
                        .layout()
                        .withColumns(change.apply(new ArrayList<>(table.layout().columns()))))
                .build());
  }

  private static UnaryOperator<List<Column>> replacing(String name, Column other) {
    return columns -> {
      columns.replaceAll(c -> c.name().equals(name) ? other : c);
      return columns;
    };
  }

  private Map<String, String> types() {
    return CatalogFixture.types(catalog.table("t").layout().columns());
  }

  private List<String> kept(CrawlResult result) {
    return result.plan().tables().get(0).kept();
  }

  private void isQuiet() {
    long position = catalog.store().position();
    var result = crawl();
    assertThat(result.plan().isQuiet()).as(PlanPrinter.text(result.plan())).isTrue();
    assertThat(catalog.store().position()).isEqualTo(position);
  }

  /** Spark has a schema of its own, which is brought in line with the columns. */
  private void followsOnce() {
    assertThat(PlanPrinter.text(crawl().plan())).contains("~ Spark's schema follows the columns");
    isQuiet();
  }

  @Test
  void aRetypedColumnKeepsItsTypeWhateverTheFilesBecome() throws Exception {
    put("t/a.csv", "id,n\n1,2\n2,3\n");
    crawl();
    editColumns(replacing("id", new Column("id", "bigint")));

    followsOnce();
    put("t/b.csv", "id,n\n1.5,2.5\n2,3\n");
    var changed = crawl();

    assertThat(types()).isEqualTo(Map.of("id", "bigint", "n", "double"));
    assertThat(kept(changed)).containsExactly("column id is yours (bigint, the files say double)");
    assertThat(PlanPrinter.text(changed.plan()))
        .contains("    kept: column id is yours (bigint, the files say double)");
    put("t/b.csv", "id,n\nx,2\ny,3\n");
    crawl();
    assertThat(types()).as("also after more crawls that write").containsEntry("id", "bigint");
    isQuiet();
  }

  @Test
  void sparkReadsARetypedColumnByItsNewTypeAfterTheNextChange() throws Exception {
    put("t/a.json", "{\"Id\":1,\"n\":2}\n");
    crawl();
    editColumns(replacing("id", new Column("id", "struct<a:int,B:array<string>>")));
    put("t/b.json", "{\"Id\":1,\"n\":2.5}\n");

    crawl();

    assertThat(catalog.table("t").parameters().get("spark.sql.sources.schema"))
        .contains(
            "{\"name\":\"Id\",\"type\":{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"integer\"",
            "{\"name\":\"n\",\"type\":\"double\"");
  }

  @Test
  void whatIsKeptIsNotedThoughNothingIsWritten() throws Exception {
    put("t/a.csv", "id,n\n1,2\n2,3\n");
    crawl();
    edit(table -> table.withParameter("classification", "mine"));
    isQuiet();

    var notes =
        catalog
            .store()
            .read(tx -> tx.runNotes().list(Run.Kind.CRAWL, List.of("test-crawler"), 0, 100));

    assertThat(notes)
        .filteredOn(note -> note.about().equals("lake.t"))
        .hasSize(2)
        .last()
        .satisfies(
            note ->
                assertThat(note.text())
                    .contains(
                        "= unchanged  lake.t",
                        "kept: parameter 'classification' is yours (mine, the crawler says csv)"));
  }

  @Test
  void whatIsSetBackToWhatTheCrawlerWroteFollowsTheFilesAgain() throws Exception {
    put("t/a.csv", "id,n\n1,2\n2,3\n");
    crawl();
    editColumns(replacing("id", new Column("id", "string")));
    put("t/b.csv", "id,n\n1,2.5\n2,3\n");
    crawl();

    editColumns(replacing("id", new Column("id", "int")));
    put("t/b.csv", "id,n\n5000000000,2.5\n2,3\n");
    crawl();

    assertThat(types()).containsEntry("id", "bigint");
  }

  @Test
  void addedAndRemovedColumnsStaySo() throws Exception {
    put("t/a.csv", "a,b,c\n1,2,3\n2,3,4\n");
    crawl();
    editColumns(
        columns -> {
          columns.remove(1);
          columns.add(1, new Column("extra", "date", "mine"));
          return columns;
        });

    followsOnce();
    put("t/a.csv", "a,b,c,d\n1,2,3,4\n2,3,4,5\n");
    var result = crawl();

    assertThat(types().keySet()).containsExactly("a", "extra", "c", "d");
    assertThat(catalog.table("t").layout().columns().get(1).comment()).isEqualTo("mine");
    assertThat(kept(result))
        .contains(
            "column b stays away, as it was removed by hand",
            "column extra is yours, no file has it");
    isQuiet();
  }

  @Test
  void aRenamedColumnKeepsItsNameAndFollowsTheFilesInItsType() throws Exception {
    put("t/a.csv", "a,b,c\n1,2,3\n2,3,4\n");
    crawl();
    editColumns(replacing("b", new Column("amount", "int")));
    put("t/b.csv", "a,b,c\n1,2.5,3\n2,3,4\n");

    var result = crawl();

    assertThat(types()).isEqualTo(Map.of("a", "int", "amount", "double", "c", "int"));
    assertThat(types().keySet()).containsExactly("a", "amount", "c");
    assertThat(kept(result)).containsExactly("column amount keeps the name you gave to b");
    assertThat(catalog.table("t").parameters().get("spark.sql.sources.schema"))
        .contains("\"amount\",\"type\":\"double\"");
    isQuiet();
  }

  @Test
  void commentsAndTheOrderOfColumnsStay() throws Exception {
    put("t/a.json", "{\"a\":1,\"b\":2,\"c\":3}\n");
    crawl();
    editColumns(
        columns -> {
          Collections.reverse(columns);
          columns.set(0, new Column("c", "int", "the last one"));
          return columns;
        });
    for (int number = 1; number <= 2; number++) {
      put("t/a.json", "{\"a\":1,\"b\":2.5,\"c\":3,\"d%d\":4}\n".formatted(number));
      crawl();
    }

    assertThat(types().keySet()).containsExactly("c", "b", "a", "d2");
    assertThat(types()).containsEntry("b", "double");
    assertThat(catalog.table("t").layout().columns().get(0).comment()).isEqualTo("the last one");
    assertThat(catalog.table("t").parameters().get("spark.sql.sources.schema"))
        .as("what Spark shows")
        .contains("\"metadata\":{\"comment\":\"the last one\"}");
  }

  @Test
  void parametersStayAsSomebodyLeftThem() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    edit(
        table ->
            table
                .withParameter("comment", "numbers")
                .withParameter("classification", "numbers")
                .withParameter("objectCount", "17")
                .withoutParameter("typeOfData"));
    put("t/b.csv", "a,b\n1,2\n2,3\n");

    var result = crawl();

    assertThat(catalog.table("t").parameters())
        .containsEntry("comment", "numbers")
        .containsEntry("classification", "numbers")
        .containsEntry("objectCount", "2")
        .doesNotContainKey("typeOfData");
    assertThat(kept(result))
        .containsExactlyInAnyOrder(
            "parameter 'classification' is yours (numbers, the crawler says csv)",
            "parameter 'typeOfData' stays away, as it was removed by hand");
    isQuiet();
  }

  @Test
  void theSerDeStaysWithAllItsParameters() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    edit(
        table ->
            table.toBuilder()
                .layout(
                    table
                        .layout()
                        .withSerDe(
                            SerDe.of("com.example.Mine", Map.of("separatorChar", ";", "x", "y"))))
                .build());
    put("t/b.csv", "a,b,c\n1,2,3\n2,3,4\n");

    var result = crawl();

    var serDe = catalog.table("t").layout().serDe();
    assertThat(serDe.library()).isEqualTo("com.example.Mine");
    assertThat(serDe.parameters()).isEqualTo(Map.of("separatorChar", ";", "x", "y"));
    assertThat(kept(result))
        .anySatisfy(line -> assertThat(line).startsWith("the SerDe and formats are yours"));
    isQuiet();
  }

  @Test
  void oneParameterOfTheSerDeStaysAndTheOthersFollow() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    edit(
        table -> {
          var parameters = new java.util.HashMap<>(table.layout().serDe().parameters());
          parameters.put("serialization.null.format", "NULL");
          var serDe = SerDe.of(table.layout().serDe().library(), parameters);
          return table.toBuilder().layout(table.layout().withSerDe(serDe)).build();
        });
    put("t/a.csv", "a;b\n1;2\n2;3\n");

    crawl();

    assertThat(catalog.table("t").layout().serDe().parameters())
        .containsEntry("field.delim", ";")
        .containsEntry("serialization.null.format", "NULL");
  }

  @Test
  void aTableThatSomebodyMovedElsewhereIsNeitherMovedBackNorMadeTwice() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    var other = "file:" + folder.resolve("elsewhere");
    edit(table -> table.toBuilder().location(other).build());
    put("t/b.csv", "a,b,c\n1,2,3\n2,3,4\n");

    var result = crawl();

    assertThat(catalog.tables()).containsExactly("t");
    assertThat(catalog.table("t").location()).isEqualTo(other);
    assertThat(kept(result))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("its location is yours", other));
    isQuiet();
  }

  @Test
  void aTableThatSomebodyRenamedIsTheSameTable() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    edit(table -> table.toBuilder().name(CatalogFixture.name("renamed")).build());
    put("t/a.csv", "a,b\n1.5,2\n2,3\n");

    crawl();

    assertThat(catalog.tables()).containsExactly("renamed");
    assertThat(CatalogFixture.types(catalog.table("renamed").layout().columns()))
        .containsEntry("a", "double");
  }

  @Test
  void partitionKeysKeepTheTypesAndCommentsThatTheyWereGiven() throws Exception {
    put("t/north/a.csv", "a,b\n1,2\n2,3\n");
    put("t/south/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    edit(
        table ->
            table.toBuilder()
                .partitionKeys(List.of(new Column("partition_0", "varchar(20)", "region")))
                .build());
    put("t/west/a.csv", "a,b,c\n1,2,3\n2,3,4\n");

    var result = crawl();

    assertThat(catalog.table("t").partitionKeys())
        .containsExactly(new Column("partition_0", "varchar(20)", "region"));
    assertThat(catalog.partitions("t")).hasSize(3);
    assertThat(kept(result))
        .contains("partition key partition_0 is yours (varchar(20), the folders say string)");
    isQuiet();
  }

  @Test
  void aPartitionKeepsTheFolderAndTheSerDeThatItWasGiven() throws Exception {
    for (var day : List.of("01", "02", "03")) {
      put("t/day=2024-01-%s/a.csv".formatted(day), "a,b\n1,2\n2,3\n");
    }
    crawl();
    var elsewhere = "file:" + folder.resolve("elsewhere");
    editPartition("2024-01-01", p -> p.withLocation(elsewhere));
    editPartition(
        "2024-01-02",
        p -> p.withLayout(p.layout().withSerDe(SerDe.of("com.example.Mine", Map.of()))));
    put("t/day=2024-01-03/b.csv", "a,b,c\n1,2,3\n2,3,4\n");

    var result = crawl();

    assertThat(partition("2024-01-01").location()).isEqualTo(elsewhere);
    var second = partition("2024-01-02").layout();
    assertThat(second.serDe().library()).isEqualTo("com.example.Mine");
    assertThat(second.columns()).extracting(Column::name).containsExactly("a", "b", "c");
    assertThat(kept(result))
        .containsExactly(
            "1 partition with a location of its own, such as day=2024-01-01",
            "1 partition with a SerDe of its own, such as day=2024-01-02");
    isQuiet();
  }

  private Partition partition(String day) {
    return catalog
        .session()
        .partitions()
        .find(CatalogFixture.name("t"), List.of(day))
        .orElseThrow();
  }

  private void editPartition(String day, UnaryOperator<Partition> change) {
    catalog
        .session()
        .partitions()
        .alter(CatalogFixture.name("t"), List.of(change.apply(partition(day))), Mode.KEEP);
  }

  @Test
  void theNoteOfAWideTableIsSplitAndReadAgain() throws Exception {
    put("t/a.json", wide(900, "1"));
    crawl();
    var parameters = catalog.table("t").parameters();
    assertThat(parameters).containsKeys(WROTE, WROTE + ".1", WROTE + ".2");
    assertThat(parameters.values()).allSatisfy(v -> assertThat(v).hasSizeLessThanOrEqualTo(4000));
    editColumns(replacing("column_number_899", new Column("column_number_899", "string")));
    put("t/a.json", wide(900, "1.5"));

    crawl();

    assertThat(types())
        .containsEntry("column_number_899", "string")
        .containsEntry("column_number_898", "double");
    put("t/a.json", wide(3, "1"));
    crawl();
    assertThat(types().keySet())
        .containsExactly(
            "column_number_0", "column_number_1", "column_number_2", "column_number_899");
    assertThat(catalog.table("t").parameters()).containsKey(WROTE).doesNotContainKey(WROTE + ".1");
  }

  private static String wide(int columns, String value) {
    return IntStream.range(0, columns)
            .mapToObj(i -> "\"column_number_%d\":%s".formatted(i, value))
            .collect(Collectors.joining(",", "{", "}"))
        + "\n";
  }

  /** Tables of earlier versions, and of Glue's crawlers, do not tell what was written. */
  @Test
  void aTableWithoutTheNoteFollowsTheFilesAndKeepsWhatNoCrawlerWrites() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    edit(
        table ->
            table.withoutParameter(WROTE).withParameter("owner-team", "sales").toBuilder()
                .layout(table.layout().withColumns(List.of(new Column("a", "string", "mine"))))
                .build());

    var result = crawl();

    assertThat(result.plan().count(Action.UPDATE)).isEqualTo(1);
    assertThat(types()).isEqualTo(Map.of("a", "int", "b", "int"));
    assertThat(catalog.table("t").layout().columns().get(0).comment()).isEqualTo("mine");
    assertThat(catalog.table("t").parameters())
        .containsKey(WROTE)
        .containsEntry("owner-team", "sales");
    editColumns(replacing("a", new Column("a", "bigint")));
    followsOnce();
    assertThat(types()).containsEntry("a", "bigint");
  }

  @Test
  void whatSomebodyChangedStaysWhenTheDataIsGoneAndBack() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    put("u/a.csv", "a,b\n1,2\n2,3\n");
    crawl();
    editColumns(replacing("a", new Column("a", "bigint")));
    Files.delete(root.resolve("t/a.csv"));
    crawl();
    assertThat(catalog.table("t").parameters()).containsKey("DEPRECATED_BY_CRAWLER");
    put("t/a.csv", "a,b\n1,2\n2,3\n");

    crawl();

    assertThat(catalog.table("t").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
    assertThat(types()).containsEntry("a", "bigint");
  }
}
