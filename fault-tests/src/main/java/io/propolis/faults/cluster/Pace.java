package io.propolis.faults.cluster;

import io.propolis.faults.history.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When faults begin and end, until they are stopped, and what was done. Thread-safe. */
final class Pace {
  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
  private static final long TURN_MILLIS = 30;

  /** After which there is a fault also when clients do not get anywhere. */
  private static final int LONGEST_CALM_MILLIS = 10_000;

  private final Progress progress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopping = lock.newCondition();
  private final List<String> done = new ArrayList<>();
  private boolean isStopped;

  Pace(Progress progress) {
    this.progress = progress;
  }

  /** A fault begins. */
  void begins(String fault) {
    LOG.info("fault: {}", fault);
    synchronized (done) {
      done.add("%d %s".formatted(System.nanoTime(), fault));
    }
  }

  List<String> done() {
    synchronized (done) {
      return List.copyOf(done);
    }
  }

  void stop() {
    lock.lock();
    try {
      isStopped = true;
      stopping.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for so many calls; false when there is nothing to be done any more. */
  boolean isCalm(int calls) {
    long until = progress.count() + calls;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_CALM_MILLIS);
    boolean goesOn = lasts(TURN_MILLIS);
    while (goesOn && progress.count() < until && System.nanoTime() < deadline) {
      goesOn = lasts(TURN_MILLIS);
    }
    return goesOn;
  }

  /** Whether there is still something to be done after that time. */
  boolean lasts(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !isStopped) {
        left = stopping.awaitNanos(left);
      }
      return !isStopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
