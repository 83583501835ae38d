package io.propolis.catalog.model;

import java.util.Arrays;
import java.util.Optional;

/** What keeps an Iceberg table in shape, by the names that AWS Glue has for it. */
public enum OptimizerType {
  /** Small data files become large ones. */
  COMPACTION("compaction"),
  /** Old snapshots go. */
  RETENTION("retention"),
  /** Files that nothing refers to go. */
  ORPHAN_FILE_DELETION("orphan_file_deletion");

  private final String text;

  OptimizerType(String text) {
    this.text = text;
  }

  /** "orphan_file_deletion". */
  public String text() {
    return text;
  }

  public static Optional<OptimizerType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }
}
