package io.propolis.thrift.wire;

import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.wire.ConnectionOpening.Outcome;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.security.sasl.SaslException;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client from its first byte to its last. A client that dies, stalls or sends garbage ends its
 * own connection and nothing else; such ends are normal and are logged as debug.
 */
class ClientConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private enum State {
    RESTING,
    BUSY,
    CLOSED
  }

  private final Wire wire;
  private final MessageLimits limits;
  private final ConnectionOpening opening;
  private final ClientSession session;
  private final Dispatcher dispatcher;
  private final Consumer<ClientConnection> whenClosed;
  private Outcome.@Nullable Opened client;
  private Dispatcher.@Nullable Heard heard;
  private State state = State.RESTING;
  private boolean closing;

  /** Whoever gives the wire is told when it has been closed, once. */
  ClientConnection(
      Wire wire,
      MessageLimits limits,
      ThriftSecurity security,
      Dispatcher dispatcher,
      Consumer<ClientConnection> whenClosed)
      throws TTransportException {
    this.wire = wire;
    this.limits = limits;
    this.dispatcher = dispatcher;
    this.whenClosed = whenClosed;
    this.session = new ClientSession(wire.client().getAddress().getHostAddress());
    this.opening = new ConnectionOpening(wire, limits, security, session);
  }

  /** What comes after a client was served. */
  enum Turn {
    /** It rests; its thread may serve others. */
    RESTS,
    /** A thread that may wait has to go on. */
    NEEDS_WORKER,
    /** It has been closed. */
    ENDED
  }

  /** Serves the client until it rests, leaves, or the server closes. Never throws. */
  Turn serve() {
    try {
      if (serveWhatCame() == Turn.RESTS) {
        return Turn.RESTS;
      }
    } catch (IOException | TException | StreamTransport.MessageTooLarge e) {
      explain(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      failed(e);
    }
    close();
    return Turn.ENDED;
  }

  /**
   * Takes what has come, over a wire that does not wait. True when it is a brief call, which {@link
   * #answerHeard} answers.
   */
  boolean hears() {
    var opened = client;
    if (opened == null || !opening.isPlain()) {
      return false;
    }
    try {
      heard =
          opened.transport().take() ? dispatcher.hear(opened.protocol(), opened.transport()) : null;
      return heard != null;
    } catch (IOException e) {
      LOG.trace("{} left", name(), e); // who serves it next says so
      return false;
    }
  }

  /** Answers what was heard, among {@link HotMethods.Moments#fromMemory}. Never waits or throws. */
  Turn answerHeard() {
    var opened = Objects.requireNonNull(client);
    var call = Objects.requireNonNull(heard);
    heard = null;
    var transport = opened.transport();
    if (begin()) {
      try {
        boolean isAnswered = dispatcher.answer(session, call, opened.protocol(), transport);
        if (!isAnswered) {
          transport.rewind();
        }
        transport.rest();
        if (end()) {
          return isAnswered && !transport.hasUnread() ? Turn.RESTS : Turn.NEEDS_WORKER;
        }
      } catch (IOException | TException | StreamTransport.MessageTooLarge e) {
        explain(e);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        failed(e);
      }
    }
    close();
    return Turn.ENDED;
  }

  /** What was heard is to be read again: nobody could answer it. */
  void unhear() {
    if (heard != null && client != null) {
      heard = null;
      client.transport().rewind();
    }
  }

  /** Gives the buffers back that a client had between two calls. */
  void release() {
    if (client != null) {
      opening.release();
      client.transport().release();
    }
  }

  /** Told of what no client should be able to cause. */
  void failed(Throwable failure) {
    LOG.error("Connection of {} closed after a failure in the server", name(), failure);
  }

  private Turn serveWhatCame() throws IOException, TException {
    if (client == null) {
      var outcome = opening.proceed();
      if (outcome instanceof Outcome.Opened opened) {
        client = opened;
      } else {
        return outcome instanceof Outcome.Resting ? Turn.RESTS : Turn.ENDED;
      }
    }
    var transport = client.transport();
    try {
      return serveCalls(client);
    } catch (TException | StreamTransport.MessageTooLarge e) {
      if (!Dispatcher.isTold(e)) {
        throw e;
      }
      Dispatcher.logRefusal(name(), e);
      ConnectionOpening.linger(wire, transport, limits);
      return Turn.ENDED;
    }
  }

  private Turn serveCalls(Outcome.Opened opened) throws IOException, TException {
    var transport = opened.transport();
    while (transport.hasUnread() || wire.awaitCall()) {
      if (transport.awaitMessage() < 0 || !begin()) {
        return Turn.ENDED;
      }
      wire.beginCall();
      var length = dispatcher.serve(session, opened.protocol(), transport);
      transport.rest();
      if (!end()) {
        return Turn.ENDED;
      }
      if (length == MethodTable.Length.BRIEF && opening.isPlain() && !transport.hasUnread()) {
        return Turn.RESTS; // the next may be answered by a lane
      }
    }
    release();
    return Turn.RESTS;
  }

  private void explain(Exception e) {
    if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
      LOG.debug("{} was silent for too long: {}", name(), e.getMessage());
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
    if (state == State.BUSY) {
      state = State.RESTING;
    }
    return !closing && state == State.RESTING;
  }

  /** Closes at once when no request is under way, otherwise after its reply. */
  synchronized void closeWhenResting() {
    closing = true;
    if (state == State.RESTING) {
      close();
    }
  }

  synchronized void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    try {
      wire.close();
    } catch (IOException e) {
      LOG.debug("Cannot close the connection of {}: {}", name(), e.toString());
    }
    whenClosed.accept(this);
  }

  /** The client's address and port. */
  String name() {
    return session.address() + ":" + wire.client().getPort();
  }
}
