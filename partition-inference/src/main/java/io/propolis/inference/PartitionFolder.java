package io.propolis.inference;

import java.util.List;

/**
 * A folder that is one partition.
 *
 * @param location relative to the root, exactly as in the paths (case and escapes kept), without
 *     slashes at its ends; empty for the root itself
 * @param values unescaped, in the order of the keys; null is {@link
 *     PartitionNames#DEFAULT_PARTITION}
 * @param files how many data files were seen in it
 */
public record PartitionFolder(String location, List<String> values, long files) {

  /** Copies the values. */
  public PartitionFolder {
    values = List.copyOf(values);
  }
}
