package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries transactions again that lost a race or their connection, with growing random pauses, for a
 * bounded time.
 */
final class Retries {
  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
  private static final int ATTEMPTS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private Retries() {}

  /**
   * Runs the attempt until it does not ask to be tried again, because it lost a race or its
   * connection; translates what it ends with.
   */
  static <T> T run(String database, Supplier<T> attempt) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int number = 1; ; number++) {
      try {
        return attempt.get();
      } catch (StatementFailure e) {
        boolean again =
            isToRepeat(e.failure()) && number < ATTEMPTS && System.nanoTime() < deadline;
        if (!again) {
          throw e.translated(database);
        }
        LOG.debug("Attempt {} failed and is repeated: {}", number, e.getMessage());
        // Who looks this time meets nobody for whom it would have to wait.
        if (e.failure() != Failure.LOOK || number > 1) {
          pause(number);
        }
      }
    }
  }

  private static boolean isToRepeat(Failure failure) {
    return failure == Failure.RETRY || failure == Failure.LOOK || failure == Failure.BROKEN;
  }

  /** Asks until there is an answer; UNCERTAIN when there is none for too long. */
  static long untilCertain(StatementFailure lost, LongSupplier question) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int number = 1; ; number++) {
      try {
        return question.getAsLong();
      } catch (StatementFailure e) {
        if (System.nanoTime() >= deadline) {
          var uncertain = lost.as(Failure.UNCERTAIN);
          uncertain.addSuppressed(e);
          throw uncertain;
        }
        LOG.debug("No answer to question {} for a commit: {}", number, e.getMessage());
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
