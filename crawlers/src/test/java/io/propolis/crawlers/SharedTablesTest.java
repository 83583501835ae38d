package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Run;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerFiles;
import io.propolis.crawlers.plan.CoreCrawlTarget;
import io.propolis.crawlers.plan.CrawlPlan;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.plan.PlanPrinter.Reasons;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two crawlers that find the same table. */
class SharedTablesTest extends CrawledLake {
  private static final String OWNER = "UPDATED_BY_CRAWLER";
  private static final String DEPRECATED = "DEPRECATED_BY_CRAWLER";
  private static final String GLUE_TYPES = "Configuration: {Propolis: {Types: GLUE}}";

  private CrawlPlan crawl(String name, String... yaml) {
    return crawl(definition(name, "{S3Targets: [{Path: '%s'}]}".formatted(root), yaml));
  }

  private CrawlPlan crawl(CrawlerDefinition crawler) {
    return new CrawlRunner(
            lake,
            new CoreCrawlTarget(catalog.catalog(), crawler.name()),
            RunLog.in(catalog.store()),
            "test-node",
            Clock.systemUTC())
        .run(crawler, "manual")
        .plan();
  }

  private static CrawlerDefinition definition(String name, String targets, String... yaml) {
    return CrawlerFiles.parse(
        "Name: %s\nDatabaseName: lake\nTargets: %s\n%s\n"
            .formatted(name, targets, String.join("\n", yaml)),
        Path.of("/"));
  }

  private CrawlPlan crawlWithout(String exclusion, String name, String... yaml) {
    return crawl(
        definition(
            name,
            "{S3Targets: [{Path: '%s', Exclusions: ['%s']}]}".formatted(root, exclusion),
            yaml));
  }

  private String text(CrawlPlan plan) {
    return PlanPrinter.text(plan, Reasons.LEFT_OUT);
  }

  private String owner() {
    return catalog.table("t").parameters().get(OWNER);
  }

  private void isQuiet(CrawlPlan plan) {
    assertThat(plan.isQuiet()).as(text(plan)).isTrue();
  }

  @Test
  void anUnchangedTableOfAnotherCrawlerStaysItsOwn() throws Exception {
    put("t/day=2024-01-01/a.csv", "a,b\n1,2\n2,3\n");
    crawl("first");
    long position = catalog.store().position();

    var plan = crawl("second");

    assertThat(text(plan))
        .contains(
            "= unchanged  lake.t (csv)", "    kept: by crawler first, which last changed it\n");
    isQuiet(crawl("first"));
    isQuiet(crawl("second"));
    assertThat(owner()).isEqualTo("first");
    assertThat(catalog.store().position()).isEqualTo(position);
  }

  @Test
  void theNameIsThatOfTheCrawlerThatLastChangedTheTable() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl("first");
    put("t/a.csv", "a,b,c\n1,2,3\n2,3,4\n");

    var plan = crawl("second");

