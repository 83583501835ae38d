package io.propolis.thrift.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Gives connections the threads they need. */
interface Serving {
  /** Makes the connection of a wire. */
  interface Maker {
    ClientConnection over(Wire wire) throws IOException;
  }

  /** Serves the client of the channel from now until it ends. */
  void begin(SocketChannel channel, Maker maker) throws IOException;

  /** A connection has been closed by somebody. */
  void ended();

  /** Begins nothing any more. False when calls are still under way after that time. */
  boolean awaitEnd(Duration patience) throws InterruptedException;
}
