package io.propolis.crawlers.runs;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CrawlerOperations;
import io.propolis.catalog.RunOperations;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.crawlers.CrawlRunner;
import io.propolis.crawlers.RunLog;
import io.propolis.crawlers.definition.InvalidDefinitionException;
import io.propolis.crawlers.definition.StoredCrawlers;
import io.propolis.crawlers.discovery.Checkpoints;
import io.propolis.crawlers.events.EventSources;
import io.propolis.crawlers.plan.CoreCrawlTarget;
import io.propolis.crawlers.sources.SourceAccess;
import io.propolis.files.Lake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Crawls, by the definitions that the catalog keeps. */
public final class CrawlTask implements RunTask {
  private static final Logger LOG = LoggerFactory.getLogger(CrawlTask.class);

  private final Catalog catalog;
  private final Session session;
  private final CrawlerOperations crawlers;
  private final Lake lake;
  private final EventSources events;
  private final SourceAccess access;
  private final Duration checkpoints;
  private final RunLog log;
  private final String node;

  /**
   * A task.
   *
   * @param events what tells of changes in the lake
   * @param node names this node in the runs it holds
   */
  public CrawlTask(Catalog catalog, Lake lake, EventSources events, String node) {
    this(catalog, lake, events, SourceAccess.NONE, node, Checkpoints.EVERY);
  }

  /**
   * A task that reaches more than the lake.
   *
   * @param access what it reaches
   */
  public CrawlTask(
      Catalog catalog, Lake lake, EventSources events, SourceAccess access, String node) {
    this(catalog, lake, events, access, node, Checkpoints.EVERY);
  }

  /** The same with checkpoints every so often. */
  public CrawlTask(
      Catalog catalog, Lake lake, EventSources events, String node, Duration checkpoints) {
    this(catalog, lake, events, SourceAccess.NONE, node, checkpoints);
  }

  private CrawlTask(
      Catalog catalog,
      Lake lake,
      EventSources events,
      SourceAccess access,
      String node,
      Duration checkpoints) {
    this.access = access;
    this.checkpoints = checkpoints;
    this.events = events;
    this.catalog = catalog;
    this.session = catalog.as(new Caller("", "crawler"));
    this.crawlers = session.crawlers(new StoredCrawlers());
    this.lake = lake;
    this.log = RunLog.in(catalog.store());
    this.node = node;
  }

  @Override
  public Run.Kind kind() {
    return Run.Kind.CRAWL;
  }

  @Override
  public void startDue() {
    crawlers.startDue();
  }

  @Override
  public void execute(HeldRun held) {
    var run = held.run();
    StoredCrawlers.Stored crawler;
    List<String> classifiers;
    String document;
    try {
      document = document(run);
      crawler = definition(document);
      classifiers = classifiers(crawler.definition().classifiers());
    } catch (InvalidDefinitionException e) {
      LOG.info("Crawl {} of {} cannot begin: {}", run.id(), run.subject(), e.getMessage());
      held.failed(String.valueOf(e.getMessage()));
      return;
    }
    var target = new CoreCrawlTarget(catalog, run.subject());
    new CrawlRunner(lake, target, log, node, catalog.clock())
        .listeningTo(events)
        .reaching(access)
        .checkpointing(checkpoints)
        .helpedBy(crawl -> new ListingRuns(catalog, crawl, node))
        .run(
            held,
            crawler.definition(),
            classifiers.stream().map(StoredCrawlers::classifier).toList(),
            document + "\n" + String.join("\n", classifiers));
  }

  /** Throws {@link InvalidDefinitionException} saying why no crawl can begin. */
  private String document(Run run) {
    boolean isOurs =
        run.cause().equals(RunOperations.ON_DEMAND)
            || run.cause().equals(RunOperations.BY_SCHEDULE)
            || run.cause().equals(RunOperations.DRY_RUN);
    var stored = session.resources().find(CrawlerOperations.key(run.subject()));
    if (!isOurs || stored.isEmpty()) {
      throw new InvalidDefinitionException("The process that crawled has died");
    }
    return stored.get().document();
  }

  private static StoredCrawlers.Stored definition(String document) {
    var crawler = StoredCrawlers.crawler(document);
    crawler
        .postponed()
        .ifPresent(
            what -> {
              throw new InvalidDefinitionException(what);
            });
    return crawler;
  }

  /** The documents of classifiers. */
  private List<String> classifiers(List<String> names) {
    var found = session.resources().findAll(ResourceKind.CLASSIFIER, names);
    var missing = new ArrayList<>(names);
    missing.removeAll(found.stream().map(Resource::name).toList());
    if (!missing.isEmpty()) {
      throw new InvalidDefinitionException("Classifier not found: " + String.join(", ", missing));
    }
    return found.stream().map(Resource::document).toList();
  }
}
