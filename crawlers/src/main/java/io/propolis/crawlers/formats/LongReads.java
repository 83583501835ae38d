package io.propolis.crawlers.formats;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * What takes much memory is held one at a time in the process, whatever the number of readers: long
 * first rows, long footers.
 */
final class LongReads {
  private static final Semaphore TURN = new Semaphore(1);

  private LongReads() {}

  /** Reads and takes apart what is long. */
  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T inTurn(Work<T> work) throws IOException {
    TURN.acquireUninterruptibly();
    try {
      return work.run();
    } finally {
      TURN.release();
    }
  }
}
