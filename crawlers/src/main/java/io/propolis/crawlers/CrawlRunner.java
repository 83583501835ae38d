package io.propolis.crawlers;

import io.propolis.catalog.RunOperations;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.Checkpoints;
import io.propolis.crawlers.discovery.Discovery;
import io.propolis.crawlers.discovery.Discovery.Past;
import io.propolis.crawlers.discovery.FailedTarget;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.LakeChanges;
import io.propolis.crawlers.discovery.LakeMemory;
import io.propolis.crawlers.discovery.OtherListers;
import io.propolis.crawlers.events.EventSources;
import io.propolis.crawlers.events.LakeEvents;
import io.propolis.crawlers.plan.CrawlPlan;
import io.propolis.crawlers.plan.CrawlTarget;
import io.propolis.crawlers.plan.PlanExecution;
import io.propolis.crawlers.plan.Planner;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.progress.RunStoppedException;
import io.propolis.crawlers.runs.CrawlReport;
import io.propolis.crawlers.runs.DryRunReport;
import io.propolis.crawlers.runs.HeldRun;
import io.propolis.crawlers.runs.WatchedCrawl;
import io.propolis.crawlers.sources.LakeTables;
import io.propolis.crawlers.sources.ManifestFiles;
import io.propolis.crawlers.sources.SourceAccess;
import io.propolis.crawlers.sources.SourceCrawl;
import io.propolis.files.Lake;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs crawlers, one call at a time each. Thread-safe. */
public final class CrawlRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CrawlRunner.class);

  private final Lake lake;
  private final CrawlTarget catalog;
  private final RunLog runs;
  private final String node;
  private final Clock clock;
  private final EventSources events;
  private final Duration checkpoints;
  private final Function<Run, OtherListers> others;
  private final LakeTables roots;
  private final SourceAccess access;

  /**
   * A runner that is told nothing of what happens in the lake.
   *
   * @param node names this process in the runs it holds
   */
  public CrawlRunner(Lake lake, CrawlTarget catalog, RunLog runs, String node, Clock clock) {
    this(
        lake,
        SourceAccess.NONE,
        catalog,
        runs,
        node,
        clock,
        EventSources.none(),
        Checkpoints.EVERY,
        crawl -> OtherListers.NONE);
  }

  private CrawlRunner(
      Lake lake,
      SourceAccess access,
      CrawlTarget catalog,
      RunLog runs,
      String node,
      Clock clock,
      EventSources events,
      Duration checkpoints,
      Function<Run, OtherListers> others) {
    this.events = events;
    this.checkpoints = checkpoints;
    this.others = others;
    this.lake = lake;
    this.roots = new LakeTables(lake);
    this.access = access;
    this.catalog = catalog;
    this.runs = runs;
    this.node = node;
    this.clock = clock;
  }

  /** The same for crawlers in event mode, too. */
  public CrawlRunner listeningTo(EventSources sources) {
    return new CrawlRunner(lake, access, catalog, runs, node, clock, sources, checkpoints, others);
  }

  /** The same, reaching more than the lake. */
  public CrawlRunner reaching(SourceAccess more) {
    return new CrawlRunner(lake, more, catalog, runs, node, clock, events, checkpoints, others);
  }

  /** The same with checkpoints every so often; listings that take as long are shared. */
  public CrawlRunner checkpointing(Duration every) {
    return new CrawlRunner(lake, access, catalog, runs, node, clock, events, every, others);
  }

  /** The same with those who help with the listings of a crawl. */
  public CrawlRunner helpedBy(Function<Run, OtherListers> helpers) {
    return new CrawlRunner(lake, access, catalog, runs, node, clock, events, checkpoints, helpers);
  }

  /**
   * A crawl that has ended, and what it did. The run has failed when the plan names targets that
   * could not be crawled.
   */
  public record CrawlResult(Run run, CrawlPlan plan) {}

  /** What a crawl would do. Writes nothing, not even a run. */
  public CrawlPlan plan(CrawlerDefinition crawler) {
    var memory =
        LakeMemory.of(runs.memory(crawler.name()), crawler.toString(), Checkpoints.Attempt.PASSING);
    return plan(crawler, List.of(), new Past(memory, LakeChanges.UNKNOWN), CrawlWatch.NONE).plan();
  }

  /** A plan, and what is to lie in the lake beside its tables. */
  private record Planned(CrawlPlan plan, List<FoundSource> sources) {}

  private Planned plan(
      CrawlerDefinition crawler, List<Classifier> classifiers, Past past, CrawlWatch watch) {
    var planned =
        crawler.isOfCatalog()
            ? new Planned(
                new StandingTablesCrawl(lake, roots, catalog, clock, watch)
                    .plan(crawler, classifiers, past),
                List.of())
            : planNew(crawler, classifiers, past, watch);
    watch.planned((int) planned.plan().tables().stream().filter(t -> !t.isQuiet()).count());
    return planned;
  }

  private Planned planNew(
      CrawlerDefinition crawler, List<Classifier> classifiers, Past past, CrawlWatch watch) {
    var planner = new Planner(crawler, catalog, clock);
    var findings =
        SourceCrawl.of(lake, roots, access, crawler, watch)
            .and(
                Discovery.of(lake, roots, crawler, classifiers, planner.knownTables(), past, watch))
            .unlessAllFailed(crawler.targetCount());
    return new Planned(planner.plan(findings), findings.sources());
  }

  /**
   * Crawls. The run is kept whatever happens.
   *
   * @param cause what started it ("manual", a trigger's name)
   * @throws io.propolis.crawlers.plan.CrawlRefusedException when too many tables were found
   * @throws RunStoppedException when it was told to stop
   * @throws io.propolis.catalog.CatalogException when no target can be crawled, or the catalog
   *     fails; what was written by then stays, and the next crawl completes it
   */
  public CrawlResult run(CrawlerDefinition crawler, String cause) {
    var run =
        Run.starting(
                "crawl-" + UUID.randomUUID(),
                Run.Kind.CRAWL,
                crawler.name(),
                cause,
                node,
                clock.millis() + RunOperations.LEASE.toMillis(),
                clock.millis())
            .in(State.RUNNING);
    runs.begin(run);
    try (var held = HeldRun.of(runs, clock, run)) {
      return run(held, crawler, List.of(), crawler.toString());
    }
  }

  /**
   * Crawls for a run that this node holds, or plans what a crawl would do for a dry run. The run
   * has ended afterwards, or is another node's.
   *
   * @param classifiers asked before the crawler looks by itself, in this order
   * @param basis all of which these two were made: when it changes, nothing is remembered
   */
  public CrawlResult run(
      HeldRun held, CrawlerDefinition crawler, List<Classifier> classifiers, String basis) {
    LakeEvents told = null;
    Optional<List<FailedTarget>> kept = Optional.empty();
    try {
      var watch = WatchedCrawl.of(held, clock);
      if (isDryRun(held.run())) {
        return dryRun(held, crawler, classifiers, basis, watch);
      }
      var memory = memory(held, basis);
      told = LakeEvents.take(events, crawler, () -> targets(crawler));
      var planned = plan(crawler, classifiers, new Past(memory, told), watch);
      var refused = new ManifestFiles(lake).write(planned.sources());
      var plan = planned.plan().without(refused);
      if (!refused.isEmpty() && plan.failures().size() >= crawler.targetCount()) {
        throw FailedTarget.ofAll(plan.failedTargets());
      }
      new PlanExecution(catalog, watch, crawler.configuration().indexes()).apply(plan);
      var result = ended(held, crawler, plan, memory);
      kept = Optional.of(plan.failedTargets());
      return result;
    } catch (RunStoppedException e) {
      held.stopped();
      throw e;
    } catch (RuntimeException e) {
      fail(held, e);
      throw e;
    } finally {
      if (told != null && kept.isPresent()) {
        told.settle(kept.get());
      } else if (told != null) {
        told.release();
      }
    }
  }

  /** Where what is to be crawled lies; the catalog knows of its own tables. */
  private List<S3Target> targets(CrawlerDefinition crawler) {
    return crawler.isOfCatalog() ? StandingTables.targets(catalog, crawler) : crawler.targets();
  }

  /** Looks at all that there is, as events are for the crawl that follows them. */
  private CrawlResult dryRun(
      HeldRun held,
      CrawlerDefinition crawler,
      List<Classifier> classifiers,
      String basis,
      CrawlWatch watch) {
    var memory =
        LakeMemory.of(runs.memory(held.run().subject()), basis, Checkpoints.Attempt.PASSING);
    var plan = plan(crawler, classifiers, new Past(memory, LakeChanges.UNKNOWN), watch).plan();
    return new CrawlResult(DryRunReport.end(held, plan, clock.millis()), plan);
  }

  private static boolean isDryRun(Run run) {
    return run.cause().equals(RunOperations.DRY_RUN);
  }

  private CrawlResult ended(
      HeldRun held, CrawlerDefinition crawler, CrawlPlan plan, LakeMemory memory) {
    var report = new CrawlReport(plan);
    var notes = report.notes(held.run(), runs.topics(crawler.name()), clock.millis());
    var ended =
        plan.failure()
            .map(why -> held.failedInPart(why, report.progress(), notes, memory.change()))
            .orElseGet(() -> held.succeeded(report.progress(), notes, memory.change()));
    return new CrawlResult(ended, plan);
  }

  private LakeMemory memory(HeldRun held, String basis) {
    var crawler = held.run().subject();
    return LakeMemory.of(
        runs.memory(crawler),
        basis,
        new Checkpoints.Attempt(
            held.run().id(),
            (put, deleted) ->
                runs.remember(held.run(), new LakeMemory.Change(put, Set.copyOf(deleted))),
            checkpoints,
            others.apply(held.run())));
  }

  private static void fail(HeldRun held, RuntimeException failure) {
    try {
      held.failed(String.valueOf(failure.getMessage()));
    } catch (RuntimeException e) {
      LOG.warn("The failure of crawl {} could not be kept", held.run().id(), e);
      failure.addSuppressed(e);
    }
  }
}
