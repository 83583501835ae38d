package io.propolis.crawlers.formats;

import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.statistics.FooterFacts;
import io.propolis.files.RangedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.schema.MessageType;

/** Reads Parquet footers: one ranged read of the file's end, a second one when it is long. */
final class ParquetFooters {
  private static final int FIRST_READ = 64 << 10;
  private static final int TRAILER = 8;
  private static final int LONGEST_FOOTER = 256 << 20;

  /** Longer ones are read one at a time. */
  private static final int LONG_FOOTER = 4 << 20;

  /** The field of the metadata that is skipped where it is long: it may hold millions of parts. */
  private static final int ROW_GROUPS = 4;

  private static final int NO_FIELD = -1;

  /** Of the schema, and of what goes with it. */
  private static final int MOST_ELEMENTS = 100_000;

  private ParquetFooters() {}

  static FileSchema read(RangedFile file) throws IOException {
    int size = (int) Math.min(FIRST_READ, file.length());
    var end = new byte[size];
    file.read(file.length() - size, end, 0, size);
    int length = footerLength(file, end);
    if (length + TRAILER <= size) {
      return read(file, Arrays.copyOfRange(end, size - TRAILER - length, size - TRAILER));
    }
    return length <= LONG_FOOTER
        ? read(file, footer(file, length))
        : LongReads.inTurn(() -> read(file, footer(file, length)));
  }

  private static byte[] footer(RangedFile file, int length) throws IOException {
    var footer = new byte[length];
    file.read(file.length() - TRAILER - length, footer, 0, length);
    return footer;
  }

  private static FileSchema read(RangedFile file, byte[] footer) throws IOException {
    FileMetaData metadata;
    List<Field> columns;
    FooterFacts facts;
    try {
      boolean isLong = footer.length > LONG_FOOTER;
      CompactThrift.check(footer, isLong ? ROW_GROUPS : NO_FIELD, MOST_ELEMENTS);
      metadata = Util.readFileMetaData(new ByteArrayInputStream(footer), isLong);
      var schema = schema(metadata);
      columns = ParquetTypes.columns(schema);
      facts =
          isLong
              ? new FooterFacts(metadata.getNum_rows(), Map.of())
              : ParquetFacts.of(metadata, schema);
    } catch (IOException | RuntimeException e) {
      throw new UnreadableFileException(
          "its Parquet footer is damaged (" + e.getMessage() + ")", e);
    }
    long rows = metadata.getNum_rows();
    return new FileSchema.Footer(
        FileFormat.PARQUET,
        columns,
        OptionalLong.of(rows),
        rows == 0 ? 0 : file.length() / rows,
        facts);
  }

  /** Of the metadata without its groups of rows, which are costly to convert. */
  private static MessageType schema(FileMetaData metadata) throws IOException {
    var alone =
        new FileMetaData(
            metadata.getVersion(), metadata.getSchema(), metadata.getNum_rows(), List.of());
    return new ParquetMetadataConverter().fromParquetMetadata(alone).getFileMetaData().getSchema();
  }

  private static int footerLength(RangedFile file, byte[] end) throws UnreadableFileException {
    int size = end.length;
    if (size < TRAILER || !Magic.PARQUET.isAt(end, size - 4)) {
      throw new UnreadableFileException(
          "it begins as Parquet but does not end as such: it is cut off or still being written");
    }
    int length = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(size - TRAILER);
    if (length <= 0 || length > LONGEST_FOOTER || length + TRAILER > file.length()) {
      throw new UnreadableFileException(
          "its Parquet footer claims %d bytes of a file of %d".formatted(length, file.length()));
    }
    return length;
  }
}
