package io.propolis.inference;

import org.jspecify.annotations.Nullable;

/** Where a text comes from, which decides what may be read into it. */
public enum TextSource {
  /**
   * A partition value. A type is chosen only when engines write every value back exactly as it
   * stands, for otherwise they would look for another folder. Null, empty and {@link
   * PartitionNames#DEFAULT_PARTITION} are neutral.
   */
  PARTITION_VALUE {
    @Override
    boolean isNull(@Nullable String text) {
      return text == null || text.isEmpty() || text.equals(PartitionNames.DEFAULT_PARTITION);
    }
  },
  /**
   * A cell of a delimited file, trimmed by the caller if its reader trims. Fractions are double:
   * measurements, which most are, come with any number of digits, and a decimal sized by a sample
   * turns the longer ones of later files into nulls. Null, blank and {@code \N} are neutral.
   */
  CELL {
    @Override
    boolean isNull(@Nullable String text) {
      return text == null || text.isBlank() || text.equals("\\N");
    }
  };

  abstract boolean isNull(@Nullable String text);
}
