package io.propolis.catalog.cache;

/**
 * A read that was to be answered from memory alone needs the store, or what another thread is
 * reading. It has to be made again, by a thread that may wait.
 */
public final class NotInMemoryException extends RuntimeException {
  static final NotInMemoryException INSTANCE = new NotInMemoryException();

  private static final long serialVersionUID = 1L;

  /** One for all: nobody looks where it comes from, and it is no failure. */
  private NotInMemoryException() {
    super("Not in memory", null, false, false);
  }
}
