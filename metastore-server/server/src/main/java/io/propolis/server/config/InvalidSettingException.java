package io.propolis.server.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting that is unknown or has no proper value; the message names it, its origin and a remedy.
 */
public final class InvalidSettingException extends RuntimeException {
  InvalidSettingException(String message) {
    super(message);
  }

  InvalidSettingException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
