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

  private enum State {
    RESTING,
    BUSY,
    CLOSED
  }

  private final Socket socket;
  private final SocketTransport transport;
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
    this.transport = new SocketTransport(socket, limits);
    this.session = new ClientSession(socket.getInetAddress().getHostAddress());
  }

  /** Serves the client until it leaves or the server closes. Never throws. */
  void run() {
    try {
      int first = transport.awaitMessage();
      if (first >= 0) {
        var format = WireFormat.of(first);
        if (format.isEmpty()) {
          LOG.debug("{} speaks no known protocol: first byte 0x{}", name(), hex(first));
          return;
        }
        serve(format.get().over(transport));
      }
    } catch (SocketTransport.MessageTooLarge e) {
      refuseSize();
    } catch (TTransportException e) {
      explain(e);
    } catch (IOException | TException e) {
      LOG.debug("{} left: {}", name(), e.toString());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("Connection of {} closed after a failure in the server", name(), e);
    } finally {
      close();
    }
  }

  private void serve(TProtocol protocol) throws IOException, TException {
    while (transport.awaitMessage() >= 0 && begin()) {
      socket.setSoTimeout(stallMillis);
      transport.beginMessage();
      dispatcher.serve(session, protocol, transport);
      transport.rest();
      socket.setSoTimeout(0);
      if (!end()) {
        return;
      }
    }
  }

  private void explain(TTransportException e) {
    if (e.getType() == TTransportException.MESSAGE_SIZE_LIMIT) {
      refuseSize();
    } else if (e.getCause() instanceof SocketTimeoutException) {
      LOG.debug("{} fell silent within a request for {} ms", name(), stallMillis);
    } else {
      LOG.debug("{} left: {}", name(), e.toString());
    }
  }

  private void refuseSize() {
    LOG.warn(
        "Refused a request of {}: it is larger than the limit of {} bytes; the limit can be raised"
            + " in the server's configuration",
        name(),
        transport.getConfiguration().getMaxMessageSize());
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
    transport.close();
  }

  private String name() {
    return session.address() + ":" + socket.getPort();
  }

  private static String hex(int value) {
    return Integer.toHexString(value);
  }
}
