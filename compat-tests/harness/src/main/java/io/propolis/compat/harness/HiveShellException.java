package io.propolis.compat.harness;

/** What a client threw, with the trace from its process as the message. */
public final class HiveShellException extends RuntimeException {
  private static final long serialVersionUID = 1;

  HiveShellException(String message) {
    super(message);
  }
}
