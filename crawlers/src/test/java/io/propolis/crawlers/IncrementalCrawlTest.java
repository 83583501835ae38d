package io.propolis.crawlers;

import static io.propolis.crawlers.CatalogFixture.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.DropData;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What crawls after the first one read, list and write. */
class IncrementalCrawlTest {
  private static final String NEW_ONLY = "RecrawlPolicy: {RecrawlBehavior: CRAWL_NEW_FOLDERS_ONLY}";

  @TempDir Path folder;
  private final Lake real = Lakes.open(S3Settings.DEFAULT);
  private final WatchedLake lake = new WatchedLake(real);
  private CatalogFixture catalog;
  private int age = 10_000;

  @BeforeEach
  void open() {
    catalog = new CatalogFixture(folder, lake.lake());
  }

  @AfterEach
  void close() {
    catalog.close();
    real.close();
  }

  /** Files of the past, each younger than those before: no clock tells when tests write. */
  private void file(String name, String text) throws IOException {
    var path = folder.resolve("lake").resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(age--)));
  }

  private List<Problem> crawl(String... yaml) {
    return catalog.crawl(folder.resolve("lake").toString(), yaml).plan().problems();
  }

  private Map<String, String> memory() {
    return catalog
        .store()
        .<Map<String, byte[]>>read(tx -> tx.crawlBlocks().find("test-crawler"))
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> java.util.Arrays.toString(e.getValue())));
  }

  private void orders() throws IOException {
    file("orders/dt=2024-01-01/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    file("orders/dt=2024-01-02/a.csv", "id,amount\n3,2.5\n4,3.5\n");
    file("events/a.json", "{\"a\":1,\"tags\":[\"x\"]}\n");
    file("logs/access.log", "1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2\n");
    file("docs/a.xml", "<rows><row><id>1</id></row><row><id>2</id></row></rows>");
  }

  @Test
  @DisplayName("slow with many files: reads everything each run")
  void aCrawlOfUnchangedDataReadsNoFileAndWritesNothing() throws Exception {
    orders();
    crawl();
    var before = memory();
    long position = catalog.store().position();
    assertThat(lake.opened()).isNotEmpty();

    var second = catalog.crawl(folder.resolve("lake").toString());

    assertThat(lake.opened()).isEmpty();
    assertThat(catalog.store().position()).isEqualTo(position);
    assertThat(memory()).isEqualTo(before).isNotEmpty();
    assertThat(second.plan().isQuiet()).isTrue();
    assertThat(second.plan().objects()).isEqualTo(5);
    assertThat(second.plan().sampled()).isZero();
  }

  @Test
  void aChangedFolderCostsOnlyItself() throws Exception {
    orders();
    crawl();
    lake.opened();
    file("orders/dt=2024-01-03/b.csv", "id,amount\n5,2.5\n6,x\n");
    file("orders/dt=2024-01-01/c.csv", "id,amount\n7,2.5\n8,3.5\n");

    crawl();

    assertThat(lake.opened()).containsExactly("b.csv", "c.csv");
    assertThat(catalog.partitions("orders")).hasSize(3);
    assertThat(types(catalog.table("orders").layout().columns()))
        .containsEntry("id", "int")
        .containsEntry("amount", "string");
    crawl();
    assertThat(lake.opened()).isEmpty();
  }

  @Test
  void aFileOfTheSameLengthThatChangedIsReadAgain() throws Exception {
    file("orders/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    crawl();
    file("orders/a.csv", "id,amount\n1,2.x\n2,3.5\n");

    crawl();

    assertThat(types(catalog.table("orders").layout().columns())).containsEntry("amount", "string");
  }

  @Test
  void aChangedCrawlerReadsAllAnew() throws Exception {
    orders();
    crawl();
    lake.opened();

    crawl("Configuration: {Propolis: {Types: GLUE}}");

    assertThat(lake.opened()).contains("a.csv", "a.json", "a.xml", "access.log");
    assertThat(types(catalog.table("orders").layout().columns())).containsEntry("id", "bigint");
  }

  @Test
  void whatTheCatalogLostComesBackWithoutReadingAFile() throws Exception {
    orders();
    crawl();
    var orders = catalog.table("orders");
    lake.opened();
    catalog.session().tables().drop(CatalogFixture.name("orders"), DropData.KEEP_FILES);
    catalog.session().tables().drop(CatalogFixture.name("logs"), DropData.KEEP_FILES);

    crawl();

    assertThat(lake.opened()).isEmpty();
    assertThat(catalog.tables()).contains("orders", "logs");
    assertThat(catalog.table("orders").layout()).isEqualTo(orders.layout());
    assertThat(catalog.partitions("orders")).hasSize(2);
  }

  @Test
  void aDamagedFileIsToldAgainAndNotReadAgain() throws Exception {
    orders();
    file("orders/dt=2024-01-01/b.csv", "PAR1 and nothing more");
    var first = crawl();
    lake.opened();

    var second = crawl();

    assertThat(lake.opened()).isEmpty();
    assertThat(second).isEqualTo(first).isNotEmpty();
  }

  @Test
  void whatStorageRefusedToReadIsTriedAgain() throws Exception {
    orders();
    lake.onOpen(
        location -> {
          if (location.endsWith("a.json")) {
            throw new CatalogException(
                Kind.UNAVAILABLE, Entity.LOCATION, "Cannot open " + location, null);
          }
        });

    assertThat(crawl())
        .anySatisfy(
            problem -> {
              assertThat(problem.location()).endsWith("events/a.json");
              assertThat(problem.reason()).contains("Cannot open");
            });
    assertThat(catalog.tables()).containsExactly("docs", "logs", "orders");
    lake.onOpen(location -> {});
    lake.opened();
    crawl();
    assertThat(lake.opened()).containsExactly("a.json");
    assertThat(catalog.tables()).containsExactly("docs", "events", "logs", "orders");
  }

  @Test
  void filesThatVanishWhileTheyAreReadAreNamedAndTheRestIsCrawled() throws Exception {
    orders();
    lake.onOpen(
        location -> {
          try {
            Files.deleteIfExists(folder.resolve("lake/orders/dt=2024-01-02/a.csv"));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });

    var problems = crawl();

    assertThat(problems).anySatisfy(p -> assertThat(p.location()).endsWith("dt=2024-01-02/a.csv"));
    assertThat(catalog.tables()).containsExactly("docs", "events", "logs", "orders");
  }

  @Test
  void aFolderThatNobodyMayListIsNamedAndWhatStandsOfItStays() throws Exception {
    orders();
    crawl();
    lake.onList(
        location -> {
          if (location.endsWith("orders")) {
            throw new CatalogException(
                Kind.FORBIDDEN, Entity.LOCATION, "Cannot list " + location, null);
          }
        });
    file("more/a.csv", "id,amount\n1,2.5\n2,3.5\n");

    var problems = crawl("SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}");

    assertThat(problems)
        .filteredOn(p -> p.kind() == Problem.Kind.UNLISTED)
        .singleElement()
        .satisfies(p -> assertThat(p.location()).endsWith("lake/orders"));
    assertThat(catalog.tables()).containsExactly("docs", "events", "logs", "more", "orders");
    assertThat(catalog.partitions("orders")).hasSize(2);
  }

  @Test
  void nothingIsRememberedOfACrawlThatDidNotEnd() throws Exception {
    orders();
    var definition = CatalogFixture.definition(folder.resolve("lake").toString(), NEW_ONLY);
    lake.onOpen(
        location -> {
          if (location.endsWith("a.json")) {
            throw new IllegalStateException("killed");
          }
        });
    assertThatThrownBy(() -> catalog.crawl(definition));
    lake.onOpen(location -> {});

    catalog.crawl(definition);

    assertThat(catalog.tables()).containsExactly("docs", "events", "logs", "orders");
  }

  @Test
  @DisplayName("slow with many files: lists everything each run")
  void newFoldersOnlyListsAndReadsThoseAlone() throws Exception {
    orders();
    crawl(NEW_ONLY);
    lake.opened();
    lake.listed();
    file("orders/dt=2024-01-03/b.csv", "id,amount\n5,2.5\n6,7.5\n");
    file("orders/dt=2024-01-01/late.csv", "id,amount\n5,x\n6,x\n");
    file("cities/c.csv", "city,people\nBern,1\nGenf,2\n");
    Files.delete(folder.resolve("lake/orders/dt=2024-01-02/a.csv"));
    var orders = catalog.table("orders");

    crawl(NEW_ONLY);

    assertThat(lake.opened()).containsExactly("b.csv", "c.csv");
    assertThat(lake.listed()).containsExactly("cities", "dt=2024-01-03", "lake", "orders");
    assertThat(catalog.table("orders")).isEqualTo(orders);
    assertThat(catalog.partitions("orders"))
        .containsExactlyInAnyOrder(
            List.of("2024-01-01"), List.of("2024-01-02"), List.of("2024-01-03"));
    assertThat(catalog.tables()).contains("cities");
    crawl(NEW_ONLY);
    assertThat(lake.opened()).isEmpty();
  }

  @Test
  void newFoldersOfAnotherSchemaAreLeftOutAndTold() throws Exception {
    orders();
    crawl(NEW_ONLY);
    file("orders/dt=2024-01-03/b.csv", "city,people,area\nBern,1,2\nGenf,2,3\n");
    file("orders/dt=2024-01-04/b.csv", "id,amount\n5,2.5\n6,7.5\n");

    var problems = crawl(NEW_ONLY);

    assertThat(catalog.partitions("orders"))
        .doesNotContain(List.of("2024-01-03"))
        .contains(List.of("2024-01-04"));
    assertThat(problems)
        .anySatisfy(
            p -> {
              assertThat(p.location()).endsWith("dt=2024-01-03");
              assertThat(p.reason()).contains("another schema");
            });
  }
}
