package io.propolis.thrift.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that serve calls: at most so many that work at once. A thread that waits for a slow
 * client does not count, and another may take its place; as many may wait as may work, and when
 * there are more, the client whose call has lasted longest is sent away.
 *
 * <p>Work goes to the thread that has rested for the shortest time, whose memory is still near the
 * processor; those that nobody needs end after a while. A {@code ThreadPoolExecutor} hands work
 * over through a queue whose waiting threads burn a tenth of the processor beside busy clients.
 */
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final long KEPT_SECONDS = 10;

  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Deque<Worker> resting = new ArrayDeque<>();
  private final Set<PolledWire> paused =
      new TreeSet<>(
          Comparator.comparingLong(PolledWire::callBegan)
              .thenComparingInt(System::identityHashCode));
  private int threads;
  private long started;
  private boolean closing;

  /** How many wait for a thread. */
  private volatile int backlog;

  Workers(int limit) {
    this.limit = limit;
  }

  /** A thread with a selector, on which it waits for its client of the moment. */
  static final class Worker extends Thread {
    private final Workers owner;
    private final Selector selector;
    private final Condition called;
    private @Nullable Runnable task;
    private boolean isCounted = true;

    private Worker(Workers owner, Runnable first, String name) {
      super(name);
      this.owner = owner;
      this.task = first;
      this.called = owner.lock.newCondition();
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
        for (var next = owner.next(this); next != null; next = owner.next(this)) {
          next.run();
        }
      } catch (IOException e) {
        LOG.debug("Cannot close a selector: {}", e.toString());
      } finally {
        owner.left(this);
      }
    }
  }

  /**
   * Runs the task on one of the threads, now or when one is free. A task that throws ends its
   * thread.
   *
   * @throws RejectedExecutionException after the shutdown
   */
  void execute(Runnable task) {
    Worker made = null;
    lock.lock();
    try {
      if (closing) {
        throw new RejectedExecutionException("The server is stopping");
      }
      var free = resting.poll();
      if (free != null) {
        free.task = task;
        free.called.signal();
      } else if (threads < limit + paused.size()) {
        made = new Worker(this, task, "thrift-worker-" + ++started);
        threads++;
      } else {
        waiting.add(task);
        backlog = waiting.size();
      }
    } finally {
      lock.unlock();
    }
    if (made != null) {
      begin(made);
    }
  }

  private void begin(Worker worker) {
    try {
      worker.start();
    } catch (OutOfMemoryError e) {
      left(worker);
      throw e;
    }
  }

  /** What a thread does next; null when it is needed no more. */
  private @Nullable Runnable next(Worker worker) {
    lock.lock();
    try {
      if (worker.task == null && threads <= limit + paused.size()) {
        worker.task = waiting.poll();
        backlog = waiting.size();
        if (worker.task == null && !closing) {
          awaitCall(worker);
        }
      }
      var next = worker.task;
      worker.task = null;
      if (next == null) {
        left(worker); // within the lock: of several that are too many, one at a time
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void awaitCall(Worker worker) {
    resting.push(worker);
    try {
      long left = TimeUnit.SECONDS.toNanos(KEPT_SECONDS);
      while (worker.task == null && left > 0 && !closing) {
        left = worker.called.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // of nobody here: the thread ends
    }
    if (worker.task == null) {
      resting.remove(worker);
    }
  }

  private void left(Worker worker) {
    lock.lock();
    try {
      if (worker.isCounted) {
        worker.isCounted = false;
        threads--;
        ended.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for a thread. */
  boolean hasBacklog() {
    return backlog > 0;
  }

  /** The calling thread is about to wait for its client. */
  void pause(PolledWire wire) {
    PolledWire longest = null;
    Runnable next;
    lock.lock();
    try {
      paused.add(wire);
      if (paused.size() > limit) {
        longest = paused.iterator().next();
        paused.remove(longest);
      }
      next = closing ? null : waiting.poll();
      backlog = waiting.size();
    } finally {
      lock.unlock();
    }
    if (longest != null) {
      sendAway(longest);
    }
    if (next != null) {
      execute(next);
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
    lock.lock();
    try {
      paused.remove(wire);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more work; what waits is still done. */
  void shutdown() {
    lock.lock();
    try {
      closing = true;
      resting.forEach(worker -> worker.called.signal());
    } finally {
      lock.unlock();
    }
  }

  /** False when work is left after that time. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (threads > 0 && left > 0) {
        left = ended.awaitNanos(left);
      }
      return threads == 0;
    } finally {
      lock.unlock();
    }
  }
}
