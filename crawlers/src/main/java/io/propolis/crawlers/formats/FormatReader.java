package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.files.RangedFile;
import java.io.IOException;
import java.util.List;

/** Tells the format of a file by its content, and reads what it says about its rows. */
public final class FormatReader {
  private static final int HEAD = 4 << 10;

  private static final List<Magic> FOREIGN =
      List.of(
          Magic.ZIP,
          Magic.BZIP2,
          Magic.ZSTANDARD,
          Magic.XZ,
          Magic.LZ4,
          Magic.SQLITE,
          Magic.PDF,
          Magic.UTF_16_LITTLE,
          Magic.UTF_16_BIG,
          Magic.PARQUET_ENCRYPTED);

  private final Lake lake;
  private final List<Classifier> classifiers;

  public FormatReader(Lake lake) {
    this(lake, List.of());
  }

  /**
   * A reader.
   *
   * @param classifiers asked about text before it is looked at otherwise, in this order
   */
  public FormatReader(Lake lake, List<Classifier> classifiers) {
    this.lake = lake;
    this.classifiers = List.copyOf(classifiers);
  }

  /**
   * Reads a footer, a header or a sample.
   *
   * @throws UnreadableFileException when the file is damaged or of no known format
   * @throws IOException when storage fails
   */
  public FileSchema read(FileEntry entry) throws IOException {
    try (var file = lake.open(entry)) {
      return read(file);
    }
  }

  private FileSchema read(RangedFile file) throws IOException {
    var head = file.head(HEAD);
    if (Magic.PARQUET.isAt(head, 0)) {
      return ParquetFooters.read(file);
    }
    if (Magic.ORC.isAt(head, 0)) {
      return OrcFooters.read(file);
    }
    if (Magic.AVRO.isAt(head, 0)) {
      return AvroHeaders.read(file);
    }
    for (var foreign : FOREIGN) {
      if (foreign.isAt(head, 0)) {
        throw new UnreadableFileException("it is " + foreign + ", which crawlers do not read");
      }
    }
    if (Magic.GZIP.isAt(head, 0)) {
      return text(TextSample.gzip(file));
    }
    return text(TextSample.plain(file));
  }

  private FileSchema text(TextSample sample) throws UnreadableFileException {
    if (sample.isBinary()) {
      throw new UnreadableFileException("it is binary and of no known format");
    }
    if (sample.isBlank()) {
      throw new UnreadableFileException("it holds nothing but blanks");
    }
    for (var classifier : classifiers) {
      var schema = ClassifiedText.read(sample, classifier);
      if (schema.isPresent()) {
        return schema.get();
      }
    }
    return sample.startsLikeJson() ? JsonLines.read(sample) : CsvSniffer.read(sample);
  }
}
