package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.CrawlerOperations;
import io.propolis.catalog.model.Node;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.crawlers.definition.StoredCrawlers;
import io.propolis.crawlers.discovery.Checkpoints;
import io.propolis.crawlers.events.EventSources;
import io.propolis.crawlers.runs.CrawlTask;
import io.propolis.crawlers.runs.ListingRunTask;
import io.propolis.crawlers.runs.RunWorker;
import io.propolis.files.Lake;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Crawls whose listings are shared by nodes over one catalog. */
class SharedListingTest {
  private static final Logger LOG = LoggerFactory.getLogger(SharedListingTest.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Listings that take this long are shared. */
  private static final Duration SOON = Duration.ofMillis(50);

  private static final int DAYS = 128;
  private static final int FILES = 2;
  private static final byte[] CONTENT =
      "id,amount\n1,2.5\n2,3.5\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private CatalogFixture catalog;
  private CrawlerOperations crawlers;

  /** Each page takes the node that crawls a while, so that others have time to help. */
  private final SimulatedStore slow = new SimulatedStore(DAYS * 24, FILES, 500, CONTENT);

  private final SimulatedStore quick = new SimulatedStore(DAYS * 24, FILES, 0, CONTENT);

  @BeforeEach
  void open() {
    catalog = new CatalogFixture(folder, quick.lake());
    crawlers = catalog.session().crawlers(new StoredCrawlers());
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private void crawler(String name, String database) {
    crawlers.create(
        name,
        """
        {"Name":"%s","Role":"r","DatabaseName":"%s","Targets":{"S3Targets":[{"Path":"%s"}]}}"""
            .formatted(name, database, SimulatedStore.LOCATION),
        Map.of(),
        "");
  }

  /** A node is known to the others by its signs of life. */
  private void alive(String node) {
    catalog.session().nodes().heartbeat(new Node(node, "thrift://" + node, "1", 0, 0));
  }

  private RunWorker crawling(String node, Lake lake, Duration sharing) {
    alive(node);
    var task = new CrawlTask(catalog.catalog(), lake, EventSources.none(), node, sharing);
    var worker = new RunWorker(catalog.catalog(), node, List.of(new RunWorker.Share(task, 1)));
    worker.start(other -> false);
    return worker;
  }

  private RunWorker helping(String node, Lake lake) {
    alive(node);
    var task = new ListingRunTask(catalog.catalog(), lake);
    var worker = new RunWorker(catalog.catalog(), node, List.of(new RunWorker.Share(task, 2)));
    worker.start(other -> false);
    return worker;
  }

  private Run ended(Run run) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> catalog.session().runs().require(run.id()), stored -> stored.state().isFinal());
  }

  private List<Run> groups(String crawler) {
    return catalog.store().read(tx -> tx.runs().ofSubject(Run.Kind.CRAWL_LISTING, crawler, 100));
  }

  private Map<String, byte[]> remembered(String crawler) {
    return catalog.store().read(tx -> tx.crawlBlocks().find(crawler));
  }

  private void assertIsWhole(Run run) {
    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(run.progress()).containsEntry("objects", Long.toString(slow.objects()));
    assertThat(catalog.partitions("events")).hasSize(slow.partitions());
    assertThat(catalog.table("events").parameters())
        .containsEntry("objectCount", Long.toString(slow.objects()));
  }

  /** A crawl that one node did alone, into a database of its own. */
  private void assertIsAsOfOneNode(String crawler) {
    crawler("alone", "other");
    try (var worker = crawling("only", quick.lake(), Checkpoints.EVERY)) {
      ended(crawlers.start("alone"));
    }
    var expected = remembered("alone");
    var found = remembered(crawler);
    expected.remove("head");
    found.remove("head");
    assertThat(found).isNotEmpty().containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(groups("alone")).isEmpty();
  }

  @Test
  void aLongListingIsSharedAndItsResultIsThatOfOneNode() {
    crawler("shared", "lake");
    try (var one = crawling("one", slow.lake(), SOON);
        var two = helping("two", quick.lake())) {
      var run = ended(crawlers.start("shared"));

      assertIsWhole(run);
      assertThat(groups("shared")).isNotEmpty();
      assertThat(groups("shared")).anyMatch(group -> group.state() == State.SUCCEEDED);
      assertThat(slow.pages()).isPositive();
      assertThat(quick.pages()).isPositive();
    }
    assertIsAsOfOneNode("shared");
  }

  @Test
  void whatADeadNodeHeldComesBackWhenItsLeaseEnds() {
    crawler("shared", "lake");
    alive("two");
    try (var one = crawling("one", slow.lake(), SOON)) {
      var run = crawlers.start("shared");
      var taken =
          Awaitility.await()
              .atMost(PATIENCE)
              .until(
                  () -> catalog.session().runs().claim(Run.Kind.CRAWL_LISTING, "two"),
                  java.util.Optional::isPresent)
              .orElseThrow();
      catalog.session().runs().update(taken.heldBy("two", 1));

      assertIsWhole(ended(run));
      assertThat(catalog.session().runs().require(taken.id()).state()).isEqualTo(State.STOPPED);
    }
    assertIsAsOfOneNode("shared");
  }

