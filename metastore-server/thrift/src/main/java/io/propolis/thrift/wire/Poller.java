package io.propolis.thrift.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that watches all clients that rest. It hands those who say something to the workers,
 * and ends those who rest for too long.
 */
final class Poller {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  /** How exact the end of a long rest is, at most. */
  private static final long SWEEP_MILLIS = 1_000;

  private final Selector selector;
  private final long idleNanos;
  private final Thread thread;
  private long swept = System.nanoTime();

  /** What becomes of a client. */
  interface Guest {
    /** Bytes have come, or the client has gone. Must not wait. */
    void wake();

    /** It has rested for too long. */
    void idled();
  }

  /** Where a client is parked, again and again. */
  final class Place {
    private final SelectionKey key;
    private volatile long since = System.nanoTime();

    private Place(SelectionKey key) {
      this.key = key;
    }

    /** Watches for what the client says next. */
    void park() {
      since = System.nanoTime();
      try {
        key.interestOps(SelectionKey.OP_READ);
      } catch (CancelledKeyException e) {
        LOG.trace("A client was closed before it could rest", e);
      }
      selector.wakeup();
    }
  }

  private record Parked(Guest guest, Place place) {}

  Poller(Duration idle) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot watch connections: " + e.getMessage(), e);
    }
    idleNanos = idle.toNanos();
    thread = new Thread(this::watch, "thrift-poller");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** A place for a client, who is not watched before it is parked there. */
  Place place(PolledWire wire, Guest guest) throws IOException {
    var key = wire.channel().register(selector, 0);
    var place = new Place(key);
    key.attach(new Parked(guest, place));
    return place;
  }

  /** The channel of a client has been closed: lets go of what the system holds for it. */
  void forget() {
    selector.wakeup();
  }

  private void watch() {
    try (selector) {
      while (!Thread.currentThread().isInterrupted()) {
        selector.select(Poller::wake, SWEEP_MILLIS);
        sweep();
      }
    } catch (IOException | ClosedSelectorException e) {
      LOG.error("Connections are watched no more", e);
    }
  }

  private static void wake(SelectionKey key) {
    try {
      key.interestOps(0);
      ((Parked) key.attachment()).guest().wake();
    } catch (CancelledKeyException e) {
      LOG.trace("A client was closed while it spoke", e);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("A client cannot be served", e);
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    if (idleNanos == 0 || now - swept < SWEEP_MILLIS * 1_000_000) {
      return;
    }
    swept = now;
    for (var key : selector.keys()) {
      if (key.attachment() instanceof Parked parked
          && now - parked.place().since > idleNanos
          && key.isValid()
          && key.interestOps() != 0) {
        parked.guest().idled();
      }
    }
  }

  void close() {
    thread.interrupt();
  }
}
