package io.propolis.glue.secrets;

import org.jspecify.annotations.Nullable;

/** A secret cannot be opened. The message names its place, not the secret. */
public final class SecretException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SecretException(String message) {
    this(message, null);
  }

  SecretException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
