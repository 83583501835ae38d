package io.propolis.crawlers.runs;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CrawlerOperations;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.crawlers.CrawlRunner;
import io.propolis.crawlers.RunLog;
import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.definition.InvalidDefinitionException;
import io.propolis.crawlers.definition.StoredCrawlers;
import io.propolis.crawlers.plan.CoreCrawlTarget;
import io.propolis.crawlers.plan.CrawlRefusedException;
import io.propolis.crawlers.progress.CrawlStoppedException;
import io.propolis.files.Lake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the crawls that are asked for, among all nodes over a catalog: takes on those that
 * nobody holds, and those of nodes that have died, from their beginning. Starts what schedules say.
 */
public final class CrawlWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CrawlWorker.class);

  /** A crawl that has taken so many nodes with it is not begun again. */
  private static final int MOST_ATTEMPTS = 3;

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Catalog catalog;
  private final Session session;
  private final CrawlerOperations crawlers;
  private final Lake lake;
  private final RunLog log;
  private final String node;
  private final Semaphore free;
  private final Set<HeldRun> held = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService poll =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "crawl-worker"));
  private final ExecutorService crawls = Executors.newCachedThreadPool(w -> daemon(w, "crawl"));
  private boolean wasAway;

  /**
   * A worker that does nothing yet.
   *
   * @param node names this node in the runs it holds
   * @param parallel crawls that this node executes at once, at most; 0 leaves all to others
   */
  public CrawlWorker(Catalog catalog, Lake lake, String node, int parallel) {
    this.catalog = catalog;
    this.session = catalog.as(new Caller("", "crawler"));
    this.crawlers = session.crawlers(new StoredCrawlers());
    this.lake = lake;
    this.log = RunLog.in(catalog.store());
    this.node = node;
    this.free = new Semaphore(parallel);
  }

  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to work, for as long as the node runs.
   *
   * @param dead whether a node that holds runs is known to be dead, so that its lease need not end
   */
  public void start(Predicate<String> dead) {
    poll.execute(() -> guarded(() -> session.runs().release(Run.Kind.CRAWL, dead)));
    poll.scheduleWithFixedDelay(
        () -> guarded(this::round), 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Work that fails, because the database is away, is no reason to omit the next round. */
  private void guarded(Runnable work) {
    try {
      work.run();
      wasAway = false;
    } catch (RuntimeException e) {
      if (!poll.isShutdown() && !wasAway) {
        LOG.warn("Crawls are not looked after, to be tried again: {}", e.getMessage());
        LOG.debug("Crawls are not looked after", e);
      }
      wasAway = true;
    }
  }

  /** Starts what is due, and takes on what waits while there is room. */
  void round() {
    crawlers.startDue();
    while (!poll.isShutdown() && free.tryAcquire()) {
      boolean taken = false;
      try {
        var claimed = session.runs().claim(Run.Kind.CRAWL, node);
        if (claimed.isEmpty()) {
          return;
        }
        crawls.execute(() -> execute(claimed.get()));
        taken = true;
      } finally {
        if (!taken) {
          free.release();
        }
      }
    }
  }

  private void execute(Run claimed) {
    try (var run = HeldRun.of(log, catalog.clock(), claimed)) {
      held.add(run);
      try {
        crawl(run);
      } finally {
        held.remove(run);
      }
    } catch (CrawlStoppedException e) {
      LOG.info("Crawl {} of {}: {}", claimed.id(), claimed.subject(), e.getMessage());
    } catch (CatalogException | CrawlRefusedException e) {
      LOG.warn("Crawl {} of {} failed: {}", claimed.id(), claimed.subject(), e.getMessage());
      LOG.debug("Crawl {} failed", claimed.id(), e);
    } catch (RuntimeException | Error e) {
      LOG.error("Crawl {} of {} failed", claimed.id(), claimed.subject(), e);
    } finally {
      free.release();
    }
  }

  private void crawl(HeldRun held) {
    var run = held.run();
    if (run.state() == State.STOPPING) {
      held.end(State.STOPPED, null, run.progress(), List.of());
      return;
    }
    if (run.attempt() >= MOST_ATTEMPTS) {
      held.failed("The servers that crawled have died %d times".formatted(run.attempt()));
      return;
    }
    StoredCrawlers.Stored crawler;
    List<Classifier> classifiers;
    try {
      crawler = definition(run);
      classifiers = classifiers(crawler.definition().classifiers());
    } catch (InvalidDefinitionException e) {
      LOG.info("Crawl {} of {} cannot begin: {}", run.id(), run.subject(), e.getMessage());
      held.failed(String.valueOf(e.getMessage()));
      return;
    }
    LOG.info("Crawl {} of {} begins", run.id(), run.subject());
    var target = new CoreCrawlTarget(catalog, run.subject());
    var ended =
        new CrawlRunner(lake, target, log, node, catalog.clock())
            .run(held, crawler.definition(), classifiers)
            .run();
    LOG.info("Crawl {} of {}: {}", run.id(), run.subject(), ended.progress());
  }

  /** Throws {@link InvalidDefinitionException} saying why no crawl can begin. */
  private StoredCrawlers.Stored definition(Run run) {
    boolean isOurs =
        run.cause().equals(CrawlerOperations.ON_DEMAND)
            || run.cause().equals(CrawlerOperations.BY_SCHEDULE);
    var stored = session.resources().find(CrawlerOperations.key(run.subject()));
    if (!isOurs || stored.isEmpty()) {
      throw new InvalidDefinitionException("The process that crawled has died");
    }
    var crawler = StoredCrawlers.crawler(stored.get().document());
    crawler
        .postponed()
        .ifPresent(
            what -> {
              throw new InvalidDefinitionException(what);
            });
    return crawler;
  }

  private List<Classifier> classifiers(List<String> names) {
    var found = session.resources().findAll(ResourceKind.CLASSIFIER, names);
    var missing = new ArrayList<>(names);
    missing.removeAll(found.stream().map(Resource::name).toList());
    if (!missing.isEmpty()) {
      throw new InvalidDefinitionException("Classifier not found: " + String.join(", ", missing));
    }
    return found.stream()
        .map(each -> StoredCrawlers.classifier(each.document()))
        .map(CrawlWorker::usable)
        .toList();
  }

  private static Classifier usable(Classifier classifier) {
    if (classifier instanceof Classifier.Xml) {
      throw new InvalidDefinitionException(
          "Classifier %s is not supported: this version reads no XML".formatted(classifier.name()));
    }
    if (classifier instanceof Classifier.Json json
        && !json.path().equals(Classifier.Json.ELEMENTS)
        && !json.path().equals("$")) {
      throw new InvalidDefinitionException(
          "Classifier %s is not supported: its JsonPath is %s, and crawls read $[*] only"
              .formatted(json.name(), json.path()));
    }
    return classifier;
  }

  /** Gives back the crawls that are under way, for other nodes to do. Takes a second at most. */
  @Override
  public void close() {
    poll.shutdownNow();
    held.forEach(HeldRun::giveBack);
    crawls.shutdown();
    try {
      if (!crawls.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("Crawls that are under way are taken on by other servers when their lease ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
