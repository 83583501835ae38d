package io.propolis.thrift.wire;

import io.propolis.thrift.ThriftSecurity;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.security.sasl.SaslException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
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
  private final TConfiguration limits;
  private final ConnectionOpening opening;
  private final ClientSession session;
  private final Dispatcher dispatcher;
  private final int stallMillis;
  private State state = State.RESTING;
  private boolean closing;

  ClientConnection(
      Socket socket,
      TConfiguration limits,
      int stallMillis,
      ThriftSecurity security,
      Dispatcher dispatcher)
      throws IOException, TTransportException {
    this.socket = socket;
    this.limits = limits;
    this.stallMillis = stallMillis;
    this.dispatcher = dispatcher;
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    this.session = new ClientSession(socket.getInetAddress().getHostAddress());
    this.opening = new ConnectionOpening(socket, limits, stallMillis, security, session);
  }

  /** Serves the client until it leaves or the server closes. Never throws. */
  void run() {
    try {
      var opened = opening.open();
      if (opened.isPresent()) {
        serve(opened.get());
      }
    } catch (IOException | TException | StreamTransport.MessageTooLarge e) {
      explain(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("Connection of {} closed after a failure in the server", name(), e);
    } finally {
      close();
    }
  }

  private void serve(ConnectionOpening.Opened client) throws IOException, TException {
    var transport = client.transport();
    try {
      while (awaitNext(transport) && begin()) {
        socket.setSoTimeout(stallMillis);
        dispatcher.serve(session, client.protocol(), transport);
        transport.rest();
        if (!end()) {
          return;
        }
      }
    } catch (TTransportException | StreamTransport.MessageTooLarge e) {
      if (!StreamTransport.isBeyondBounds(e)) {
        throw e;
      }
      LOG.warn(
          "Refused a request of {}: it is longer than {} bytes (thrift.max-message-size) or than its"
              + " own frame",
          name(),
          limits.getMaxMessageSize());
      ConnectionOpening.linger(socket, transport, limits);
    }
  }

  /** A client may rest between its calls for as long as it likes. */
  private boolean awaitNext(StreamTransport transport) throws IOException {
    socket.setSoTimeout(0);
    return transport.awaitMessage() >= 0;
  }

  private void explain(Exception e) {
    if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
      LOG.debug("{} fell silent within a request for {} ms", name(), stallMillis);
    } else if (e instanceof SaslException || e instanceof SSLException) {
      LOG.info("{} was refused: {}", name(), e.getMessage());
    } else {
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
}
