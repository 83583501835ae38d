package io.propolis.server.process;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.NodeOperations;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done now and then though nobody asks for it, in one thread. Of the servers over a
 * database one has the lease of a chore; when it falls silent another takes over. Two that do the
 * same at once, because their clocks differ, do no harm: who comes second finds nothing to do.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /**
   * Often enough that the owners of leaked locks and transactions need not wait to be missed, and
   * not with the first calls of clients that waited for the server.
   */
  private static final Duration ROUND = Duration.ofMinutes(1);

  /** AWS Glue keeps the history of crawls for a year. */
  private static final Duration RUN_HISTORY = Duration.ofDays(365);

  /** Runs of jobs keep a history of their own. */
  private static final List<Run.Kind> FORGOTTEN =
      List.of(Run.Kind.CRAWL, Run.Kind.COLUMN_STATISTICS, Run.Kind.TABLE_OPTIMIZER);

  /** For whoever looks into what servers did for one another. */
  private static final Duration LISTINGS_KEPT = Duration.ofDays(1);

  private static final Duration HOURLY = Duration.ofHours(1);

  /** A node that missed a round of its chore may be dead. */
  private static final int ROUNDS_LEASED = 2;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var made = new Thread(work, "propolis-housekeeping");
            made.setDaemon(true);
            return made;
          });

  private Housekeeping() {}

  /**
   * Work that comes round.
   *
   * @param name says in the log what failed
   * @param first the time before it is done for the first time
   * @param interval the time between the end of one round and the next
   */
  record Chore(String name, Duration first, Duration interval, Runnable work) {
    /** The same, when it is this server's turn. */
    Chore leasedBy(Membership member) {
      var length = interval.multipliedBy(ROUNDS_LEASED);
      return new Chore(
          name,
          first,
          interval,
          () -> {
            if (member.leases(name, length)) {
              work.run();
            }
          });
    }
  }

  /** Begins to keep a catalog's house, for as long as the server runs. */
  static Housekeeping of(Catalog catalog, Membership member) {
    var chores = new ArrayList<Chore>();
    chores.add(
        new Chore("Signs of life", Duration.ZERO, NodeOperations.HEARTBEAT, member::heartbeat));
    chores(catalog).forEach(chore -> chores.add(chore.leasedBy(member)));
    return of(chores);
  }

  static Housekeeping of(List<Chore> chores) {
    var housekeeping = new Housekeeping();
    for (var chore : chores) {
      housekeeping.thread.scheduleWithFixedDelay(
          () -> housekeeping.doOnce(chore),
          chore.first().toMillis(),
          chore.interval().toMillis(),
          TimeUnit.MILLISECONDS);
    }
    return housekeeping;
  }

  /** Each apart: one that fails does not keep the others from being done. */
  static List<Chore> chores(Catalog catalog) {
    var session = catalog.as(Caller.SYSTEM);
    var log = catalog.settings().changeLog();
    return List.of(
        new Chore("Transactions and locks", ROUND, ROUND, session.txns()::tidy),
        new Chore("Compactions", ROUND, ROUND, session.compactions()::tidy),
        new Chore("What the store keeps", ROUND, ROUND, catalog.store()::tidy),
        new Chore("Runs of long ago", ROUND, HOURLY, () -> forgetRuns(session)),
        new Chore(
            "What crawls left to other servers",
            ROUND,
            HOURLY,
            () -> session.runs().forgetOlderThan(Run.Kind.CRAWL_LISTING, LISTINGS_KEPT)),
        new Chore("Tokens of clients", ROUND, HOURLY, session.resources()::forgetTokens),
        new Chore(
            "The log of changes",
            min(log.cleanInterval(), ROUND),
            log.cleanInterval(),
            () -> forget(session, log.retention())));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void forgetRuns(Session session) {
    FORGOTTEN.forEach(kind -> session.runs().forgetOlderThan(kind, RUN_HISTORY));
  }

  private static void forget(Session session, Duration retention) {
    long last = session.changes().forgetOlderThan(retention);
    if (last > 0) {
      LOG.debug("Forgot changes up to {}", last);
    }
  }

  /** One that fails, because the database is away, is no reason to omit the next round. */
  private void doOnce(Chore chore) {
    try {
      chore.work().run();
    } catch (RuntimeException e) {
      if (thread.isShutdown()) {
        LOG.debug("{} were left as the server stopped", chore.name(), e);
        return;
      }
      LOG.warn("Not tidied, to be tried again later: {}: {}", chore.name(), e.getMessage());
      LOG.debug("Not tidied: {}", chore.name(), e);
    }
  }

  /** What is under way is given up: each of its steps is a transaction of its own. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
