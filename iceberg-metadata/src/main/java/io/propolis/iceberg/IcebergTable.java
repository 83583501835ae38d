package io.propolis.iceberg;

import io.propolis.catalog.iceberg.IcebergState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;

/**
 * An Iceberg table as one of its metadata files has it.
 *
 * @param uuid the table's, the same in all its files
 * @param lastUpdated when the file's state was made, in epoch milliseconds
 * @param partitioning what its files are partitioned by ({@code bucket[16](id)}), in order
 * @param files data files of the current snapshot, -1 when it does not say
 * @param bytes their lengths, -1 when it does not say
 * @param rows -1 when it does not say
 */
public record IcebergTable(
    IcebergState state,
    String uuid,
    int formatVersion,
    long lastUpdated,
    List<String> partitioning,
    long files,
    long bytes,
    long rows) {
  public IcebergTable {
    partitioning = List.copyOf(partitioning);
  }

  static IcebergTable of(IcebergState state, TableMetadata metadata) {
    var snapshot = metadata.currentSnapshot();
    Map<String, String> summary =
        snapshot == null || snapshot.summary() == null ? Map.of() : snapshot.summary();
    return new IcebergTable(
        state,
        metadata.uuid(),
        metadata.formatVersion(),
        metadata.lastUpdatedMillis(),
        metadata.spec().fields().stream()
            .filter(field -> !field.transform().isVoid())
            .flatMap(
                field ->
                    Stream.ofNullable(metadata.schema().findColumnName(field.sourceId()))
                        .map(
                            column ->
                                field.transform().isIdentity()
                                    ? column
                                    : "%s(%s)".formatted(field.transform(), column)))
            .toList(),
        total(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP),
        total(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP),
        total(summary, SnapshotSummary.TOTAL_RECORDS_PROP));
  }

  private static long total(Map<String, String> summary, String key) {
    var value = summary.getOrDefault(key, "");
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
  }
}
