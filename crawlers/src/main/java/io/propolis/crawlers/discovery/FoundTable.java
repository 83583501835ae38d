package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.statistics.FolderStatistics;
import io.propolis.inference.PartitionLayout;
import java.util.List;
import java.util.Map;

/**
 * A table that lies in the lake.
 *
 * @param location its folder
 * @param layout its partitions, relative to the location
 * @param files data files in its partitions
 * @param bytes their lengths
 * @param statistics of the files in its partitions, by their location relative to the table's;
 *     those of a table without partitions under ""
 * @param choices the kinds of values of columns and fields that have several, where that is asked
 *     for
 * @param otherwise how the files of partitions are read that are not read as the table's, by their
 *     location relative to the table's
 * @param reasons why it is a table and looks as it does, one line each
 */
public record FoundTable(
    String location,
    MergedSchema schema,
    PartitionLayout layout,
    long files,
    long bytes,
    Map<String, FolderStatistics> statistics,
    Map<String, String> choices,
    Map<String, MergedSchema> otherwise,
    List<String> reasons)
    implements Found {
  public FoundTable {
    statistics = Map.copyOf(statistics);
    choices = Map.copyOf(choices);
    otherwise = Map.copyOf(otherwise);
    reasons = List.copyOf(reasons);
  }

  /** A table of which no more is known. */
  public FoundTable(
      String location,
      MergedSchema schema,
      PartitionLayout layout,
      long files,
      long bytes,
      List<String> reasons) {
    this(location, schema, layout, files, bytes, Map.of(), Map.of(), Map.of(), reasons);
  }
}
