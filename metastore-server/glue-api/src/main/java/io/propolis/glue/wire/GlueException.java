package io.propolis.glue.wire;

import org.jspecify.annotations.Nullable;

/** An error as clients see it: a type of the API, or one of those that every AWS service has. */
public final class GlueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final GlueError error;

  public GlueException(GlueError error, String message) {
    this(error, message, null);
  }

  public GlueException(GlueError error, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  public GlueError error() {
    return error;
  }

  public static GlueException invalidInput(String message) {
    return new GlueException(GlueError.INVALID_INPUT, message);
  }

  public static GlueException notFound(String message) {
    return new GlueException(GlueError.ENTITY_NOT_FOUND, message);
  }

  /** Breaks a constraint of the model. */
  public static GlueException validation(String message) {
    return new GlueException(GlueError.VALIDATION, message);
  }

  /** Is not what the model calls a request at all. */
  public static GlueException serialization(String message) {
    return new GlueException(GlueError.SERIALIZATION, message);
  }
}
