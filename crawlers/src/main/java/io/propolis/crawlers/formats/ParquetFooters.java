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

  private ParquetFooters() {}

  static FileSchema read(RangedFile file) throws IOException {
    var footer = footer(file);
    FileMetaData metadata;
    List<Field> columns;
    FooterFacts facts;
    try {
      metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
      var schema = schema(metadata);
      columns = ParquetTypes.columns(schema);
      facts = ParquetFacts.of(metadata, schema);
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

  private static byte[] footer(RangedFile file) throws IOException {
    int size = (int) Math.min(FIRST_READ, file.length());
    var end = new byte[size];
    file.read(file.length() - size, end, 0, size);
    if (size < TRAILER || !Magic.PARQUET.isAt(end, size - 4)) {
      throw new UnreadableFileException(
          "it begins as Parquet but does not end as such: it is cut off or still being written");
    }
    int length = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(size - TRAILER);
    if (length <= 0 || length > LONGEST_FOOTER || length + TRAILER > file.length()) {
      throw new UnreadableFileException(
          "its Parquet footer claims %d bytes of a file of %d".formatted(length, file.length()));
    }
    if (length + TRAILER <= size) {
      return Arrays.copyOfRange(end, size - TRAILER - length, size - TRAILER);
    }
    var footer = new byte[length];
    file.read(file.length() - TRAILER - length, footer, 0, length);
    return footer;
  }
}
