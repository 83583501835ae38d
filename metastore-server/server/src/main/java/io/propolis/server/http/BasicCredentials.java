package io.propolis.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A name and a password as HTTP's Basic authentication sends them (RFC 7617). */
record BasicCredentials(String user, String password) {
  private static final String SCHEME = "Basic ";

  @Override
  public String toString() {
    return "BasicCredentials[" + user + "]"; // a password is not for logs
  }

  /** Empty when the header is absent, of another scheme or garbled. */
  static Optional<BasicCredentials> of(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      var text = new String(bytes, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon <= 0
          ? Optional.empty()
          : Optional.of(new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
