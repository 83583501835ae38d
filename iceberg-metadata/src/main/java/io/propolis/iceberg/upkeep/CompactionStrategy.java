package io.propolis.iceberg.upkeep;

import java.util.Arrays;
import java.util.Optional;

/** How the rows of the files that a compaction writes lie. */
public enum CompactionStrategy {
  /** As they come. */
  BINPACK("binpack"),

  /** In the table's sort order, over all files of a group. */
  SORT("sort"),

  /** Along a curve through the columns of the table's sort order, so that all of them prune. */
  Z_ORDER("z-order");

  private final String text;

  CompactionStrategy(String text) {
    this.text = text;
  }

  /** As AWS Glue calls it. */
  public String text() {
    return text;
  }

  /** The strategy that is called so. */
  public static Optional<CompactionStrategy> of(String text) {
    return Arrays.stream(values()).filter(strategy -> strategy.text.equals(text)).findFirst();
  }
}
