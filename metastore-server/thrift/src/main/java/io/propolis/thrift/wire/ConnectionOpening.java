package io.propolis.thrift.wire;

import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.security.TlsStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out by the first bytes what a client speaks: TLS or not, within it SASL or not, within that
 * a {@link WireFormat}. Whom the door does not serve is told why in what they speak.
 */
final class ConnectionOpening {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionOpening.class);

  /** A handshake in any version since SSL 3 (RFC 8446, section 5.1). */
  private static final int TLS_HANDSHAKE = 0x16;

  private static final int TLS_MAJOR_VERSION = 0x03;

  /** A fatal alert, handshake_failure, in TLS 1.2 (RFC 8446, section 6). */
  private static final byte[] TLS_REFUSAL = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28};

  /** Status byte, four bytes of length. */
  private static final int SASL_HEADER_BYTES = 5;

  /** The names of mechanisms are short (RFC 4422, section 3.1). */
  private static final int MAX_MECHANISM_BYTES = 20;

  /** For those who take this port for the HTTP door: the verb of HTTP is in capital letters. */
  private static final String MISDIRECTED =
      """
      HTTP/1.1 421 Misdirected Request\r
      Content-Type: text/plain\r
      Connection: close\r
      \r
      This is the Thrift port of a Hive Metastore. Thrift over HTTP is served on the HTTP port \
      (http.port, thrift.http-path).
      """;

  /** What has become of a client so far. */
  sealed interface Outcome {
    /** It has left, or has been told that it is not served. */
    record Ended() implements Outcome {}

    /** It rests before it says the next. */
    record Resting() implements Outcome {}

    /** It can be served. */
    record Opened(StreamTransport transport, TProtocol protocol) implements Outcome {}
  }

  private static final Outcome ENDED = new Outcome.Ended();
  private static final Outcome RESTING = new Outcome.Resting();

  /** What the next byte decides. */
  private enum Question {
    TLS,
    SASL,
    FORMAT
  }

  private final Wire wire;
  private final MessageLimits limits;
  private final ThriftSecurity security;
  private final ClientSession session;
  private Question question = Question.TLS;
  private StreamTransport transport;
  private @Nullable TlsStreams tls;
  private @Nullable Unread withinSasl;

  ConnectionOpening(Wire wire, MessageLimits limits, ThriftSecurity security, ClientSession session)
      throws TTransportException {
    this.wire = wire;
    this.limits = limits;
    this.security = security;
    this.session = session;
    transport = new StreamTransport(wire.in(), wire.out(), limits);
    transport.release();
  }

  /** Goes on when bytes have come, until the client rests or all is known. */
  Outcome proceed() throws IOException, TException {
    while (transport.hasUnread() || wire.awaitCall()) {
      if (transport.awaitMessage() < 0) {
        return ENDED;
      }
      wire.beginCall();
      var outcome =
          switch (question) {
            case TLS -> askForTls();
            case SASL -> askForSasl();
            case FORMAT -> askForFormat();
          };
      if (outcome != null) {
        return outcome;
      }
    }
    release();
    return RESTING;
  }

  /** Whether messages come as they are on the wire, neither within TLS nor within SASL. */
  boolean isPlain() {
    return tls == null && withinSasl == null;
  }

  /** Gives all buffers back while the client rests, before and after it is opened. */
  void release() {
    transport.release();
    if (withinSasl != null) {
      withinSasl.release();
    }
    if (tls != null) {
      tls.release();
    }
  }

  private @Nullable Outcome askForTls() throws IOException, TException {
    question = Question.SASL;
    var configured = security.tls();
    if (!isTls()) {
      return configured == null || configured.allowsPlaintext()
          ? null
          : refuse("This server is served over TLS only");
    }
    if (configured == null) {
      LOG.info("{} speaks TLS, for which no keystore is set", session.address());
      wire.out().write(TLS_REFUSAL);
      return refused();
    }
    var streams = configured.over(transport.unread(), wire.out());
    streams.handshake();
    tls = streams;
    transport = new StreamTransport(streams.input(), streams.output(), limits);
    return null;
  }

  private @Nullable Outcome askForSasl() throws IOException, TException {
    question = Question.FORMAT;
    if (isSasl()) {
      startSasl();
      return null;
    }
    return security.authentication().isRequired()
        ? refuse("This server asks who you are by " + security.authentication().means())
        : null;
  }

  private Outcome askForFormat() throws IOException, TException {
    var format = WireFormat.sniff(transport);
    return format.isPresent()
        ? new Outcome.Opened(transport, format.get().over(transport))
        : refuse("No protocol is known by its first byte");
  }

  private boolean isTls() throws IOException {
    return transport.peek(0) == TLS_HANDSHAKE
        && transport.await(2)
        && transport.peek(1) == TLS_MAJOR_VERSION;
  }

  private boolean isSasl() throws IOException {
    if (transport.peek(0) != SaslNegotiation.START || !transport.await(SASL_HEADER_BYTES)) {
      return false;
    }
    int length =
        transport.peek(1) << 24
            | transport.peek(2) << 16
            | transport.peek(3) << 8
            | transport.peek(4);
    return length >= 0 && length <= MAX_MECHANISM_BYTES;
  }

  private void startSasl() throws IOException, TTransportException {
    var in = transport.unread();
    withinSasl = in;
    var out = transport.destination();
    var authentication = security.authentication();
    var sasl = new SaslNegotiation(authentication, in, out).complete();
    session.authenticate(authentication.proof(sasl));
    transport =
        new StreamTransport(
            SaslStreams.reading(sasl, in, limits.requestBytes()),
            SaslStreams.writing(sasl, out),
            limits);
  }

  private Outcome refuse(String why) throws IOException, TException {
    int first = transport.peek(0);
    LOG.debug(
        "{} is refused, first byte 0x{}: {}", session.address(), Integer.toHexString(first), why);
    if (isSasl()) {
      new SaslNegotiation(security.authentication(), transport.unread(), transport.destination())
          .refuse(why);
      return refused();
    }
    var format = WireFormat.sniff(transport);
    if (format.isPresent()) {
      Dispatcher.refuse(format.get().over(transport), transport, why);
    } else if (first >= 'A' && first <= 'Z') {
      transport.destination().write(MISDIRECTED.getBytes(StandardCharsets.US_ASCII));
    } else {
      return ENDED;
    }
    return refused();
  }

  /** Closing before the client has sent all would take back what it was told. */
  private Outcome refused() throws IOException {
    transport.destination().flush();
    linger(wire, transport, limits);
    return ENDED;
  }

  /** Receives what a refused client still sends, until it pauses or has sent far too much. */
  static void linger(Wire wire, StreamTransport transport, MessageLimits limits)
      throws IOException {
    wire.endOutput(ConnectionPool.LINGER_MILLIS);
    transport.skip(ConnectionPool.LINGER_LIMITS * limits.requestBytes());
  }
}
