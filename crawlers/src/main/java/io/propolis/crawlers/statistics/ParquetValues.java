package io.propolis.crawlers.statistics;

import io.propolis.files.RangedFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Hands the values of some columns of a Parquet file over, column by column. Pages are read only
 * where the footer and the dictionaries do not tell enough.
 */
final class ParquetValues {
  private ParquetValues() {}

  /**
   * Reads a file. Columns that it has not are all null.
   *
   * @param summaries by folded name
   * @param goesOn asked between the groups of rows; false ends the reading
   */
  static void read(RangedFile file, Map<String, ColumnSummary> summaries, BooleanSupplier goesOn)
      throws IOException {
    try (var reader = ParquetFileReader.open(new ParquetInput(file))) {
      var schema = reader.getFileMetaData().getSchema();
      var wanted = wanted(schema, summaries);
      missing(summaries, wanted, reader.getRecordCount());
      if (wanted.isEmpty()) {
        return;
      }
      for (int group = 0; group < reader.getRowGroups().size() && goesOn.getAsBoolean(); group++) {
        summarise(reader, group, wanted, summaries);
      }
    }
  }

  private static void summarise(
      ParquetFileReader reader,
      int group,
      Map<String, PrimitiveType> wanted,
      Map<String, ColumnSummary> summaries)
      throws IOException {
    var schema = reader.getFileMetaData().getSchema();
    var unread = unread(reader, group, wanted, summaries);
    if (unread.isEmpty()) {
      reader.skipNextRowGroup();
      return;
    }
    var requested = new MessageType(schema.getName(), List.copyOf(unread.values()));
    reader.setRequestedSchema(requested);
    var pages = reader.readNextRowGroup();
    var store =
        new ColumnReadStoreImpl(
            pages,
            new GroupRecordConverter(requested).getRootConverter(),
            requested,
            reader.getFileMetaData().getCreatedBy());
    for (var column : unread.entrySet()) {
      var descriptor = requested.getColumnDescription(new String[] {column.getValue().getName()});
      summarise(
          store.getColumnReader(descriptor),
          descriptor,
          Objects.requireNonNull(summaries.get(column.getKey())),
          pages.getRowCount());
    }
  }

  /** The columns of which the footer and the dictionaries do not tell enough. */
  private static Map<String, PrimitiveType> unread(
      ParquetFileReader reader,
      int group,
      Map<String, PrimitiveType> wanted,
      Map<String, ColumnSummary> summaries)
      throws IOException {
    var schema = reader.getFileMetaData().getSchema();
    var chunks = new HashMap<ColumnPath, ColumnChunkMetaData>();
    reader.getRowGroups().get(group).getColumns().forEach(each -> chunks.put(each.getPath(), each));
    var unread = new LinkedHashMap<String, PrimitiveType>();
    try (DictionaryPageReadStore dictionaries = reader.getDictionaryReader(group)) {
      for (var column : wanted.entrySet()) {
        var path = new String[] {column.getValue().getName()};
        var chunk = chunks.get(ColumnPath.get(path));
        var summary = Objects.requireNonNull(summaries.get(column.getKey()));
        if (chunk == null
            || !new ParquetChunk(chunk, schema.getColumnDescription(path))
                .summarise(summary, dictionaries)) {
          unread.put(column.getKey(), column.getValue());
        }
      }
    }
    return unread;
  }

  private static Map<String, PrimitiveType> wanted(
      MessageType schema, Map<String, ColumnSummary> summaries) {
    var wanted = new LinkedHashMap<String, PrimitiveType>();
    for (var field : schema.getFields()) {
      var name = io.propolis.catalog.model.Names.fold(field.getName());
      if (summaries.containsKey(name)) {
        if (!field.isPrimitive()
            || field.isRepetition(org.apache.parquet.schema.Type.Repetition.REPEATED)) {
          throw new IllegalArgumentException(
              "column %s is no single value in the file".formatted(name));
        }
        wanted.putIfAbsent(name, field.asPrimitiveType());
      }
    }
    return wanted;
  }

  private static void missing(
      Map<String, ColumnSummary> summaries, Map<String, PrimitiveType> present, long rows) {
    summaries.forEach(
        (name, summary) -> {
          if (!present.containsKey(name)) {
            summary.addNulls(rows);
          }
        });
  }

  /** A column that holds one value or none in each row has as many levels as there are rows. */
  private static void summarise(
      ColumnReader reader, ColumnDescriptor column, ColumnSummary summary, long rows) {
    var take = ParquetValue.taking(column.getPrimitiveType(), summary);
    var current = new ParquetValue.Read(reader);
    int defined = column.getMaxDefinitionLevel();
    long nulls = 0;
    for (long left = rows; left > 0; left--) {
      if (reader.getCurrentDefinitionLevel() == defined) {
        take.from(current);
      } else {
        nulls++;
      }
      reader.consume();
    }
    summary.addNulls(nulls);
  }
}
