package io.propolis.thrift.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that watches clients that rest, and ends those who rest for too long. Of those who say
 * something it answers the brief calls itself, all that came together as of one moment of the
 * catalog: one question for the position, and no other thread to be woken. The others it hands to
 * workers.
 *
 * <p>What it waits for is that question alone. When the answer is late, another thread takes the
 * lane over, and until it has come no call is answered here.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** How exact the end of a long rest is, at most. */
  private static final long SWEEP_MILLIS = 1_000;

  /** A rest after which a client gives its buffers back. */
  private static final long BUFFERS_NANOS = 1_000_000_000;

  /** Far longer than a database takes for the position, and shorter than anybody notices. */
  private static final long LATE_NANOS = 100_000_000;

  private final Selector selector;
  private final HotMethods.Moments moments;
  private final long idleNanos;
  private final String name;
  private final AtomicInteger late = new AtomicInteger();
  private long swept = System.nanoTime();
  private List<Guest> spoken = new ArrayList<>();

  /** Whose lane this is now; others have been late. */
  private volatile @Nullable Thread owner;

  /**
   * When the owner began to ask for a moment; 0 when it does not. Whoever sets it back to 0 has the
   * lane: the owner when it was answered, or another thread when that is late.
   */
  private final AtomicLong asking = new AtomicLong();

  private volatile boolean closed;

  /** What becomes of a client. Nothing of this may wait. */
  interface Guest {
    /** Bytes have come, or the client has gone. True when it is a brief call, to be answered. */
    boolean hears();

    /** Answers it, from memory. */
    void answer();

    /** Has a worker do what has to be done. */
    void handOver();

    /** It has rested for a while. */
    void release();

    /** It has rested for too long. */
    void idled();
  }

  /** Where a client is parked, again and again. */
  final class Place {
    private final SelectionKey key;
    private volatile long since = System.nanoTime();
    private boolean released = true;

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
      if (Thread.currentThread() != owner) {
        selector.wakeup();
      }
    }
  }

  private record Parked(Guest guest, Place place) {}

  Lane(String name, HotMethods.Moments moments, Duration idle) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot watch connections: " + e.getMessage(), e);
    }
    this.name = name;
    this.moments = moments;
    this.idleNanos = idle.toNanos();
  }

  /** Begins to watch, with a new thread. */
  void start() {
    var thread = new Thread(this::watch, name);
    thread.setDaemon(true);
    owner = thread;
    thread.start();
  }

  /** A place for a client, who is not watched before it is parked there. */
  Place place(PolledWire wire, Guest guest) throws IOException {
    wire.watchedBy(this);
    var key = wire.channel().register(selector, 0);
    var place = new Place(key);
    key.attach(new Parked(guest, place));
    return place;
  }

  /** The channel of a client has been closed: lets go of what the system holds for it. */
  void forget() {
    if (Thread.currentThread() != owner) {
      selector.wakeup();
    }
  }

  private void watch() {
    try {
      boolean isMine = true;
      while (isMine && !closed) {
        selector.select(this::hear, SWEEP_MILLIS);
        isMine = answer();
        if (isMine) {
          sweep();
        }
      }
      if (closed) {
        selector.close();
      }
    } catch (IOException | ClosedSelectorException e) {
      LOG.error("Connections are watched no more", e);
    }
  }

  private void hear(SelectionKey key) {
    try {
      key.interestOps(0);
      var parked = (Parked) key.attachment();
      parked.place().released = false;
      if (late.get() == 0 && parked.guest().hears()) {
        spoken.add(parked.guest());
      } else {
        parked.guest().handOver();
      }
    } catch (CancelledKeyException e) {
      LOG.trace("A client was closed while it spoke", e);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("A client cannot be served", e);
    }
  }

  /** Answers those who have spoken. False when the lane has got another owner meanwhile. */
  private boolean answer() {
    if (spoken.isEmpty()) {
      return true;
    }
    var guests = spoken;
    spoken = new ArrayList<>();
    long began = Math.max(1, System.nanoTime());
    asking.set(began);
    int[] done = {0};
    try {
      moments.fromMemory(
          () -> {
            if (asking.compareAndSet(began, 0)) {
              while (done[0] < guests.size()) {
                guests.get(done[0]++).answer();
              }
            }
          });
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // A worker meets it, too, and tells the client.
      LOG.debug("{} learned no moment", name, e);
    }
    boolean isMine = done[0] > 0 || asking.compareAndSet(began, 0);
    if (!isMine) {
      late.decrementAndGet();
    }
    guests.subList(done[0], guests.size()).forEach(Guest::handOver);
    return isMine;
  }

  /** Gives the lane to another thread when its own waits for too long. Called now and then. */
  void watchOver() {
    long began = asking.get();
    if (began == 0 || System.nanoTime() - began < LATE_NANOS || closed) {
      return;
    }
    late.incrementAndGet();
    if (asking.compareAndSet(began, 0)) {
      LOG.debug("{} waits for the catalog's position", name);
      start();
    } else {
      late.decrementAndGet();
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    if (now - swept < SWEEP_MILLIS * 1_000_000) {
      return;
    }
    swept = now;
    for (var key : selector.keys()) {
      if (key.attachment() instanceof Parked parked && key.isValid() && key.interestOps() != 0) {
        sweep(parked, now - parked.place().since);
      }
    }
  }

  private void sweep(Parked parked, long rested) {
    if (idleNanos > 0 && rested > idleNanos) {
      parked.guest().idled();
    } else if (rested > BUFFERS_NANOS && !parked.place().released) {
      parked.place().released = true;
      parked.guest().release();
    }
  }

  void close() {
    closed = true;
    selector.wakeup();
  }
}
