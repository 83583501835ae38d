package io.propolis.server.process;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets old changes from time to time, as the catalog's settings say. */
final class LogCleaning implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogCleaning.class);

  /** Not with the first calls of clients that waited for the server. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  private final Catalog catalog;
  private final ScheduledExecutorService thread;

  private LogCleaning(Catalog catalog) {
    this.catalog = catalog;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var made = new Thread(work, "log-cleaning");
              made.setDaemon(true);
              return made;
            });
  }

  static LogCleaning start(Catalog catalog) {
    var cleaning = new LogCleaning(catalog);
    long interval = catalog.settings().changeLog().cleanInterval().toMillis();
    cleaning.thread.scheduleWithFixedDelay(
        cleaning::run, Math.min(interval, FIRST.toMillis()), interval, TimeUnit.MILLISECONDS);
    return cleaning;
  }

  private void run() {
    try {
      clean(catalog);
    } catch (RuntimeException e) {
      LOG.warn("Old changes stay until the next time: {}", e.getMessage());
    }
  }

  /** Forgets what is too old now. */
  static void clean(Catalog catalog) {
    long last =
        catalog
            .as(Caller.SYSTEM)
            .changes()
            .forgetOlderThan(catalog.settings().changeLog().retention());
    if (last > 0) {
      LOG.debug("Forgot changes up to {}", last);
    }
  }

  /** What is under way is given up: each of its steps is a transaction of its own. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
