package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.inference.PartitionLayout;
import java.util.List;

/**
 * A table that lies in the lake.
 *
 * @param location its folder
 * @param layout its partitions, relative to the location
 * @param files data files in its partitions
 * @param bytes their lengths
 * @param reasons why it is a table and looks as it does, one line each
 */
public record FoundTable(
    String location,
    MergedSchema schema,
    PartitionLayout layout,
    long files,
    long bytes,
    List<String> reasons) {
  public FoundTable {
    reasons = List.copyOf(reasons);
  }
}
