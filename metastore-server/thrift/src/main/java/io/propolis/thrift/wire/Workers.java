package io.propolis.thrift.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that serve calls: at most so many that work at once. A thread that waits for a slow
 * client does not count, and another may take its place; as many may wait as may work, and when
 * there are more, the client whose call has lasted longest is sent away.
 */
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final long KEPT_SECONDS = 10;

  private final int limit;
  private final HandOver waiting = new HandOver();
  private final ThreadPoolExecutor threads;
  private final Set<PolledWire> paused =
      new TreeSet<>(
          Comparator.comparingLong(PolledWire::callBegan)
              .thenComparingInt(System::identityHashCode));

  Workers(int limit) {
    this.limit = limit;
    var number = new AtomicLong();
    this.threads =
        new ThreadPoolExecutor(
            0,
            limit,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            waiting,
            task -> new Worker(task, "thrift-worker-" + number.incrementAndGet()),
            (task, pool) -> waiting.put(task));
  }

  /** A thread with a selector, on which it waits for its client of the moment. */
  static final class Worker extends Thread {
    private final Selector selector;

    private Worker(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
      try {
        selector = Selector.open();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot make a thread for calls: " + e.getMessage(), e);
      }
    }

    Selector selector() {
      return selector;
    }

    @Override
    public void run() {
      try (selector) {
        super.run();
      } catch (IOException e) {
        LOG.debug("Cannot close a selector: {}", e.toString());
      }
    }
  }

  /** Work goes to a thread that rests, else to a new one, else it waits. */
  private static final class HandOver extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  /** Runs the task on one of the threads, now or when one is free. */
  void execute(Runnable task) {
    threads.execute(task);
  }

  /** Whether somebody waits for a thread. */
  boolean hasBacklog() {
    return !waiting.isEmpty();
  }

  /** The calling thread is about to wait for its client. */
  void pause(PolledWire wire) {
    PolledWire longest = null;
    synchronized (paused) {
      paused.add(wire);
      if (paused.size() > limit) {
        longest = paused.iterator().next();
        paused.remove(longest);
      }
      threads.setMaximumPoolSize(limit + paused.size());
    }
    if (longest != null) {
      sendAway(longest);
    }
    var next = waiting.poll();
    if (next != null) {
      threads.execute(next);
    }
  }

  private void sendAway(PolledWire wire) {
    LOG.warn(
        "Closing the connection of {}: {} clients pause within their calls, and its has lasted"
            + " longest (thrift.workers)",
        wire.client(),
        limit + 1);
    try {
      wire.close();
    } catch (IOException e) {
      LOG.debug("Cannot close the connection of {}: {}", wire.client(), e.toString());
    }
  }

  /** The calling thread works again. */
  void resume(PolledWire wire) {
    synchronized (paused) {
      paused.remove(wire);
      threads.setMaximumPoolSize(limit + paused.size());
    }
  }

  void shutdown() {
    threads.shutdown();
  }

  /** False when work is left after that time. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
