package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CrawlerOperations;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.RunNote;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.crawlers.definition.StoredCrawlers;
import io.propolis.crawlers.events.EventSources;
import io.propolis.crawlers.runs.CrawlTask;
import io.propolis.crawlers.runs.RunWorker;
import io.propolis.files.FolderEntry;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crawlers that the catalog keeps, run by workers as servers have them. */
class StoredCrawlsTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_700_000_000_123L);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private final CountDownLatch listing = new CountDownLatch(1);
  private CatalogFixture catalog;
  private CrawlerOperations crawlers;

  @BeforeEach
  void open() {
    catalog = new CatalogFixture(folder, lake);
    crawlers = catalog.session().crawlers(new StoredCrawlers());
  }

  @AfterEach
  void close() {
    catalog.close();
    lake.close();
  }

  private void file(String name, String text) throws Exception {
    SampleFiles.text(folder.resolve("lake").resolve(name), text);
  }

  private void crawler(String name, String... members) {
    crawlers.create(
        name,
        """
        {"Name":"%s","Role":"r","DatabaseName":"lake","Targets":{"S3Targets":[{"Path":"%s"}]}%s}\
        """
            .formatted(
                name,
                folder.resolve("lake"),
                members.length == 0 ? "" : "," + String.join(",", members)),
        Map.of(),
        "");
  }

  private void classifier(String name, String document) {
    new StoredCrawlers().checkClassifier(document);
    catalog.session().resources().create(ResourceKey.of(ResourceKind.CLASSIFIER, name), document);
  }

  private RunWorker worker(Lake of) {
    var node = "node-" + System.nanoTime();
    var task = new CrawlTask(catalog.catalog(), of, EventSources.none(), node);
    var worker = new RunWorker(catalog.catalog(), node, List.of(new RunWorker.Share(task, 1)));
    worker.start(other -> false);
    return worker;
  }

  /** The newest run of the crawler, once it is as is waited for. */
  private Run await(String crawler, Predicate<Run> wanted) throws Exception {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> catalog.session().runs().page(Run.Kind.CRAWL, crawler, null, 1).get(0), wanted);
  }

  private Run crawled(String crawler) throws Exception {
    crawlers.start(crawler);
    return ended(crawler);
  }

  private Run ended(String crawler) throws Exception {
    try (var worker = worker(lake)) {
      return await(crawler, run -> run.state().isFinal());
    }
  }

  private List<RunNote> notes(String crawler) {
    return catalog.session().runs().notes(Run.Kind.CRAWL, List.of(crawler), 0, 100);
  }

  /** A lake whose listings never end. */
  private Lake endless() {
    return (Lake)
        Proxy.newProxyInstance(
            Lake.class.getClassLoader(),
            new Class<?>[] {Lake.class},
            (proxy, method, arguments) -> {
              try {
                var result = method.invoke(lake, arguments);
                return method.getName().equals("level") ? endless((Stream<?>) result) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Stream<FolderEntry> endless(Stream<?> entries) {
    var first = (FolderEntry) entries.findFirst().orElseThrow();
    if (first.isFolder()) {
      return Stream.of(first);
    }
    var entry = first;
    return Stream.generate(
        () -> {
          listing.countDown();
          LockSupport.parkNanos(10_000);
          return entry;
        });
  }

  @Test
  void aStartedCrawlMakesTablesAndKeepsWhatItDidAndWhy() throws Exception {
    file("orders/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    crawler("nightly");

    var run = crawled("nightly");

    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.progress())
        .containsEntry("tablesCreated", "1")
        .containsEntry(
            "summary", "{\"TABLE\":{\"ADD\":{\"Count\":1,\"Names\":[\"lake.orders\"]}}}");
    assertThat(catalog.table("orders").parameters()).containsEntry("UPDATED_BY_CRAWLER", "nightly");
    assertThat(notes("nightly")).extracting(RunNote::about).containsExactly("", "lake.orders");
    assertThat(notes("nightly").get(1).text())
        .startsWith("+ new        lake.orders (csv)")
        .contains("because header: the first record holds names");
  }

  @Test
  void theHistoryOfADryRunCountsWhatThatOfTheCrawlDoes() throws Exception {
    for (int day = 1; day <= 3; day++) {
      file("orders/day=2024-01-0%d/a.csv".formatted(day), "id,amount\n1,2.5\n2,3.5\n");
    }
    crawler("nightly", "\"SchemaChangePolicy\":{\"DeleteBehavior\":\"DELETE_FROM_DATABASE\"}");
    isForetold("{\"ADD\":{\"Count\":3}}");
    Files.delete(folder.resolve("lake/orders/day=2024-01-02/a.csv"));
    file("orders/day=2024-01-04/a.csv", "id,amount\n1,2.5\n2,3.5\n");

    isForetold("{\"ADD\":{\"Count\":1},\"DELETE\":{\"Count\":1}}");

    crawlers.startDryRun("nightly");
    assertThat(ended("nightly").progress()).containsEntry("summary", "{\"DRY_RUN\":{}}");
  }

  /** A dry run says of partitions what the crawl that follows it says, and of all else. */
  private void isForetold(String partitions) throws Exception {
    crawlers.startDryRun("nightly");
    var foretold = ended("nightly").progress().get("summary");
    var done = crawled("nightly").progress().get("summary");
    assertThat(foretold).isEqualTo("{\"DRY_RUN\":" + done + "}");
    assertThat(done).contains("\"PARTITION\":" + partitions);
  }

  @Test
  void aCrawlThatFindsNothingNewTellsNoTableAgain() throws Exception {
    file("orders/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    crawler("nightly");
    crawled("nightly");

    var run = crawled("nightly");

    assertThat(run.progress()).containsEntry("summary", "{}");
    assertThat(notes("nightly")).extracting(RunNote::about).containsExactly("", "lake.orders", "");
  }

  @Test
  void aCrawlWithATargetThatFailsTellsOfBothAndSoDoesItsDryRun() throws Exception {
    file("orders/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    crawler(
        "nightly",
        "\"Targets\":{\"S3Targets\":[{\"Path\":\"%s\"},{\"Path\":\"nowhere://b/x\"}]}"
            .formatted(folder.resolve("lake")));

    crawlers.startDryRun("nightly");
    Run dry;
    try (var worker = worker(lake)) {
      dry = await("nightly", each -> each.state().isFinal());
    }
    var run = crawled("nightly");

    assertThat(dry.state()).isEqualTo(State.FAILED);
    assertThat(dry.error()).contains("1 target could not be crawled", "nowhere://b/x");
    assertThat(dry.progress().get("summary")).contains("DRY_RUN", "ADD");
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("1 target could not be crawled", "nowhere://b/x");
    assertThat(run.progress()).containsEntry("tablesCreated", "1");
    assertThat(catalog.tables()).containsExactly("orders");
    assertThat(notes("nightly"))
        .extracting(RunNote::about)
        .containsExactly("dry run", "dry run", "", "lake.orders");
    assertThat(notes("nightly").get(2).text()).contains("Targets that could not be crawled (1):");
  }

  @Test
  void aCrawlUnderWayIsStopped() throws Exception {
    file("orders/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    crawler("nightly");
    crawlers.start("nightly");
    try (var worker = worker(endless())) {
      assertThat(listing.await(30, TimeUnit.SECONDS)).isTrue();
      await("nightly", run -> run.progress().containsKey("objects"));

      crawlers.stop("nightly");

      var run = await("nightly", each -> each.state().isFinal());
      assertThat(run.state()).isEqualTo(State.STOPPED);
      assertThat(Long.parseLong(run.progress().get("objects"))).isPositive();
    }
    assertThat(catalog.session().databases().find(DatabaseName.of("lake"))).isEmpty();
  }

  @Test
  void aCrawlOfANodeThatDiedIsGoneOnWithWhereItWas() throws Exception {
    int files = 40;
    for (int i = 0; i < files; i++) {
      var name = "orders/dt=%d/f%02d.csv".formatted(2000 + i, i);
      file(name, "id,amount\n1,2.5\n2,3.5\n");
      // A file of this moment might change again without a trace, and would not be remembered.
      Files.setLastModifiedTime(folder.resolve("lake").resolve(name), LONG_AGO);
    }
    crawler("nightly");
    crawlers.start("nightly");
    var dying = new WatchedLake(lake);
    var reads = new Semaphore(0);
    dying.onOpen(
        location -> {
          if (Integer.parseInt(location.replaceAll(".*/f(\\d+)\\.csv", "$1")) >= files / 2) {
            reads.acquireUninterruptibly();
          }
        });
    var rest = new WatchedLake(lake);
    var dead = worker("dead", dying.lake());
    dead.start(other -> false);
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> dying.countOpened() > files / 2 && checkpoints("nightly") > 0);
      await("nightly", run -> "20".equals(run.progress().get("sampled")));

      try (var second = worker("second", rest.lake())) {
        second.start("dead"::equals);
        var run = await("nightly", each -> each.state().isFinal());

        assertThat(run.state()).isEqualTo(State.SUCCEEDED);
        assertThat(run.attempt()).isEqualTo(1);
      }
    } finally {
      reads.release(files);
      dead.close();
    }
    assertThat(rest.opened()).isNotEmpty().hasSizeLessThanOrEqualTo(files / 2 + 8);
    assertThat(rest.listed()).doesNotContain("dt=2000");
    assertThat(catalog.partitions("orders")).hasSize(files);
    assertThat(checkpoints("nightly")).isZero();
  }

  private long checkpoints(String crawler) {
    return catalog
        .store()
        .<Map<String, byte[]>>read(tx -> tx.crawlBlocks().find(crawler))
        .keySet()
        .stream()
        .filter(name -> name.startsWith("checkpoint"))
        .count();
  }

  private RunWorker worker(String node, Lake of) {
    var task = new CrawlTask(catalog.catalog(), of, EventSources.none(), node, Duration.ZERO);
    return new RunWorker(catalog.catalog(), node, List.of(new RunWorker.Share(task, 1)));
  }

  @Test
  void aCrawlOfANodeThatStopsIsDoneByAnother() throws Exception {
    file("orders/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    crawler("nightly");
    crawlers.start("nightly");
    try (var first = worker(endless())) {
      assertThat(listing.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(await("nightly", run -> true).state()).isEqualTo(State.WAITING);

    try (var second = worker(lake)) {
      var run = await("nightly", each -> each.state().isFinal());
      assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    }
    assertThat(catalog.tables()).containsExactly("orders");
  }

  @Test
  void whatCrawlsCannotDoYetFailsTheCrawlAndSaysWhat() throws Exception {
    crawlers.create(
        "homeless",
        """
        {"Name":"homeless","Role":"r",
         "Targets":{"S3Targets":[{"Path":"s3://b/x"}]}}\
        """,
        Map.of(),
        "");
    crawler("missing", "\"Classifiers\":[\"absent\"]");

    assertThat(crawled("homeless").error()).contains("Key DatabaseName is missing");
    assertThat(crawled("missing").error()).isEqualTo("Classifier not found: absent");
  }

  @Test
  void aTargetThatIsNotThereFailsTheCrawlNamingIt() throws Exception {
    crawlers.create(
        "nowhere",
        """
        {"Name":"nowhere","Role":"r","DatabaseName":"lake",
         "Targets":{"S3Targets":[{"Path":"gopher://lake/x"}]}}\
        """,
        Map.of(),
        "");

    var run = crawled("nowhere");

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("gopher://lake/x");
  }

  @Test
  void aCsvClassifierSaysDelimiterQuoteNamesAndTypes() throws Exception {
    file("orders/a.txt", "1#'one # two'#2024-01-01\n2#three#2024-01-02\n");
    classifier(
        "hash",
        """
        {"CsvClassifier":{"Name":"hash","Delimiter":"#","QuoteSymbol":"'","ContainsHeader":"ABSENT",
         "Header":["Id","Text","Day"],"CustomDatatypeConfigured":true,
         "CustomDatatypes":["LONG","STRING","DATE"]}}\
        """);
    crawler("nightly", "\"Classifiers\":[\"hash\"]");

    assertThat(crawled("nightly").state()).isEqualTo(State.SUCCEEDED);

    var table = catalog.table("orders");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .containsExactly(
            Map.entry("id", "bigint"), Map.entry("text", "string"), Map.entry("day", "date"));
    assertThat(table.layout().serDe().library()).endsWith("OpenCSVSerde");
    assertThat(table.layout().serDe().parameters())
        .containsEntry("separatorChar", "#")
        .containsEntry("quoteChar", "'")
        .containsEntry("quote", "'")
        .containsEntry("header", "false");
    assertThat(notes("nightly").get(1).text()).contains("read as classifier hash says");
  }

  @Test
  void aHeaderThatAClassifierSaysIsThereIsNoData() throws Exception {
    file("codes/a.csv", "1,2\n3,4\n5,6\n");
    classifier(
        "headed", "{\"CsvClassifier\":{\"Name\":\"headed\",\"ContainsHeader\":\"PRESENT\"}}");
    crawler("nightly", "\"Classifiers\":[\"headed\"]");

    crawled("nightly");

    assertThat(CatalogFixture.types(catalog.table("codes").layout().columns()).keySet())
        .containsExactly("1", "2");
    assertThat(catalog.table("codes").parameters()).containsEntry("skip.header.line.count", "1");
  }

  @Test
  void textThatAClassifierDoesNotFitIsReadOtherwise() throws Exception {
    file("orders/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    classifier("three", "{\"CsvClassifier\":{\"Name\":\"three\",\"Header\":[\"a\",\"b\",\"c\"]}}");
    crawler("nightly", "\"Classifiers\":[\"three\"]");

    crawled("nightly");

    assertThat(CatalogFixture.types(catalog.table("orders").layout().columns()).keySet())
        .containsExactly("id", "amount");
  }

  @Test
  void aJsonClassifierOpensTopLevelArrays() throws Exception {
    file("events/a.json", "[\n {\"id\": 1, \"tags\": [\"x\"]},\n {\"id\": 2}\n]\n");
    classifier("rows", "{\"JsonClassifier\":{\"Name\":\"rows\",\"JsonPath\":\"$[*]\"}}");
    crawler("nightly", "\"Classifiers\":[\"rows\"]");

    crawled("nightly");

    var table = catalog.table("events");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .containsExactly(Map.entry("id", "int"), Map.entry("tags", "array<string>"));
    assertThat(table.layout().serDe().parameters()).containsEntry("multiLine", "true");
  }

  @Test
  void aGrokClassifierMakesColumnsOfItsFields() throws Exception {
    file(
        "web/access.log",
        """
        10.0.0.1 - ann [29/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 512
        10.0.0.2 - - [29/Nov/2026:10:00:01 +0000] "GET /b HTTP/1.1" 404 -
        """);
    classifier(
        "apache",
        """
        {"GrokClassifier":{"Name":"apache","Classification":"weblog",
         "GrokPattern":"%{COMMONAPACHELOG_DATATYPED}"}}\
        """);
    crawler("nightly", "\"Classifiers\":[\"apache\"]");

    crawled("nightly");

    var table = catalog.table("web");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .containsEntry("clientip", "string")
        .containsEntry("verb", "string")
        .containsEntry("response", "int")
        .containsEntry("bytes", "bigint");
    assertThat(table.parameters()).containsEntry("classification", "weblog");
    assertThat(table.layout().serDe().library()).endsWith("RegexSerDe");
    var regex =
        java.util.regex.Pattern.compile(table.layout().serDe().parameters().get("input.regex"));
    var line = Files.readAllLines(folder.resolve("lake/web/access.log")).get(0);
    var matcher = regex.matcher(line);
    assertThat(matcher.matches()).isTrue();
    assertThat(matcher.groupCount()).isEqualTo(table.layout().columns().size());
  }

  @Test
  void anXmlClassifierSaysWhichElementsAreRows() throws Exception {
    file(
        "books/a.xml",
        """
        <library><name>Bern</name>
          <book isbn="0123"><title>A</title><price>9.50</price><author>x</author><author>y</author></book>
          <book isbn="0124"><title>B</title><price>8</price><author>z</author></book>
        </library>
        """);
    classifier(
        "books",
        "{\"XMLClassifier\":{\"Name\":\"books\",\"Classification\":\"library\",\"RowTag\":\"book\"}}");
    crawler("nightly", "\"Classifiers\":[\"books\"]");

    crawled("nightly");

    var table = catalog.table("books");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .containsExactly(
            Map.entry("_isbn", "string"),
            Map.entry("title", "string"),
            Map.entry("price", "double"),
            Map.entry("author", "array<string>"));
    assertThat(table.parameters())
        .containsEntry("classification", "library")
        .containsEntry("rowTag", "book")
        .containsEntry("spark.sql.sources.provider", "xml");
    assertThat(table.layout().serDe().parameters()).containsEntry("rowTag", "book");
  }

  @Test
  void aJsonClassifierMayNameWhereTheRowsLie() throws Exception {
    file("deep/a.json", "{\"meta\":{\"n\":2},\"data\":{\"rows\":[{\"id\":1},{\"id\":2.5}]}}\n");
    classifier("rows", "{\"JsonClassifier\":{\"Name\":\"rows\",\"JsonPath\":\"$.data.rows[*]\"}}");
    crawler("nightly", "\"Classifiers\":[\"rows\"]");

    crawled("nightly");

    var table = catalog.table("deep");
    assertThat(CatalogFixture.types(table.layout().columns()))
        .containsExactly(Map.entry("id", "double"));
    assertThat(table.parameters()).containsEntry("jsonPath", "$.data.rows[*]");
    assertThat(notes("nightly").get(1).text()).contains("no engine follows it");
  }
}
