package io.propolis.inference;

import java.util.List;

/** How a folder relates to a layout. */
public sealed interface FolderFit {

  /** The folder is a partition with these unescaped values, in the order of the keys. */
  record Fits(List<String> values) implements FolderFit {

    /** Copies the values. */
    public Fits {
      values = List.copyOf(values);
    }
  }

  /** The folder is no partition, for this reason. */
  record Misfits(String reason) implements FolderFit {}
}
