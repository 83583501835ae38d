package io.propolis.crawlers;

import static io.propolis.crawlers.CatalogFixture.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseAccess.Transport;
import io.propolis.catalog.jdbc.JdbcSchemaReader;
import io.propolis.catalog.jdbc.testing.DatabaseServer;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.crawlers.CrawlRunner.CrawlResult;
import io.propolis.crawlers.discovery.Checkpoints;
import io.propolis.crawlers.discovery.Discovery;
import io.propolis.crawlers.discovery.Discovery.Past;
import io.propolis.crawlers.discovery.LakeChanges;
import io.propolis.crawlers.discovery.LakeMemory;
import io.propolis.crawlers.discovery.OtherListers;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.sources.LakeTables;
import io.propolis.crawlers.sources.SourceAccess;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crawls of several targets, some of which are refused, absent or away. */
class FailedTargetsTest {
  private static final String DELETE = "SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}";
  private static final String NEW_ONLY = "RecrawlPolicy: {RecrawlBehavior: CRAWL_NEW_FOLDERS_ONLY}";

  @TempDir Path folder;
  private final Lake real = Lakes.open(S3Settings.DEFAULT);
  private final WatchedLake lake = new WatchedLake(real);
  private CatalogFixture catalog;
  private int age = 10_000;

  @BeforeEach
  void open() throws IOException {
    catalog = new CatalogFixture(folder, lake.lake());
    file("a/orders/dt=2024-01-01/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    file("a/orders/dt=2024-01-02/a.csv", "id,amount\n3,2.5\n4,3.5\n");
    file("b/visits/dt=2024-01-01/v.csv", "page,count\nx,2\ny,3\n");
    file("b/visits/dt=2024-01-02/v.csv", "page,count\nx,2\ny,3\n");
  }

  @AfterEach
  void close() {
    catalog.close();
    real.close();
  }

  /** Files of the past, each younger than those before: no clock tells when tests write. */
  private void file(String name, String text) throws IOException {
    var path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(age--)));
  }

  private String folders(String... names) {
    return "{S3Targets: [%s]}"
        .formatted(
            String.join(
                ", ",
                List.of(names).stream()
                    .map(name -> "{Path: '" + folder.resolve(name) + "'}")
                    .toList()));
  }

  private CrawlResult crawl(String... yaml) {
    return catalog.crawlTargets(folders("a", "b"), yaml);
  }

  private void refuse(String end) {
    lake.onList(
        location -> {
          if (location.endsWith(end)) {
            throw new CatalogException(
                Kind.FORBIDDEN, Entity.LOCATION, "Cannot list " + location, null);
          }
        });
  }

  private void letAll() {
    lake.onList(location -> {});
  }

  @Test
  void theOthersAreCrawledAndTheRunFailsNamingTheTargetAndWhy() throws Exception {
    refuse("/b");

    var crawl = crawl();

    assertThat(catalog.tables()).containsExactly("orders");
    assertThat(catalog.partitions("orders")).hasSize(2);
    var b = "file:" + folder.resolve("b");
    assertThat(crawl.run().state()).isEqualTo(State.FAILED);
    assertThat(crawl.run().error())
        .isEqualTo("1 target could not be crawled, the others were: Cannot list " + b);
    assertThat(crawl.run().progress())
        .containsEntry("tablesCreated", "1")
        .containsEntry("partitionsAdded", "2");
    var notes = catalog.session().runs().notes(Run.Kind.CRAWL, List.of("test-crawler"), 0, 10);
    assertThat(notes).extracting(note -> note.about()).containsExactly("", "lake.orders");
    assertThat(notes.get(0).text())
        .contains("Targets that could not be crawled (1):\n  Cannot list %s\n".formatted(b));
  }

  @Test
  void nothingOfTheTargetIsDroppedAndTheNextCrawlCompletesIt() throws Exception {
    crawl(DELETE);
    refuse("/b");
    Files.delete(folder.resolve("b/visits/dt=2024-01-02/v.csv"));
    Files.delete(folder.resolve("a/orders/dt=2024-01-02/a.csv"));
    file("b/visits/dt=2024-01-03/v.csv", "page,count\nx,2\ny,3\n");

    var plan = crawl(DELETE).plan();

    assertThat(catalog.tables()).containsExactly("orders", "visits");
    assertThat(catalog.partitions("orders")).containsExactly(List.of("2024-01-01"));
    assertThat(catalog.partitions("visits"))
        .containsExactlyInAnyOrder(List.of("2024-01-01"), List.of("2024-01-02"));
    assertThat(plan.tables()).hasSize(1);
    assertThat(PlanPrinter.text(plan)).contains("/b; 1 table of it stays as it is\n");
    letAll();

    var repaired = crawl(DELETE);

    assertThat(repaired.run().state()).isEqualTo(State.SUCCEEDED);
    assertThat(catalog.partitions("visits"))
        .containsExactlyInAnyOrder(List.of("2024-01-01"), List.of("2024-01-03"));
  }

  @Test
  void whatIsKnownOfTheOthersAndOfTheTargetIsKept() throws Exception {
    crawl();
    refuse("/b");
    file("a/orders/dt=2024-01-03/new.csv", "id,amount\n5,2.5\n6,3.5\n");
    lake.opened();

    crawl();

    assertThat(lake.opened()).containsExactly("new.csv");
    crawl();
    assertThat(lake.opened()).isEmpty();
    letAll();
    file("b/visits/dt=2024-01-03/late.csv", "page,count\nx,2\ny,3\n");
    crawl();
    assertThat(lake.opened()).containsExactly("late.csv");
    assertThat(catalog.partitions("visits")).hasSize(3);
    long position = catalog.store().position();
    assertThat(crawl().plan().isQuiet()).isTrue();
    assertThat(catalog.store().position()).isEqualTo(position);
  }

  @Test
  void aTargetThatNeverWasCrawledIsCrawledWholeWhenNewFoldersAreAskedFor() throws Exception {
    refuse("/b");
    assertThat(crawl(NEW_ONLY).run().state()).isEqualTo(State.FAILED);
    letAll();
    lake.opened();

    crawl(NEW_ONLY);

    assertThat(lake.opened()).containsExactly("v.csv", "v.csv");
    assertThat(catalog.partitions("visits")).hasSize(2);
  }

  @Test
  void aTargetWithinOneThatLeavesItOutKeepsItsTables() throws Exception {
    var targets =
        "{S3Targets: [{Path: '%s', Exclusions: ['b/**', '*.db*', 'warehouse/**']}, {Path: '%s'}]}"
            .formatted(folder, folder.resolve("b"));
    catalog.crawlTargets(targets, DELETE);
    assertThat(catalog.tables()).containsExactly("orders", "visits");
    refuse("/b");

    catalog.crawlTargets(targets, DELETE);

    assertThat(catalog.tables()).containsExactly("orders", "visits");
    assertThat(catalog.partitions("visits")).hasSize(2);
  }

  @Test
  void aPartitionThatSomebodyPutIntoTheTargetStays() throws Exception {
    crawl(DELETE);
    Files.delete(folder.resolve("a/orders/dt=2024-01-02/a.csv"));
    var moved = "file:" + folder.resolve("b/orders-of-2024-01-02");
    var partition =
        catalog.wholePartitions("orders").stream()
            .filter(each -> each.values().equals(List.of("2024-01-02")))
            .map(each -> each.withLocation(moved))
            .toList();
    catalog.session().partitions().alter(CatalogFixture.name("orders"), partition, Mode.KEEP);
    refuse("/b");

    crawl(DELETE);

    assertThat(catalog.wholePartitions("orders")).extracting(Partition::location).contains(moved);
  }

  @Test
  void aCrawlNoneOfWhoseTargetsCanBeCrawledNamesThemAll() throws Exception {
    lake.onList(
        location -> {
          throw new CatalogException(
              Kind.FORBIDDEN, Entity.LOCATION, "Cannot list " + location, null);
        });

    long position = catalog.store().position();

    assertThatThrownBy(this::crawl)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("No target could be crawled: ")
        .hasMessageContaining("Cannot list file:" + folder.resolve("a"))
        .hasMessageContaining("Cannot list file:" + folder.resolve("b"));
    assertThat(catalog.store().position()).isEqualTo(position);
  }

  @Test
  void aPlanNamesTheTargetAndPlansTheOthers() throws Exception {
    refuse("/b");

    var plan = catalog.runner().plan(CatalogFixture.targets(folders("a", "b")));

    assertThat(plan.count(Action.CREATE)).isEqualTo(1);
    assertThat(plan.failure()).hasValueSatisfying(why -> assertThat(why).contains("Cannot list"));
    assertThat(PlanPrinter.text(plan)).contains("Targets that could not be crawled (1):");
  }

  @Test
  void aDatabaseThatIsAwayForACheckpointFailsNoTarget() throws Exception {
    var keeping = new FailingKeeping();
    var memory =
        LakeMemory.of(
            Map.of(),
            "basis",
            new Checkpoints.Attempt("run", keeping, Duration.ZERO, OtherListers.NONE));

    var findings =
        Discovery.of(
            lake.lake(),
            new LakeTables(lake.lake()),
            CatalogFixture.targets(folders("a", "b")),
            List.of(),
            location -> false,
            new Past(memory, LakeChanges.UNKNOWN),
            CrawlWatch.NONE);

    assertThat(keeping.asked).isPositive();
    assertThat(findings.failures()).isEmpty();
    assertThat(findings.tables()).hasSize(2);
  }

  private static final class FailingKeeping implements Checkpoints.Keeping {
    private int asked;

    @Override
    public void keep(Map<String, byte[]> put, Collection<String> deleted) {
      asked++;
      throw new CatalogException(
          Kind.UNAVAILABLE, Entity.REQUEST, "The database cannot be reached", null);
    }
  }

  @Test
  void aDatabaseThatIsDownLeavesFoldersWholeAndItsTablesAsTheyAre() throws Exception {
    var server = DatabaseServer.mariadb();
    var url = server.newDatabase();
    var database = url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    var up = new DatabaseAccess(url, server.user(), "", Transport.ANY);
    var down =
        new DatabaseAccess(
            "jdbc:mysql://127.0.0.1:1/" + database, server.user(), "", Transport.ANY);
    execute(url, server, "CREATE TABLE customers (id INT)");
    var whileUp = new SourceAccess(new OneConnection(up), new JdbcSchemaReader());
    var whileDown = new SourceAccess(new OneConnection(down), new JdbcSchemaReader());
    var targets =
        "{JdbcTargets: [{ConnectionName: shop, Path: '%s/%%'}], S3Targets: [{Path: '%s'}]}"
            .formatted(database, folder.resolve("a"));
    catalog.crawlTargets(whileUp, targets, DELETE);
    var customers = database + "_customers";
    assertThat(catalog.tables()).containsExactlyInAnyOrder(customers, "orders");
    file("a/orders/dt=2024-01-03/a.csv", "id,amount\n5,2.5\n");
    execute(url, server, "ALTER TABLE customers ADD COLUMN name TEXT");

    var crawl = catalog.crawlTargets(whileDown, targets, DELETE);

    assertThat(crawl.run().state()).isEqualTo(State.FAILED);
    assertThat(crawl.run().error())
        .contains("could not be crawled, the others were: " + database + "/% of connection shop: ");
    assertThat(crawl.plan().failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.tables()).isEqualTo(1));
    assertThat(catalog.tables()).containsExactlyInAnyOrder(customers, "orders");
    assertThat(catalog.partitions("orders")).hasSize(3);
    assertThat(catalog.crawlTargets(whileUp, targets, DELETE).run().state())
        .isEqualTo(State.SUCCEEDED);
    assertThat(types(catalog.table(customers).layout().columns())).containsKey("name");
  }

  private static void execute(String url, DatabaseServer server, String statement)
      throws Exception {
    try (var connection = DriverManager.getConnection(url, server.user(), "");
        var made = connection.createStatement()) {
      made.execute(statement);
    }
  }

  @Test
  void aServerOfDocumentsThatIsDownLeavesFoldersWhole() throws Exception {
    var down = new DatabaseAccess("mongodb://127.0.0.1:1/", null, null, Transport.ANY);
    var targets =
        "{MongoDBTargets: [{ConnectionName: docs, Path: 'shop/%%'}], S3Targets: [{Path: '%s'}]}"
            .formatted(folder.resolve("a"));

    var crawl =
        catalog.crawlTargets(
            new SourceAccess(new OneConnection(down), SourceAccess.NONE.databases()), targets);

    assertThat(crawl.run().error()).contains("shop/% of connection docs: Cannot read");
    assertThat(catalog.tables()).containsExactly("orders");
  }

  @Test
  void rootsOfLakeFormatsAreTargetsOfTheirOwn() throws Exception {
    var targets =
        "{IcebergTargets: [{Paths: ['%s', '%s'], MaximumTraversalDepth: 3}]}"
            .formatted(folder.resolve("a"), folder.resolve("b"));
    refuse("/b");

    var crawl = catalog.crawlTargets(targets);

    assertThat(crawl.run().error())
        .contains("1 target could not be crawled", "Cannot list file:" + folder.resolve("b"));
    assertThat(crawl.plan().problems())
        .anySatisfy(problem -> assertThat(problem.reason()).contains("no table of Iceberg"));
  }

  @Test
  void aTableOfTheCatalogThatIsRefusedLeavesTheOthersWhole() throws Exception {
    crawl();
    refuse("/visits");
    file("a/orders/dt=2024-01-03/a.csv", "id,amount\n5,2.5\n");
    var crawler =
        CatalogFixture.targets(
            "{CatalogTargets: [{DatabaseName: lake, Tables: [visits, orders]}]}",
            "SchemaChangePolicy: {DeleteBehavior: LOG}");

    var crawl = catalog.crawl(crawler);

    assertThat(crawl.run().state()).isEqualTo(State.FAILED);
    assertThat(crawl.run().error()).contains("Cannot list file:" + folder.resolve("b/visits"));
    assertThat(catalog.partitions("orders")).hasSize(3);
    assertThat(catalog.partitions("visits")).hasSize(2);
    letAll();
    assertThat(catalog.crawl(crawler).run().state()).isEqualTo(State.SUCCEEDED);
  }
}
