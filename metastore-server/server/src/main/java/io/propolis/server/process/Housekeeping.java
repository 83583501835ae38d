package io.propolis.server.process;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done now and then though nobody asks for it. Every node does it; whoever comes
 * second finds nothing to do.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Catalog catalog;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var made = new Thread(work, "propolis-housekeeping");
            made.setDaemon(true);
            return made;
          });

  private Housekeeping(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Begins to keep house, for the first time after one interval. */
  static Housekeeping of(Catalog catalog, Duration interval) {
    var housekeeping = new Housekeeping(catalog);
    housekeeping.thread.scheduleWithFixedDelay(
        housekeeping::run, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return housekeeping;
  }

  /** A round that fails, because the database is away, is no reason to omit the next. */
  private void run() {
    try {
      var session = catalog.as(Caller.SYSTEM);
      session.txns().tidy();
      session.compactions().tidy();
    } catch (RuntimeException e) {
      LOG.warn("Housekeeping failed and is tried again later: {}", e.getMessage());
      LOG.debug("Housekeeping failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
