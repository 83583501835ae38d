package io.propolis.thrift.security;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/**
 * SASL PLAIN (RFC 4616), of which the JDK has only the client: one message with the user to act as,
 * the user who asks, and their password. Nobody acts as somebody else.
 */
final class PlainServer implements SaslServer {
  static final String MECHANISM = "PLAIN";

  private static final String SEPARATOR = "\0";
  private static final int PARTS = 3;

  private final PasswordCheck check;
  private @Nullable String authorised;

  PlainServer(PasswordCheck check) {
    this.check = check;
  }

  @Override
  public String getMechanismName() {
    return MECHANISM;
  }

  @Override
  public byte[] evaluateResponse(byte[] response) throws SaslException {
    if (authorised != null) {
      throw new IllegalStateException("PLAIN has one message");
    }
    var parts = text(response).split(SEPARATOR, -1);
    if (parts.length != PARTS || parts[1].isEmpty()) {
      throw new SaslException("A PLAIN message is authorisation, user and password");
    }
    var user = parts[1];
    if (!parts[0].isEmpty() && !parts[0].equals(user)) {
      throw new SaslException("User " + user + " may not act as " + parts[0]);
    }
    if (!check.accepts(user, parts[2])) {
      throw new SaslException("The name or the password is wrong for user " + user);
    }
    authorised = user;
    return new byte[0];
  }

  private static String text(byte[] response) throws SaslException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(response)).toString();
    } catch (CharacterCodingException e) {
      throw new SaslException("A PLAIN message is not UTF-8", e);
    }
  }

  @Override
  public boolean isComplete() {
    return authorised != null;
  }

  @Override
  public String getAuthorizationID() {
    if (authorised == null) {
      throw new IllegalStateException("PLAIN is not complete");
    }
    return authorised;
  }

  @Override
  public byte[] unwrap(byte[] incoming, int offset, int length) {
    throw new IllegalStateException("PLAIN protects no messages");
  }

  @Override
  public byte[] wrap(byte[] outgoing, int offset, int length) {
    throw new IllegalStateException("PLAIN protects no messages");
  }

  @Override
  public @Nullable Object getNegotiatedProperty(String name) {
    if (authorised == null) {
      throw new IllegalStateException("PLAIN is not complete");
    }
    return Sasl.QOP.equals(name) ? "auth" : null;
  }

  @Override
  public void dispose() {
    // holds nothing
  }
}
