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
    boolean isNull(String text, int start, int end) {
      return start == end || is(PartitionNames.DEFAULT_PARTITION, text, start, end);
    }
  },
  /**
   * A cell of a delimited file, trimmed by the caller if its reader trims. Fractions are double:
   * measurements, which most are, come with any number of digits, and a decimal sized by a sample
   * turns the longer ones of later files into nulls. Null, blank and {@code \N} are neutral.
   */
  CELL {
    @Override
    boolean isNull(String text, int start, int end) {
      for (int i = start; i < end; i++) {
        if (!Character.isWhitespace(text.charAt(i))) {
          return is("\\N", text, start, end);
        }
      }
      return true;
    }
  };

  /** Whether the text, or its absence, stands for null. */
  boolean isNull(@Nullable String text) {
    return text == null || isNull(text, 0, text.length());
  }

  /** Whether the part of a text stands for null. */
  abstract boolean isNull(String text, int start, int end);

  private static boolean is(String word, String text, int start, int end) {
    return end - start == word.length() && text.startsWith(word, start);
  }
}
