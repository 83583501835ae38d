package io.propolis.thrift.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;

/**
 * The bytes of one client in both directions. One thread at a time reads and writes; anybody may
 * close. A read or a write that waits for longer than a client may pause within a call ends with a
 * {@link java.net.SocketTimeoutException}.
 */
interface Wire extends Closeable {
  InetSocketAddress client();

  InputStream in();

  OutputStream out();

  /**
   * Waits between two calls, for as long as the client keeps its thread. False when it said nothing
   * until then and gives the thread back; true says only that a read will tell.
   */
  boolean awaitCall() throws IOException;

  /** The first byte of a call has come: from now on the client may not pause for long. */
  void beginCall() throws IOException;

  /** Says that nothing more will be written; reads wait for {@code millis} from now on. */
  void endOutput(int millis) throws IOException;
}
