package io.propolis.thrift.expression;

/** The bytes are no expression that this package reads; the message says what is in the way. */
public final class UnreadableExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableExpressionException(String message) {
    super(message);
  }
}
