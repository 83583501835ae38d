package io.propolis.thrift.wire;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client from its first byte to its last. A client that dies, stalls or sends garbage ends its
 * own connection and nothing else; such ends are normal and are logged as debug.
 */
final class ClientConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  /** Silence after which a client that was refused has sent all. */
  private static final int LINGER_MILLIS = 1_000;

  /** Times the limit of a message that are still received, to be forgotten, after a refusal. */
  private static final long LINGER_LIMITS = 4;

  private enum State {
    RESTING,
    BUSY,
    CLOSED
  }

  private final Socket socket;
  private final StreamTransport transport;
  private final ClientSession session;
  private final Dispatcher dispatcher;
  private final int stallMillis;
  private State state = State.RESTING;
  private boolean closing;

  ClientConnection(Socket socket, TConfiguration limits, int stallMillis, Dispatcher dispatcher)
      throws IOException, TTransportException {
    this.socket = socket;
    this.stallMillis = stallMillis;
    this.dispatcher = dispatcher;
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    this.transport = new StreamTransport(socket.getInputStream(), socket.getOutputStream(), limits);
    this.session = new ClientSession(socket.getInetAddress().getHostAddress());
  }

  /** Serves the client until it leaves or the server closes. Never throws. */
  void run() {
    try {
      if (transport.awaitMessage() >= 0) {
        socket.setSoTimeout(stallMillis);
        var format = WireFormat.sniff(transport);
        if (format.isPresent()) {
          serve(format.get().over(transport));
        } else {
          LOG.debug("{} speaks no known protocol: first byte 0x{}", name(), hex(transport.peek(0)));
        }
      }
    } catch (IOException | TException | StreamTransport.MessageTooLarge e) {
      explain(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("Connection of {} closed after a failure in the server", name(), e);
    } finally {
      close();
    }
  }

  private void serve(TProtocol protocol) throws IOException, TException {
    while (awaitNext() && begin()) {
      socket.setSoTimeout(stallMillis);
      dispatcher.serve(session, protocol, transport);
      transport.rest();
      if (!end()) {
        return;
      }
    }
  }

  /** A client may rest between its calls for as long as it likes. */
  private boolean awaitNext() throws IOException {
    socket.setSoTimeout(0);
    return transport.awaitMessage() >= 0;
  }

  private void explain(Exception e) {
    if (StreamTransport.isBeyondBounds(e)) {
      LOG.warn(
          "Refused a request of {}: it is longer than {} bytes (thrift.max-message-size) or than its"
              + " own frame",
          name(),
          transport.getConfiguration().getMaxMessageSize());
      linger();
    } else if (e instanceof SocketTimeoutException
        || e.getCause() instanceof SocketTimeoutException) {
      LOG.debug("{} fell silent within a request for {} ms", name(), stallMillis);
    } else {
      LOG.debug("{} left: {}", name(), e.toString());
    }
  }

  /** A client reads the refusal when it has sent all: closing earlier would take it back. */
  private void linger() {
    try {
      socket.shutdownOutput();
      socket.setSoTimeout(LINGER_MILLIS);
      transport.skip(LINGER_LIMITS * transport.getConfiguration().getMaxMessageSize());
    } catch (IOException e) {
      LOG.debug("{} left: {}", name(), e.toString());
    }
  }

  private synchronized boolean begin() {
    if (state == State.CLOSED) {
      return false;
    }
    state = State.BUSY;
    return true;
  }

  private synchronized boolean end() {
    state = State.RESTING;
    return !closing;
  }

  /** Closes at once when no request is under way, otherwise after its reply. */
  synchronized void closeWhenResting() {
    closing = true;
    if (state == State.RESTING) {
      close();
    }
  }

  synchronized void close() {
    state = State.CLOSED;
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Cannot close the socket of {}: {}", name(), e.toString());
    }
  }

  private String name() {
    return session.address() + ":" + socket.getPort();
  }

  private static String hex(int value) {
    return Integer.toHexString(value);
  }
}
