package io.propolis.server.api;

/** A server has refused a call. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  RefusedException(String type, String message) {
    super(type + ": " + message);
    this.type = type;
  }

  /**
   * Whether the server does not have the operation; the type is one that the operation declares.
   */
  boolean isNotSupported() {
    return String.valueOf(getMessage()).endsWith(" is not supported by this server");
  }

  /** {@code EntityNotFoundException}. */
  public String type() {
    return type;
  }
}
