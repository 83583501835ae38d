package io.propolis.catalog.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about stored rows except where they are: a million partitions share a handful. Stored
 * once per content.
 */
public record StorageLayout(
    List<Column> columns,
    @Nullable String inputFormat,
    @Nullable String outputFormat,
    boolean compressed,
    int buckets,
    SerDe serDe,
    List<String> bucketColumns,
    List<SortColumn> sortColumns,
    Map<String, String> parameters,
    Skew skew,
    boolean storedAsSubDirectories) {
  /** No columns and no formats, as a view or an Iceberg table made through Glue may have. */
  public static final StorageLayout EMPTY =
      new StorageLayout(
          List.of(),
          null,
          null,
          false,
          0,
          SerDe.NONE,
          List.of(),
          List.of(),
          Map.of(),
          Skew.NONE,
          false);

  public StorageLayout {
    columns = List.copyOf(columns);
    bucketColumns = List.copyOf(bucketColumns);
    sortColumns = List.copyOf(sortColumns);
    parameters = Maps.copy(parameters);
  }

  public StorageLayout withColumns(List<Column> newColumns) {
    return new StorageLayout(
        newColumns,
        inputFormat,
        outputFormat,
        compressed,
        buckets,
        serDe,
        bucketColumns,
        sortColumns,
        parameters,
        skew,
        storedAsSubDirectories);
  }

  public StorageLayout withSerDe(SerDe newSerDe) {
    return new StorageLayout(
        columns,
        inputFormat,
        outputFormat,
        compressed,
        buckets,
        newSerDe,
        bucketColumns,
        sortColumns,
        parameters,
        skew,
        storedAsSubDirectories);
  }

  public StorageLayout withFormats(@Nullable String input, @Nullable String output) {
    return new StorageLayout(
        columns,
        input,
        output,
        compressed,
        buckets,
        serDe,
        bucketColumns,
        sortColumns,
        parameters,
        skew,
        storedAsSubDirectories);
  }

  public StorageLayout withParameters(Map<String, String> newParameters) {
    return new StorageLayout(
        columns,
        inputFormat,
        outputFormat,
        compressed,
        buckets,
        serDe,
        bucketColumns,
        sortColumns,
        newParameters,
        skew,
        storedAsSubDirectories);
  }
}
