package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.RunStateException.Reason;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunSchedule;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Crawlers: their definitions, which the catalog keeps and does not read, their schedules and what
 * is asked of them. Whoever starts, stops, changes or deletes a crawler holds its definition
 * meanwhile, so that one crawl of it is under way at most.
 */
public final class CrawlerOperations {
  private static final int ATTEMPTS = 10;

  private final Context context;
  private final RunScheduling scheduling;

  CrawlerOperations(Context context, Schedules schedules) {
    this.context = context;
    this.scheduling = new RunScheduling(context, schedules, Run.Kind.CRAWL);
  }

  public static ResourceKey key(String crawler) {
    return ResourceKey.of(ResourceKind.CRAWLER, crawler);
  }

  /**
   * Keeps a new crawler.
   *
   * @param schedule empty for none
   * @throws CatalogException ALREADY_EXISTS; INVALID for name, tags or schedule
   */
  public Resource create(String name, String document, Map<String, String> tags, String schedule) {
    return context
        .store()
        .write(
            tx -> {
              var made = new ResourceWrites(context, tx).create(key(name), document, tags);
              scheduling.put(tx, name, schedule);
              return made;
            });
  }

  /**
   * Replaces the definition by one that is made of the current one.
   *
   * @param schedule the new one, empty to have none, absent to leave it as it is
   * @throws CatalogException NOT_FOUND; INVALID for the schedule
   * @throws RunStateException RUNNING
   */
  public Resource change(
      String name, Function<Resource, String> change, @Nullable String schedule) {
    return context
        .store()
        .write(
            tx -> {
              resting(tx, name);
              var changed = new ResourceWrites(context, tx).change(key(name), change);
              if (schedule != null) {
                scheduling.put(tx, name, schedule);
              }
              return changed;
            });
  }

  /**
   * Replaces the schedule alone, also while the crawler runs.
   *
   * @param schedule empty to have none
   * @throws CatalogException NOT_FOUND; INVALID for the schedule
   */
  public void reschedule(String name, String schedule) {
    context
        .store()
        .<Void>write(
            tx -> {
              locked(tx, name);
              scheduling.put(tx, name, schedule);
              return null;
            });
  }

  /**
   * Deletes the crawler with its schedule, tags and runs, and what it remembers of the lake.
   *
   * @throws CatalogException NOT_FOUND
   * @throws RunStateException RUNNING
   */
  public void delete(String name) {
    context
        .store()
        .<Void>write(
            tx -> {
              resting(tx, name);
              new ResourceWrites(context, tx).delete(key(name));
              scheduling.remove(tx, name);
              tx.runs().deleteOf(Run.Kind.CRAWL, name);
              tx.runs().deleteOf(Run.Kind.CRAWL_LISTING, name);
              tx.crawlBlocks().deleteOf(name);
              return null;
            });
  }

  /** Holds the definition of a crawler that does not crawl. */
  private static void resting(Transaction tx, String name) {
    locked(tx, name);
    if (!tx.runs().unfinished(Run.Kind.CRAWL, name).isEmpty()) {
      throw new RunStateException(
          Reason.RUNNING, "Crawler with name " + name + " has already started");
    }
  }

  private static void locked(Transaction tx, String name) {
    if (tx.resources().lock(key(name)).isEmpty()) {
      throw ResourceOperations.notFound(key(name));
    }
  }

  /**
   * Asks for a crawl, which a node will take on.
   *
   * @throws CatalogException NOT_FOUND
   * @throws RunStateException RUNNING
   */
  public Run start(String name) {
    return start(name, RunOperations.ON_DEMAND);
  }

  /** The same for a crawl that writes nothing: what it would do is in its notes. */
  public Run startDryRun(String name) {
    return start(name, RunOperations.DRY_RUN);
  }

  private Run start(String name, String cause) {
    return context
        .store()
        .write(
            tx -> {
              resting(tx, name);
              return begin(tx, name, cause);
            });
  }

  private Run begin(Transaction tx, String name, String cause) {
    var run =
        Run.waiting(
            UUID.randomUUID().toString(), Run.Kind.CRAWL, name, cause, context.clock().millis());
    tx.runs().insert(run);
    return run;
  }

  /**
   * Asks the crawl that is under way to stop. One that nobody has taken on yet has stopped then.
   *
   * @throws CatalogException NOT_FOUND
   * @throws RunStateException NOT_RUNNING, STOPPING
   */
  public Run stop(String name) {
    for (int attempt = 1; ; attempt++) {
      try {
        return context.store().write(tx -> stop(tx, name));
      } catch (CatalogException e) {
        // The node that crawls has shown that it lives meanwhile.
        if (e.kind() != Kind.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Run stop(Transaction tx, String name) {
    locked(tx, name);
    var run =
        tx.runs().unfinished(Run.Kind.CRAWL, name).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new RunStateException(
                        Reason.NOT_RUNNING, "Crawler with name " + name + " isn't running"));
    if (run.state() == Run.State.STOPPING) {
      throw new RunStateException(
          Reason.STOPPING, "Crawler with name " + name + " is already stopping");
    }
    var changed =
        run.leaseOwner() == null
            ? run.ended(Run.State.STOPPED, context.clock().millis(), null)
            : run.in(Run.State.STOPPING);
    tx.runs().update(changed);
    return changed;
  }

  /** The schedules of those crawlers that have one. */
  public List<RunSchedule> schedules(Collection<String> names) {
    return scheduling.of(names);
  }

  /**
   * Lets the schedule start crawls again.
   *
   * @throws CatalogException NOT_FOUND
   * @throws RunStateException NO_SCHEDULE, SCHEDULED
   */
  public void resume(String name) {
    held(name, tx -> scheduling.resume(tx, name, "crawler " + name));
  }

  /**
   * Keeps the schedule from starting crawls.
   *
   * @throws CatalogException NOT_FOUND
   * @throws RunStateException NO_SCHEDULE, NOT_SCHEDULED
   */
  public void pause(String name) {
    held(name, tx -> scheduling.pause(tx, name, "crawler " + name));
  }

  private void held(String name, Consumer<Transaction> change) {
    context
        .store()
        .<Void>write(
            tx -> {
              locked(tx, name);
              change.accept(tx);
              return null;
            });
  }

  /**
   * Starts the crawls whose time has come, once each however many times were missed. A crawler that
   * is crawling leaves its turn out.
   */
  public List<Run> startDue() {
    return scheduling.startDue(
        new RunScheduling.Turn() {
          @Override
          public boolean hold(Transaction tx, String crawler) {
            return tx.resources().lock(key(crawler)).isPresent();
          }

          @Override
          public Optional<Run> begin(Transaction tx, String crawler) {
            return Optional.of(
                CrawlerOperations.this.begin(tx, crawler, RunOperations.BY_SCHEDULE));
          }
        });
  }
}
