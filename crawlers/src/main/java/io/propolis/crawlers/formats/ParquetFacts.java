package io.propolis.crawlers.formats;

import io.propolis.crawlers.statistics.FooterColumn;
import io.propolis.crawlers.statistics.FooterColumn.Unit;
import io.propolis.crawlers.statistics.FooterFacts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/** What a Parquet footer says about the values of top-level columns that are no groups. */
final class ParquetFacts {
  /** About what the header of a dictionary's page takes. */
  private static final int PAGE_HEADER = 20;

  private ParquetFacts() {}

  static FooterFacts of(FileMetaData metadata, MessageType schema) {
    var types = new HashMap<String, PrimitiveType>();
    for (var field : schema.getFields()) {
      if (field.isPrimitive() && !field.isRepetition(Repetition.REPEATED)) {
        types.put(field.getName(), field.asPrimitiveType());
      }
    }
    var groups = new HashMap<String, List<FooterColumn>>();
    types.keySet().forEach(name -> groups.put(name, new ArrayList<>()));
    for (var group : metadata.getRow_groups()) {
      for (var chunk : group.getColumns()) {
        add(chunk, types, metadata.getCreated_by(), groups);
      }
    }
    return FooterFacts.of(metadata.getNum_rows(), groups);
  }

  private static void add(
      ColumnChunk chunk,
      Map<String, PrimitiveType> types,
      @Nullable String createdBy,
      Map<String, List<FooterColumn>> groups) {
    var data = chunk.getMeta_data();
    if (data == null || data.getPath_in_schema().size() != 1) {
      return;
    }
    var name = data.getPath_in_schema().get(0);
    var type = types.get(name);
    var parts = groups.get(name);
    if (type == null || parts == null) {
      return;
    }
    var told = statistics(data, createdBy, type);
    if (told == null || !told.isNumNullsSet()) {
      groups.remove(name); // of the others nobody needs to know then
      types.remove(name);
      return;
    }
    long nulls = told.getNumNulls();
    long values = data.getNum_values() - nulls;
    var low = told.hasNonNullValue() ? bound(type, told.genericGetMin()) : null;
    var high = told.hasNonNullValue() ? bound(type, told.genericGetMax()) : null;
    parts.add(new FooterColumn(values, nulls, low, high, distinct(data, type), -1, unit(type)));
  }

  private static Unit unit(PrimitiveType type) {
    var logical = type.getLogicalTypeAnnotation();
    if (logical instanceof DateLogicalTypeAnnotation) {
      return Unit.DAY;
    }
    return logical instanceof TimestampLogicalTypeAnnotation ? Unit.MICROSECOND : Unit.NUMBER;
  }

  /**
   * Null when they are not there, or not of the column's type: the file may be sound all the same.
   */
  private static @Nullable Statistics<?> statistics(
      ColumnMetaData data, @Nullable String createdBy, PrimitiveType type) {
    if (data.getStatistics() == null) {
      return null;
    }
    try {
      return new ParquetMetadataConverter()
          .fromParquetStatistics(createdBy, data.getStatistics(), type);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static @Nullable Comparable<?> bound(PrimitiveType type, Comparable<?> value) {
    var logical = type.getLogicalTypeAnnotation();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      if (value instanceof Number number) {
        return BigDecimal.valueOf(number.longValue(), decimal.getScale());
      }
      return value instanceof Binary bytes
          ? new BigDecimal(new BigInteger(bytes.getBytesUnsafe()), decimal.getScale())
          : null;
    }
    if (logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
      return value instanceof Integer small ? Long.valueOf(Integer.toUnsignedLong(small)) : null;
    }
    if (value instanceof Float || value instanceof Double) {
      double floating = ((Number) value).doubleValue();
      return Double.isFinite(floating) ? Double.valueOf(floating) : null;
    }
    return value instanceof Number number ? whole(logical, number.longValue()) : null;
  }

  private static Long whole(@Nullable LogicalTypeAnnotation logical, long value) {
    if (logical instanceof TimestampLogicalTypeAnnotation time) {
      return switch (time.getUnit()) {
        case MILLIS -> value * 1_000;
        case MICROS -> value;
        case NANOS -> Math.floorDiv(value, 1_000L);
      };
    }
    return value;
  }

  /** By the dictionary's size; negative when not all values are in it, or have other widths. */
  private static long distinct(ColumnMetaData data, PrimitiveType type) {
    int width =
        switch (type.getPrimitiveTypeName()) {
          case INT32, FLOAT -> 4;
          case INT64, DOUBLE -> 8;
          case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
          case INT96, BOOLEAN, BINARY -> 0;
        };
    if (width == 0 || !data.isSetDictionary_page_offset() || !isAllInDictionary(data)) {
      return -1;
    }
    double packed = data.getData_page_offset() - data.getDictionary_page_offset() - PAGE_HEADER;
    double unpacked =
        packed * data.getTotal_uncompressed_size() / Math.max(1, data.getTotal_compressed_size());
    return packed <= 0 ? 1 : Math.max(1, Math.round(unpacked / width));
  }

  private static boolean isAllInDictionary(ColumnMetaData data) {
    return data.isSetEncoding_stats()
        && data.getEncoding_stats().stream()
            .filter(
                each ->
                    each.getPage_type() == PageType.DATA_PAGE
                        || each.getPage_type() == PageType.DATA_PAGE_V2)
            .allMatch(
                each ->
                    each.getEncoding() == Encoding.RLE_DICTIONARY
                        || each.getEncoding() == Encoding.PLAIN_DICTIONARY);
  }
}
