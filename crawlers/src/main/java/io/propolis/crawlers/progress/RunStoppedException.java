package io.propolis.crawlers.progress;

/** Ends a run that was told to stop, or that is not this node's any more. */
public final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunStoppedException(String message) {
    super(message);
  }
}
