package io.propolis.thrift.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parks connections while they rest, so that they hold no thread; workers serve the others. */
final class ParkedServing {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedServing.class);

  private final Poller poller;
  private final Workers workers;
  private final Duration stall;

  /** Makes the connection of a wire. */
  interface Maker {
    ClientConnection over(Wire wire) throws IOException;
  }

  ParkedServing(int workers, Duration idle, Duration stall) {
    this.poller = new Poller(idle);
    this.workers = new Workers(workers);
    this.stall = stall;
    poller.start();
  }

  /** Serves the client of the channel from now until it ends. */
  void begin(SocketChannel channel, Maker maker) throws IOException {
    var wire = new PolledWire(channel, workers, stall);
    var guest = new Guest(wire, maker.over(wire));
    guest.place = poller.place(wire, guest);
    guest.place.park();
  }

  /** A connection has been closed by somebody. */
  void ended() {
    poller.forget();
  }

  /** Begins nothing any more. False when calls are still under way after that time. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    workers.shutdown();
    try {
      return workers.awaitEnd(patience);
    } finally {
      poller.close();
    }
  }

  private final class Guest implements Poller.Guest {
    private final PolledWire wire;
    private final ClientConnection connection;

    @SuppressWarnings("NullAway.Init") // known before the first wake
    private Poller.Place place;

    Guest(PolledWire wire, ClientConnection connection) {
      this.wire = wire;
      this.connection = connection;
    }

    @Override
    public void wake() {
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
    public void idled() {
      LOG.debug("Closing the connection of {}, which rested too long", connection.name());
      connection.close();
    }
  }
}