    assertThat(text(plan)).contains("~ crawler: first -> second", "+ c int");
    assertThat(owner()).isEqualTo("second");
    assertThat(text(crawl("first"))).contains("kept: by crawler second, which last changed it");
    assertThat(owner()).isEqualTo("second");
  }

  /** What is measured is no change of the table: it says how much there is. */
  @Test
  void newFilesAreCountedWithoutTakingTheTable() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl("first");
    put("t/b.csv", "a,b\n1,2\n2,3\n");

    var plan = crawl("second");

    assertThat(text(plan))
        .contains("~ files: 1 of ", "kept: by crawler first, which last changed it")
        .doesNotContain("crawler: first");
    assertThat(catalog.table("t").parameters()).containsEntry("objectCount", "2");
    assertThat(owner()).isEqualTo("first");
    isQuiet(crawl("first"));
  }

  @Test
  void crawlersThatDisagreeWriteOnceForEachChangeOfTheLake() throws Exception {
    put("t/a.csv", "day,n\n2024-01-01,2\n2024-01-02,3\n");
    crawl("first");
    crawl("second", GLUE_TYPES);
    crawl("first");
    var types = catalog.table("t").layout().columns();
    long position = catalog.store().position();

    var plan = crawl("second", GLUE_TYPES);

    assertThat(text(plan))
        .contains(
            "! kept       lake.t (csv)",
            "~ day date -> string",
            "kept: as it is: crawler first last changed it, and nothing is new since second did");
    isQuiet(plan);
    isQuiet(crawl("first"));
    isQuiet(crawl("second", GLUE_TYPES));
    assertThat(catalog.store().position()).isEqualTo(position);
    assertThat(catalog.table("t").layout().columns()).isEqualTo(types);

    put("t/a.csv", "day,n,c\n2024-01-01,2,3\n2024-01-02,3,4\n");
    assertThat(text(crawl("second", GLUE_TYPES))).contains("+ c bigint");
  }

  @Test
  void filesThatOneLeavesOutAreCountedByTheOther() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    put("t/b.csv", "a,b\n1,2\n2,3\n");
    crawl("first");
    crawlWithout("**b.csv", "second");
    crawl("first");
    assertThat(catalog.table("t").parameters()).containsEntry("objectCount", "2");

    isQuiet(crawlWithout("**b.csv", "second"));
    isQuiet(crawl("first"));
  }

  @Test
  void whatOneNoLongerSeesStaysTheOthers() throws Exception {
    put("t/day=2024-01-01/a.csv", "a,b\n1,2\n2,3\n");
    put("t/day=2024-01-02/a.csv", "a,b\n1,2\n2,3\n");
    put("u/a.json", "{\"a\":1}\n");
    crawl("first");
    var policy = "SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}";

    var plan = crawlWithout("{u/**,t/day=2024-01-02/**}", "second", policy);

    assertThat(text(plan)).contains("1 partition found: 1 gone from the lake and kept as they are");
    assertThat(catalog.tables()).containsExactly("t", "u");
    assertThat(catalog.partitions("t")).hasSize(2);
    assertThat(catalog.table("u").parameters()).doesNotContainKey(DEPRECATED);
    Files.delete(root.resolve("t/day=2024-01-02/a.csv"));
    crawl("second", policy);
    assertThat(catalog.partitions("t")).as("whose table it is takes it away").hasSize(2);
    crawl("first", policy);
    assertThat(catalog.partitions("t")).containsExactly(List.of("2024-01-01"));
  }

  @Test
  void filesThatAnotherReadsOtherwiseDoNotDeprecateItsTable() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl("first");
    put("t/a.csv", "a;b\n1;2\n2;3\n");

    var plan =
        crawl(
            "second",
            "Configuration: {CrawlerOutput: {Tables: {AddOrUpdateBehavior: MergeNewColumns}}}");

    assertThat(catalog.table("t").parameters()).doesNotContainKey(DEPRECATED);
    assertThat(text(plan))
        .contains(
            "! kept       lake.t", "kept: as it is: crawler first last changed it", "Cannot merge");
  }

  /** One that was renamed, or that came with a catalog from elsewhere. */
  @Test
  void theTableOfACrawlerThatIsNoMoreIsTakenOver() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl("first");
    catalog
        .store()
        .<Void>write(
            tx -> {
              tx.runs().deleteOf(Run.Kind.CRAWL, "first");
              return null;
            });

    assertThat(text(crawl("second"))).contains("~ crawler: first -> second");
    isQuiet(crawl("second"));
  }

  @Test
  void ofATableThatStaysAnothersOneNoteIsKept() throws Exception {
    put("t/a.csv", "a,b\n1,2\n2,3\n");
    crawl("first");
    crawl("second");
    crawl("second");
    crawl("second");

    var notes = catalog.session().runs().notes(Run.Kind.CRAWL, List.of("second"), 0, 100);

    assertThat(notes).filteredOn(note -> note.about().equals("lake.t")).hasSize(1);
  }
}
