package io.propolis.crawlers.sources.delta;

import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.PartitionNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists of the files of a Delta table, one for each partition, where Delta itself writes them
 * ({@code GENERATE symlink_format_manifest}).
 *
 * @param texts of the lists, by location
 * @param partitions folders relative to that of the lists, by values; none for a table without keys
 */
record Manifests(Map<String, String> texts, Map<List<String>, String> partitions, int dataFiles) {
  static final String FOLDER = "_symlink_format_manifest";

  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  /** Files of which some rows are deleted: lists cannot say so. */
  static final class DeletedRowsException extends Exception {
    private DeletedRowsException(String file) {
      super("rows of %s are deleted by a deletion vector".formatted(file));
    }
  }

  static String folder(String location) {
    return Locations.child(location, FOLDER);
  }

  /** Why lists of its files do not tell the table's rows; absent when they do. */
  static @Nullable String obstacle(SnapshotImpl snapshot) {
    var mode = snapshot.getMetadata().getConfiguration().get("delta.columnMapping.mode");
    return mode == null || mode.equals("none")
        ? null
        : "its files have other column names (delta.columnMapping.mode is %s)".formatted(mode);
  }

  static Manifests of(String location, SnapshotImpl snapshot, Engine engine)
      throws IOException, DeletedRowsException {
    var keys = snapshot.getPartitionColumnNames();
    var files = new TreeMap<String, List<String>>();
    var partitions = new LinkedHashMap<List<String>, String>();
    int count = 0;
    try (var batches = snapshot.getScanBuilder().build().getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (var rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            var row = rows.next();
            var values = values(keys, row);
            var folder = keys.isEmpty() ? "" : PartitionNames.of(columns(keys), values);
            if (!keys.isEmpty()) {
              partitions.put(values, folder);
            }
            files.computeIfAbsent(folder, unused -> new ArrayList<>()).add(file(row));
            count++;
          }
        }
      }
    }
    var texts = new LinkedHashMap<String, String>();
    files.forEach(
        (folder, listed) -> {
          Collections.sort(listed);
          var within =
              folder.isEmpty() ? folder(location) : Locations.child(folder(location), folder);
          texts.put(Locations.child(within, "manifest"), String.join("\n", listed) + "\n");
        });
    return new Manifests(texts, partitions, count);
  }

  private static String file(Row row) throws DeletedRowsException {
    var path = InternalScanFileUtils.getAddFileStatus(row).getPath();
    if (InternalScanFileUtils.getDeletionVectorDescriptorFromRow(row) != null) {
      throw new DeletedRowsException(path);
    }
    return path;
  }

  private static List<Column> columns(List<String> keys) {
    return keys.stream().map(key -> new Column(Names.fold(key), "string")).toList();
  }

  private static List<String> values(List<String> keys, Row row) {
    var values = new TreeMap<String, @Nullable String>(String.CASE_INSENSITIVE_ORDER);
    values.putAll(InternalScanFileUtils.getPartitionValues(row));
    return keys.stream().map(key -> Objects.requireNonNullElse(values.get(key), NULL)).toList();
  }
}