  @Test
  void whatANodeMayNotListIsListedByTheOneThatCrawls() {
    crawler("shared", "lake");
    try (var one = crawling("one", slow.lake(), SOON);
        var two = helping("two", refusing())) {
      assertIsWhole(ended(crawlers.start("shared")));
      assertThat(groups("shared")).anyMatch(group -> group.state() == State.SUCCEEDED);
    }
  }

  /** Where pages take the time: 6,144 of two names and 20 ms, 16 threads a node. */
  @Test
  void threeNodesListInMuchLessThanTheTimeOfOne() {
    crawler("one", "lake");
    crawler("three", "other");
    var whole = pages();
    Run alone;
    try (var one = crawling("one", whole.lake(), SOON)) {
      alone = ended(crawlers.start("one"));
    }
    var first = pages();
    var second = pages();
    var third = pages();
    Run shared;
    try (var one = crawling("one", first.lake(), SOON);
        var two = helping("two", second.lake());
        var three = helping("three", third.lake())) {
      shared = ended(crawlers.start("three"));
    }
    long byOne = listing(whole);
    long byThree = listing(first, second, third);
    LOG.info(
        "{} pages by one node: {} ms, the crawl {} ms", whole.pages(), byOne, wall(alone, whole));
    LOG.info(
        "{}, {} and {} pages by three: {} ms, the crawl {} ms",
        first.pages(),
        second.pages(),
        third.pages(),
        byThree,
        wall(shared, whole));
    assertThat(second.pages()).isPositive();
    assertThat(third.pages()).isPositive();
    // No part is listed twice.
    assertThat(first.pages() + second.pages() + third.pages())
        .isLessThan(whole.pages() * 105 / 100);
    assertThat(byThree).isLessThan(byOne * 65 / 100);
  }

  /** Milliseconds from the first page of the node that crawls to the last one of all. */
  private static long listing(SimulatedStore crawling, SimulatedStore... helping) {
    long last =
        Stream.concat(Stream.of(crawling), Stream.of(helping))
            .mapToLong(SimulatedStore::lastPage)
            .max()
            .orElseThrow();
    return (last - crawling.firstPage()) / 1_000_000;
  }

  private static SimulatedStore pages() {
    return new SimulatedStore(128 * 24, 4, 2, 20, CONTENT);
  }

  private static long wall(Run run, SimulatedStore store) {
    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(run.progress()).containsEntry("objects", Long.toString(store.objects()));
    return Objects.requireNonNull(run.endedAt()) - Objects.requireNonNull(run.startedAt());
  }

  @Test
  void aNodeThatIsAloneSharesNothing() {
    crawler("shared", "lake");
    try (var one = crawling("one", slow.lake(), SOON)) {
      assertIsWhole(ended(crawlers.start("shared")));
      assertThat(groups("shared")).isEmpty();
    }
  }

  @Test
  void aListingThatEndsSoonIsNotShared() {
    crawler("shared", "lake");
    try (var one = crawling("one", slow.lake(), PATIENCE);
        var two = helping("two", quick.lake())) {
      assertIsWhole(ended(crawlers.start("shared")));
      assertThat(groups("shared")).isEmpty();
    }
  }

  @Test
  void theListingsOfACrawlThatIsStoppedStop() {
    crawler("shared", "lake");
    try (var one = crawling("one", slow.lake(), SOON);
        var two = helping("two", hanging())) {
      var run = crawlers.start("shared");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> groups("shared").stream().anyMatch(g -> g.leaseOwner() != null));
      crawlers.stop("shared");

      assertThat(ended(run).state()).isEqualTo(State.STOPPED);
      assertThat(groups("shared")).isEmpty();
    }
    assertThat(remembered("shared").keySet()).noneMatch(name -> name.startsWith("folders-"));
  }

  /** A store that refuses this node. */
  private Lake refusing() {
    return insteadOfListing(() -> new CatalogException(Kind.FORBIDDEN, Entity.LOCATION, "Denied"));
  }

  /** A store that does not answer this node, which stops waiting when it is interrupted. */
  private Lake hanging() {
    return insteadOfListing(
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new CatalogException(Kind.UNAVAILABLE, Entity.LOCATION, "No answer");
        });
  }

  private Lake insteadOfListing(Supplier<CatalogException> failure) {
    var whole = quick.lake();
    return (Lake)
        Proxy.newProxyInstance(
            Lake.class.getClassLoader(),
            new Class<?>[] {Lake.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("list")) {
                throw failure.get();
              }
              try {
                return method.invoke(whole, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
