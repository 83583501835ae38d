package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries transactions again that lost a race, with growing random pauses, for a bounded time. */
final class Retries {
  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
  private static final int ATTEMPTS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private Retries() {}

  /** Runs the attempt until it does not ask to be tried again; translates what it ends with. */
  static <T> T run(String database, Supplier<T> attempt) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int number = 1; ; number++) {
      try {
        return attempt.get();
      } catch (StatementFailure e) {
        boolean again =
            e.failure() == Failure.RETRY && number < ATTEMPTS && System.nanoTime() < deadline;
        if (!again) {
          throw e.translated(database);
        }
        LOG.debug("Attempt {} lost a race and is repeated: {}", number, e.getMessage());
        pause(number);
      }
    }
  }

  private static void pause(int attempts) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, 2L << Math.min(attempts, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest) + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(
          Kind.UNAVAILABLE, Entity.REQUEST, "Interrupted while waiting for the database", e);
    }
  }
}
