package io.propolis.crawlers;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.discovery.Discovery;
import io.propolis.crawlers.plan.CrawlPlan;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.CrawlTarget;
import io.propolis.crawlers.plan.PlanExecution;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.plan.Planner;
import io.propolis.files.Lake;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs crawlers, one call at a time each. Thread-safe. */
public final class CrawlRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CrawlRunner.class);
  private static final Duration LEASE = Duration.ofHours(24);

  /** What of the trace is kept with a run, in characters. */
  private static final int LONGEST_TRACE = 60_000;

  private final Lake lake;
  private final CrawlTarget catalog;
  private final RunLog runs;
  private final String node;
  private final Clock clock;

  /**
   * A runner.
   *
   * @param node names this process in the runs it holds
   */
  public CrawlRunner(Lake lake, CrawlTarget catalog, RunLog runs, String node, Clock clock) {
    this.lake = lake;
    this.catalog = catalog;
    this.runs = runs;
    this.node = node;
    this.clock = clock;
  }

  /** A crawl that ended well. */
  public record CrawlResult(Run run, CrawlPlan plan) {}

  /** What a crawl would do. Writes nothing, not even a run. */
  public CrawlPlan plan(CrawlerDefinition crawler) {
    var planner = new Planner(crawler, catalog, clock);
    return planner.plan(Discovery.of(lake, crawler, planner.knownTables()));
  }

  /**
   * Crawls. The run is kept whatever happens.
   *
   * @param cause what started it ("manual", a trigger's name)
   * @throws io.propolis.crawlers.plan.CrawlRefusedException when too many tables were found
   * @throws io.propolis.catalog.CatalogException when storage or catalog fail; what was written by
   *     then stays, and the next crawl completes it
   */
  public CrawlResult run(CrawlerDefinition crawler, String cause) {
    var run =
        Run.starting(
            "crawl-" + UUID.randomUUID(),
            Run.Kind.CRAWL,
            crawler.name(),
            cause,
            node,
            clock.millis() + LEASE.toMillis(),
            clock.millis());
    runs.begin(run);
    run = run.in(State.RUNNING);
    runs.update(run);
    CrawlPlan plan;
    try {
      plan = plan(crawler);
      new PlanExecution(catalog).apply(plan);
    } catch (RuntimeException e) {
      fail(run, e);
      throw e;
    }
    run = run.withProgress(progress(plan));
    runs.update(run);
    run = run.ended(State.SUCCEEDED, clock.millis(), null);
    runs.update(run);
    return new CrawlResult(run, plan);
  }

  private void fail(Run run, RuntimeException failure) {
    try {
      runs.update(run.ended(State.FAILED, clock.millis(), String.valueOf(failure.getMessage())));
    } catch (RuntimeException e) {
      LOG.warn("The failure of run {} could not be kept", run.id(), e);
      failure.addSuppressed(e);
    }
  }

  private static Map<String, String> progress(CrawlPlan plan) {
    var progress = new LinkedHashMap<String, String>();
    progress.put("objects", Long.toString(plan.objects()));
    progress.put("sampled", Integer.toString(plan.sampled()));
    progress.put("tablesCreated", Long.toString(plan.count(Action.CREATE)));
    progress.put("tablesUpdated", Long.toString(plan.count(Action.UPDATE)));
    progress.put(
        "tablesDeleted", Long.toString(plan.count(Action.DELETE) + plan.count(Action.DEPRECATE)));
    progress.put(
        "partitionsAdded",
        Long.toString(plan.tables().stream().mapToLong(t -> t.partitions().added().size()).sum()));
    progress.put("problems", Integer.toString(plan.problems().size()));
    var trace = PlanPrinter.text(plan);
    progress.put(
        "trace", trace.length() > LONGEST_TRACE ? trace.substring(0, LONGEST_TRACE) : trace);
    return progress;
  }
}
