package io.propolis.catalog;

/** What was asked for does not go with what runs, or with the schedule that starts it. */
public final class RunStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Reason {
    RUNNING,
    NOT_RUNNING,
    STOPPING,
    NO_SCHEDULE,
    SCHEDULED,
    NOT_SCHEDULED
  }

  private final Reason reason;

  RunStateException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
