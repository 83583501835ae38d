package io.propolis.files;

import io.propolis.files.ObjectStoreException.Reason;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Goes on asking storage that answers to ask less often (503 SlowDown, 429), when the SDK's own
 * retries have ended: after one second, two, four and so on with a random share, for two minutes.
 */
final class Patience {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final long FIRST_PAUSE = 1000;
  private static final long LONGEST_PAUSE = 16_000;

  private Patience() {}

  /** Throws what the request throws: what it says about throttling only after two minutes. */
  static <T> T withStorage(Supplier<T> request) {
    return withStorage(request, Thread::sleep);
  }

  /** Where time goes by. */
  interface Pause {
    void of(long milliseconds) throws InterruptedException;
  }

  static <T> T withStorage(Supplier<T> request, Pause pause) {
    long waited = 0;
    for (long next = FIRST_PAUSE; ; next = Math.min(2 * next, LONGEST_PAUSE)) {
      try {
        return request.get();
      } catch (SdkException | ObjectStoreException e) {
        if (!isThrottled(e) || waited >= LONGEST.toMillis()) {
          throw e;
        }
        // Many threads are throttled at once; they must not come back at once.
        long chosen = next / 2 + ThreadLocalRandom.current().nextLong(next / 2 + 1);
        waited += chosen;
        wait(pause, chosen, e);
      }
    }
  }

  private static boolean isThrottled(RuntimeException e) {
    return e instanceof AwsServiceException refusal
        ? refusal.isThrottlingException()
            || refusal.statusCode() == 503
            || refusal.statusCode() == 429
        : e instanceof ObjectStoreException failure && failure.reason() == Reason.BUSY;
  }

  private static void wait(Pause pause, long milliseconds, RuntimeException reason) {
    try {
      pause.of(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }
}
