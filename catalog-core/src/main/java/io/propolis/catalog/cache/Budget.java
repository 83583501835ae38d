package io.propolis.catalog.cache;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that kept objects share. When they take more, those go that were not used since they
 * were looked at last (the clock algorithm): a use only sets a flag, without a lock.
 */
final class Budget {
  /** Something kept. */
  abstract static class Held {
    private volatile boolean used;
    private boolean counted;
    private long bytes;

    /** To be called with every use. */
    final void touch() {
      // Only the first use since the last look writes: the others share the line.
      if (!used) {
        used = true;
      }
    }

    /** Takes it from where it is found. */
    abstract void drop();
  }

  private final long most;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Held> clock = new ArrayDeque<>();
  private int alive;
  private long bytes;

  Budget(long most) {
    this.most = most;
  }

  long most() {
    return most;
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Counts what is kept from now on, or has another size now, and makes room. */
  void count(Held held, long size) {
    lock.lock();
    try {
      bytes += size - held.bytes;
      held.bytes = size;
      if (!held.counted) {
        held.counted = true;
        alive++;
        clock.add(held);
      }
      makeRoom();
    } finally {
      lock.unlock();
    }
  }

  /** No longer counts what has gone. */
  void forget(Held held) {
    lock.lock();
    try {
      release(held);
      if (clock.size() > 2 * alive + 1_000) {
        clock.removeIf(each -> !each.counted);
      }
    } finally {
      lock.unlock();
    }
  }

  private void release(Held held) {
    if (held.counted) {
      held.counted = false;
      alive--;
      bytes -= held.bytes;
      held.bytes = 0;
    }
  }

  private void makeRoom() {
    while (bytes > most && !clock.isEmpty()) {
      var oldest = clock.poll();
      if (!oldest.counted) {
        continue;
      }
      if (oldest.used) {
        oldest.used = false;
        clock.add(oldest);
      } else {
        release(oldest);
        oldest.drop();
      }
    }
  }
}
