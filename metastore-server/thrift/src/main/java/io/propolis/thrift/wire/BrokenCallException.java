package io.propolis.thrift.wire;

/**
 * A call lacks the object that it is about. Hive's servers answer by closing the connection, and
 * its clients expect nothing else.
 */
public final class BrokenCallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BrokenCallException(String message) {
    super(message);
  }
}
