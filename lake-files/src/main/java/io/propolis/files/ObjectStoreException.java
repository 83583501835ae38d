package io.propolis.files;

/** Why an object store did not do what it was asked. */
public final class ObjectStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** What is wrong. */
  public enum Reason {
    /** There is no such bucket. */
    NO_BUCKET,
    /** Whoever asks is unknown, or has no permission. */
    FORBIDDEN,
    /** The object is not the one that was listed. */
    CHANGED,
    /** The store asks to come back later. */
    BUSY,
    /** Anything else: the store is out of reach, or refuses. */
    UNAVAILABLE
  }

  /** With what the store says, in its own words. */
  public ObjectStoreException(Reason reason, String message, Throwable cause) {
    super(firstLine(message), cause);
    this.reason = reason;
  }

  /** Vendors put whole pages into messages. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  public Reason reason() {
    return reason;
  }

  /** What the store says, for messages that name the location. */
  @Override
  public String toString() {
    return reason + ": " + getMessage();
  }
}
