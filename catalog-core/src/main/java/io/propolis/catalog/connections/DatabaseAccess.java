package io.propolis.catalog.connections;

import org.jspecify.annotations.Nullable;

/**
 * How to reach a database.
 *
 * @param url {@code jdbc:mysql://host:3306/database}; what it says behind a question mark is not
 *     used
 */
public record DatabaseAccess(
    String url, @Nullable String user, @Nullable String password, Transport transport) {
  /** Whether a connection may be readable on its way. */
  public enum Transport {
    ANY,
    ENCRYPTED
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DatabaseAccess[%s, %s, %s]".formatted(url.replaceFirst("\\?.*", ""), user, transport);
  }
}
