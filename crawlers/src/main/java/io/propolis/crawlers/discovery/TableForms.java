package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.MergedSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the folders of a table are read.
 *
 * @param schema of the table: how most of its files are read, and the columns of all
 * @param fitting the files that are read so
 * @param otherwise how the files of other folders are read, which are partitions with a SerDe of
 *     their own
 * @param leftOut folders that nobody could read as partitions of the table
 */
record TableForms(
    MergedSchema schema,
    List<MergedSchema.Part> fitting,
    Map<Folder, MergedSchema> otherwise,
    Set<Folder> leftOut) {
  TableForms {
    fitting = List.copyOf(fitting);
    otherwise = Map.copyOf(otherwise);
    leftOut = Set.copyOf(leftOut);
  }
}
