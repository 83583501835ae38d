package io.propolis.server.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting that is unknown or has no proper value; the message names it, its origin and a remedy.
 */
public final class InvalidSettingException extends RuntimeException {
  public InvalidSettingException(String message) {
    super(message);
  }

  public InvalidSettingException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
