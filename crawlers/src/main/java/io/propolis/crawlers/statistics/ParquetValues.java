package io.propolis.crawlers.statistics;

import io.propolis.files.RangedFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/** Hands the values of some columns of a Parquet file over, column by column. */
final class ParquetValues {
  private static final long JULIAN_EPOCH = 2_440_588;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

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
      reader.setRequestedSchema(new MessageType(schema.getName(), List.copyOf(wanted.values())));
      missing(summaries, wanted, reader.getRecordCount());
      if (wanted.isEmpty()) {
        return;
      }
      var requested = new MessageType(schema.getName(), List.copyOf(wanted.values()));
      var createdBy = reader.getFileMetaData().getCreatedBy();
      while (goesOn.getAsBoolean()) {
        var pages = reader.readNextRowGroup();
        if (pages == null) {
          return;
        }
        var store =
            new ColumnReadStoreImpl(
                pages,
                new GroupRecordConverter(requested).getRootConverter(),
                requested,
                createdBy);
        for (var column : wanted.entrySet()) {
          var descriptor =
              requested.getColumnDescription(new String[] {column.getValue().getName()});
          summarise(
              store.getColumnReader(descriptor),
              descriptor,
              Objects.requireNonNull(summaries.get(column.getKey())),
              pages.getRowCount());
        }
      }
    }
  }

  private static Map<String, PrimitiveType> wanted(
      MessageType schema, Map<String, ColumnSummary> summaries) {
    var wanted = new java.util.LinkedHashMap<String, PrimitiveType>();
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

  /** Takes the current value of a column. */
  private interface Take {
    void from(ColumnReader reader);
  }

  /** A column that holds one value or none in each row has as many levels as there are rows. */
  private static void summarise(
      ColumnReader reader, ColumnDescriptor column, ColumnSummary summary, long rows) {
    var take = take(column.getPrimitiveType(), summary);
    int defined = column.getMaxDefinitionLevel();
    long nulls = 0;
    for (long left = rows; left > 0; left--) {
      if (reader.getCurrentDefinitionLevel() == defined) {
        take.from(reader);
      } else {
        nulls++;
      }
      reader.consume();
    }
    summary.addNulls(nulls);
  }

  private static Take take(PrimitiveType type, ColumnSummary summary) {
    var logical = type.getLogicalTypeAnnotation();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      return switch (type.getPrimitiveTypeName()) {
        case INT32 -> reader -> summary.add(BigDecimal.valueOf(reader.getInteger(), scale));
        case INT64 -> reader -> summary.add(BigDecimal.valueOf(reader.getLong(), scale));
        default ->
            reader ->
                summary.add(
                    new BigDecimal(new BigInteger(reader.getBinary().getBytesUnsafe()), scale));
      };
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> reader -> summary.add(reader.getBoolean());
      case INT32 -> reader -> summary.add(reader.getInteger());
      case INT64 -> ofLong(logical, summary);
      case INT96 -> reader -> summary.add(micros(reader.getBinary()));
      case FLOAT -> reader -> summary.add((double) reader.getFloat());
      case DOUBLE -> reader -> summary.add(reader.getDouble());
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          reader -> {
            var bytes = reader.getBinary().getBytesUnsafe();
            summary.add(bytes, 0, bytes.length);
          };
    };
  }

  private static Take ofLong(LogicalTypeAnnotation logical, ColumnSummary summary) {
    if (logical instanceof TimestampLogicalTypeAnnotation time) {
      if (time.getUnit() == TimeUnit.MILLIS) {
        return reader -> summary.add(reader.getLong() * 1_000);
      } else if (time.getUnit() == TimeUnit.NANOS) {
        return reader -> summary.add(Math.floorDiv(reader.getLong(), 1_000L));
      }
    }
    return reader -> summary.add(reader.getLong());
  }

  /** Impala's and Hive's: nanoseconds of the day, then the Julian day. */
  private static long micros(Binary time) {
    var bytes = time.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong(bytes.position());
    long day = bytes.getInt(bytes.position() + Long.BYTES);
    return (day - JULIAN_EPOCH) * MICROS_PER_DAY + nanos / 1_000;
  }
}
