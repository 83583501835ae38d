package io.propolis.glue.operations;

import io.propolis.glue.wire.GlueException;
import org.jspecify.annotations.Nullable;

/** What a request has to give although the model does not say so. */
final class Given {
  private Given() {}

  /** InvalidInputException when it is absent. */
  static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw GlueException.invalidInput(name + " must not be null");
    }
    return value;
  }

  /** The size of a page. */
  static int pageSize(@Nullable Integer asked, int usual) {
    return asked == null ? usual : asked;
  }
}
