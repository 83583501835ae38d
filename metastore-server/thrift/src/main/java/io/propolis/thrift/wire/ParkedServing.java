package io.propolis.thrift.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parks connections while they rest, so that they hold no thread; workers serve the others. */
final class ParkedServing {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedServing.class);

  /**
   * One for each processor: with fewer, clients wait for a lane while processors rest. The more
   * there are, the fewer calls each answers as of one moment; more than eight have nothing to do.
   */
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
    for (int i = 1; i <= laneCount(); i++) {
      var lane = new Lane("thrift-lane-" + i, moments, idle);
      lane.start();
      lanes.add(lane);
    }
    var watch = new Thread(this::watchOver, "thrift-lane-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** How many lanes there are; clients come to one after the other. */
  static int laneCount() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MOST_LANES);
  }

  private void watchOver() {
    while (!closed) {
      LockSupport.parkNanos(WATCH_NANOS);
      lanes.forEach(Lane::watchOver);
    }
  }

  /**
   * Serves the client of the channel from now until it ends. A worker waits for its first call:
   * most send it at once, and those who then go need no lane.
   */
  void begin(SocketChannel channel, Maker maker) throws IOException {
    var lane = lanes.get(Math.floorMod(begun.getAndIncrement(), lanes.size()));
    var wire = new PolledWire(channel, workers, stall);
    new Guest(wire, maker.over(wire), lane).begin();
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
    private final Lane lane;
    private Lane.@Nullable Place place;

    Guest(PolledWire wire, ClientConnection connection, Lane lane) {
      this.wire = wire;
      this.connection = connection;
      this.lane = lane;
    }

    /** Throws when it gets no thread; then it is closed. */
    void begin() {
      try {
        workers.execute(this::serve);
      } catch (RuntimeException | OutOfMemoryError e) {
        connection.close();
        throw e;
      }
    }

    private void park() throws IOException {
      var known = place;
      if (known == null) {
        known = lane.place(wire, this);
        place = known;
      }
      known.park();
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
            Objects.requireNonNull(place, "lanes hear those who have a place").park();
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
        park();
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
