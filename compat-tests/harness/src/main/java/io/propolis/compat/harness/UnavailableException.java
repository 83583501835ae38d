package io.propolis.compat.harness;

/**
 * Something foreign that a test needs cannot be had on this machine: a reason to skip, not to fail.
 */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnavailableException(String message) {
    super(message);
  }
}
