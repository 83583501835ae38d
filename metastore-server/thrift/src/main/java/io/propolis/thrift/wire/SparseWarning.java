package io.propolis.thrift.wire;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Warnings that may come in thousands: one is logged every ten seconds, with how many came. */
public final class SparseWarning {
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private long quietUntil = System.nanoTime();
  private int suppressed;

  public SparseWarning(Logger log) {
    this.log = log;
  }

  public synchronized void warn(String text) {
    long now = System.nanoTime();
    if (now - quietUntil < 0) {
      suppressed++;
      return;
    }
    if (suppressed > 0) {
      log.warn("{} ({} more like this before)", text, suppressed);
    } else {
      log.warn("{}", text);
    }
    quietUntil = now + SILENCE_NANOS;
    suppressed = 0;
  }
}
