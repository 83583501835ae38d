package io.propolis.thrift.wire;

import io.propolis.thrift.ThriftSecurity;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;
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

  /** A client that can be served. */
  record Opened(StreamTransport transport, TProtocol protocol) {}

  private final Socket socket;
  private final TConfiguration limits;
  private final int stallMillis;
  private final ThriftSecurity security;
  private final ClientSession session;
  private StreamTransport transport;

  ConnectionOpening(
      Socket socket,
      TConfiguration limits,
      int stallMillis,
      ThriftSecurity security,
      ClientSession session)
      throws IOException, TTransportException {
    this.socket = socket;
    this.limits = limits;
    this.stallMillis = stallMillis;
    this.security = security;
    this.session = session;
    transport = new StreamTransport(socket.getInputStream(), socket.getOutputStream(), limits);
  }

  /** Empty when the client has left, or has been told that it is not served. */
  Optional<Opened> open() throws IOException, TException {
    if (!awaitFirst()) {
      return Optional.empty();
    }
    var tls = security.tls();
    if (isTls()) {
      if (tls == null) {
        LOG.info("{} speaks TLS, for which no keystore is set", session.address());
        socket.getOutputStream().write(TLS_REFUSAL);
        return refused();
      }
      var secure = tls.over(socket, transport.buffered());
      secure.startHandshake();
      transport = new StreamTransport(secure.getInputStream(), secure.getOutputStream(), limits);
      if (!awaitFirst()) {
        return Optional.empty();
      }
    } else if (tls != null && !tls.allowsPlaintext()) {
      return refuse("This server is served over TLS only");
    }
    if (isSasl()) {
      startSasl();
      if (!awaitFirst()) {
        return Optional.empty();
      }
    } else if (security.authentication().isRequired()) {
      return refuse(
          "This server asks who you are by SASL " + security.authentication().mechanisms());
    }
    var format = WireFormat.sniff(transport);
    return format.isPresent()
        ? Optional.of(new Opened(transport, format.get().over(transport)))
        : refuse("No protocol is known by its first byte");
  }

  /** A client may rest before it speaks, but not within a handshake. */
  private boolean awaitFirst() throws IOException {
    socket.setSoTimeout(0);
    boolean come = transport.awaitMessage() >= 0;
    socket.setSoTimeout(stallMillis);
    return come;
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
    var out = transport.destination();
    var authentication = security.authentication();
    var sasl = new SaslNegotiation(authentication, in, out).complete();
    session.authenticate(authentication.shortName(sasl.getAuthorizationID()));
    transport =
        new StreamTransport(
            SaslStreams.reading(sasl, in, limits.getMaxMessageSize()),
            SaslStreams.writing(sasl, out),
            limits);
  }

  private Optional<Opened> refuse(String why) throws IOException, TException {
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
      return Optional.empty();
    }
    return refused();
  }

  /** Closing before the client has sent all would take back what it was told. */
  private Optional<Opened> refused() throws IOException {
    transport.destination().flush();
    linger(socket, transport, limits);
    return Optional.empty();
  }

  /** Receives what a refused client still sends, until it pauses or has sent far too much. */
  static void linger(Socket socket, StreamTransport transport, TConfiguration limits)
      throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(ConnectionPool.LINGER_MILLIS);
    transport.skip(ConnectionPool.LINGER_LIMITS * limits.getMaxMessageSize());
  }
}
