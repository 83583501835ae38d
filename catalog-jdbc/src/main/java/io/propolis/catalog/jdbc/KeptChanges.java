package io.propolis.catalog.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A row of the log to be written.
 *
 * @param first the place of the first of the transaction's changes that it stands for
 * @param count how many these are
 */
record KeptChanges(int first, int count, byte @Nullable [] objects) {
  /** The place of the last. */
  int last() {
    return first + count - 1;
  }
}
