package io.propolis.iceberg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * What the manifests of a table's current snapshot say about the rows of its data files.
 *
 * @param files data files
 * @param bytes their lengths
 * @param rows in them
 * @param columns by name as in the schema: one entry for each file; of columns of which any file
 *     tells nothing there is none
 */
public record IcebergFacts(
    long files, long bytes, long rows, Map<String, List<ColumnOfFile>> columns) {
  public IcebergFacts {
    columns = Map.copyOf(columns);
  }

  /**
   * A column in one file.
   *
   * @param values those that are not null
   * @param nulls the others
   * @param low the least value as Iceberg holds it (Integer, Long, Float, Double, BigDecimal; of
   *     dates days, of timestamps microseconds); absent for types of another order, and unless told
   * @param high the greatest one, as {@code low}
   */
  public record ColumnOfFile(
      long values, long nulls, @Nullable Object low, @Nullable Object high) {}

  /**
   * Reads the manifests.
   *
   * @param most entries of columns that are held; tables with more have none
   * @return empty when rows were deleted from files that stand, as no manifest tells which, and
   *     when the table has more
   */
  static Optional<IcebergFacts> of(TableMetadata metadata, FileIO io, long most)
      throws IOException {
    var snapshot = metadata.currentSnapshot();
    if (snapshot == null) {
      return Optional.of(new IcebergFacts(0, 0, 0, Map.of()));
    }
    if (!snapshot.deleteManifests(io).isEmpty()) {
      return Optional.empty();
    }
    var found = new Reading(metadata);
    return found.read(snapshot, io, most) ? Optional.of(found.facts()) : Optional.empty();
  }

  private static final class Reading {
    private final TableMetadata metadata;
    private final Map<Integer, ArrayList<ColumnOfFile>> columns = new HashMap<>();
    private long files;
    private long bytes;
    private long rows;

    Reading(TableMetadata metadata) {
      this.metadata = metadata;
      metadata.schema().columns().stream()
          .filter(field -> field.type().isPrimitiveType())
          .forEach(field -> columns.put(field.fieldId(), new ArrayList<>()));
    }

    boolean read(Snapshot snapshot, FileIO io, long most) throws IOException {
      for (var manifest : snapshot.dataManifests(io)) {
        try (var entries = ManifestFiles.read(manifest, io, metadata.specsById())) {
          for (var file : entries) {
            files++;
            if (files * metadata.schema().columns().size() > most) {
              return false;
            }
            add(file);
          }
        }
      }
      return true;
    }

    private void add(DataFile file) {
      bytes += file.fileSizeInBytes();
      rows += file.recordCount();
      columns
          .entrySet()
          .removeIf(
              column -> {
                var told = column(file, metadata.schema().findField(column.getKey()));
                told.ifPresent(column.getValue()::add);
                return told.isEmpty();
              });
    }

    private static Optional<ColumnOfFile> column(DataFile file, NestedField field) {
      var counts = file.valueCounts();
      var nulls = file.nullValueCounts();
      if (counts == null
          || nulls == null
          || !counts.containsKey(field.fieldId())
          || !nulls.containsKey(field.fieldId())) {
        return Optional.empty();
      }
      long absent = nulls.get(field.fieldId());
      return Optional.of(
          new ColumnOfFile(
              counts.get(field.fieldId()) - absent,
              absent,
              bound(field, file.lowerBounds()),
              bound(field, file.upperBounds())));
    }

    private static @Nullable Object bound(
        NestedField field, @Nullable Map<Integer, ByteBuffer> bounds) {
      var bytes = bounds == null ? null : bounds.get(field.fieldId());
      if (bytes == null) {
        return null;
      }
      return switch (field.type().typeId()) {
        case INTEGER, LONG, FLOAT, DOUBLE, DECIMAL, DATE, TIMESTAMP ->
            Conversions.fromByteBuffer(field.type(), bytes);
        default -> null;
      };
    }

    IcebergFacts facts() {
      var named = new HashMap<String, List<ColumnOfFile>>();
      columns.forEach(
          (id, parts) -> named.put(metadata.schema().findColumnName(id), List.copyOf(parts)));
      return new IcebergFacts(files, bytes, rows, named);
    }
  }
}
