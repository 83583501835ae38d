package io.propolis.thrift.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parks connections while they rest, so that they hold no thread; workers serve the others. */
final class ParkedServing {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedServing.class);

  /**
   * One for two processors: the more calls a lane answers as of one moment, the fewer ask for it,
   * and clients and database need the others. More than eight have nothing to do.
   */
  private static final int PROCESSORS_PER_LANE = 2;

  private static final int MOST_LANES = 8;
  private static final long WATCH_NANOS = 50_000_000;

  private final List<Lane> lanes = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final Workers workers;
  private final Duration stall;
  private volatile boolean closed;

  /** Makes the connection of a wire. */
  interface Maker {
    ClientConnection over(Wire wire) throws IOException;
  }

  ParkedServing(int workers, HotMethods.Moments moments, Duration idle, Duration stall) {
    this.workers = new Workers(workers);
    this.stall = stall;
    int processors = Runtime.getRuntime().availableProcessors();
    int count = Math.max(1, Math.min(processors / PROCESSORS_PER_LANE, MOST_LANES));
    for (int i = 1; i <= count; i++) {
      var lane = new Lane("thrift-lane-" + i, moments, idle);
      lane.start();
      lanes.add(lane);
    }
    var watch = new Thread(this::watchOver, "thrift-lane-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private void watchOver() {
    while (!closed) {
      LockSupport.parkNanos(WATCH_NANOS);
      lanes.forEach(Lane::watchOver);
    }
  }

  /** Serves the client of the channel from now until it ends. */
  void begin(SocketChannel channel, Maker maker) throws IOException {
    var lane = lanes.get(Math.floorMod(begun.getAndIncrement(), lanes.size()));
    var wire = new PolledWire(channel, workers, stall);
    var guest = new Guest(wire, maker.over(wire));
    guest.place = lane.place(wire, guest);
    guest.place.park();
  }

  /** A connection has been closed by somebody. */
  void ended() {
    lanes.forEach(Lane::forget);
  }

  /** Begins nothing any more. False when calls are still under way after that time. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    workers.shutdown();
    try {
      return workers.awaitEnd(patience);
    } finally {
      closed = true;
      lanes.forEach(Lane::close);
    }
  }

  private final class Guest implements Lane.Guest {
    private final PolledWire wire;
    private final ClientConnection connection;

    @SuppressWarnings("NullAway.Init") // known before it is parked
    private Lane.Place place;

    Guest(PolledWire wire, ClientConnection connection) {
      this.wire = wire;
      this.connection = connection;
    }

    @Override
    public boolean hears() {
      return connection.hears();
    }

    @Override
    public void answer() {
      switch (connection.answerHeard()) {
        case RESTS -> {
          if (wire.hasUnsent()) {
            handOver();
          } else {
            place.park();
          }
        }
        case NEEDS_WORKER -> handOver();
        case ENDED -> {}
      }
    }

    @Override
    public void handOver() {
      connection.unhear();
      try {
        workers.execute(this::serve);
      } catch (RuntimeException | OutOfMemoryError e) {
        LOG.error("Closing the connection of {}: it gets no thread", connection.name(), e);
        connection.close();
      }
    }

    private void serve() {
      try {
        wire.attach((Workers.Worker) Thread.currentThread());
        try {
          wire.sendUnsent();
          if (connection.serve() == ClientConnection.Turn.ENDED) {
            return;
          }
        } finally {
          wire.detach();
        }
        place.park();
      } catch (IOException | RuntimeException e) {
        LOG.debug("{} left: {}", connection.name(), e.toString());
        connection.close();
      }
    }

    @Override
    public void release() {
      connection.release();
    }

    @Override
    public void idled() {
      LOG.debug("Closing the connection of {}, which rested too long", connection.name());
      connection.close();
    }
  }
}
