package io.propolis.thrift.wire;

import io.propolis.thrift.security.Authentication;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/**
 * The server's part of Thrift's SASL handshake: messages of a status byte, a length of four bytes
 * and a payload; the first names the mechanism. What follows it comes in {@link SaslStreams}.
 */
final class SaslNegotiation {
  /** The status of the first message, by which SASL is told. */
  static final int START = 1;

  private static final int OK = 2;
  private static final int BAD = 3;
  private static final int COMPLETE = 5;

  /** Tickets with the groups of a large directory have some 64 KiB. */
  private static final int MAX_PAYLOAD_BYTES = 256 * 1024;

  private final Authentication authentication;
  private final DataInputStream in;
  private final OutputStream out;

  SaslNegotiation(Authentication authentication, InputStream in, OutputStream out) {
    this.authentication = authentication;
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /** A mechanism that is complete; the client has been told why when it fails. */
  SaslServer complete() throws IOException {
    try {
      var start = receive();
      if (start.status() != START) {
        throw new SaslException("A handshake begins with status 1, not " + start.status());
      }
      var mechanism = new String(start.payload(), StandardCharsets.UTF_8);
      if (!authentication.mechanisms().contains(mechanism)) {
        throw new SaslException(
            "Mechanism '%s' is not served, but %s"
                .formatted(mechanism, authentication.mechanisms()));
      }
      var server = authentication.begin(mechanism);
      while (!server.isComplete()) {
        var response = receive();
        if (response.status() != OK && response.status() != COMPLETE) {
          throw new SaslException("The client gave up with status " + response.status());
        }
        var challenge = server.evaluateResponse(response.payload());
        var payload = challenge == null ? new byte[0] : challenge;
        send(server.isComplete() ? COMPLETE : OK, payload);
      }
      return server;
    } catch (SaslException e) {
      refuse(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Tells a client that there is no handshake to be had. */
  void refuse(String why) throws IOException {
    send(BAD, why.getBytes(StandardCharsets.UTF_8));
  }

  private record Message(int status, byte[] payload) {}

  private Message receive() throws IOException {
    int status = in.readUnsignedByte();
    int length = in.readInt();
    if (length < 0 || length > MAX_PAYLOAD_BYTES) {
      throw new SaslException("A SASL message of %d bytes is refused".formatted(length));
    }
    var payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new IOException("The client left within the SASL handshake");
    }
    return new Message(status, payload);
  }

  private void send(int status, byte[] payload) throws IOException {
    var message = new ByteArrayOutputStream(payload.length + 5);
    message.write(status);
    message.writeBytes(ByteBuffer.allocate(4).putInt(payload.length).array());
    message.writeBytes(payload);
    message.writeTo(out);
    out.flush();
  }
}
