package io.propolis.compat.harness;

import org.jspecify.annotations.Nullable;

/** A statement that a foreign engine refused or could not finish. */
public final class SqlFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SqlFailedException(String sql, String reason, @Nullable Throwable cause) {
    super(reason + "\n  in: " + sql, cause);
  }
}
