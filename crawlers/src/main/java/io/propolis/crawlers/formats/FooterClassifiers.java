package io.propolis.crawlers.formats;

import io.propolis.files.RangedFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Formats that carry their schema, in the order in which Glue asks them. */
enum FooterClassifiers {
  AVRO(Magic.AVRO) {
    @Override
    FileSchema schema(RangedFile file) throws IOException {
      return AvroHeaders.read(file);
    }
  },
  ORC(Magic.ORC) {
    @Override
    FileSchema schema(RangedFile file) throws IOException {
      return OrcFooters.read(file);
    }
  },
  PARQUET(Magic.PARQUET) {
    @Override
    FileSchema schema(RangedFile file) throws IOException {
      return ParquetFooters.read(file);
    }
  };

  private static final List<FooterClassifiers> ALL = List.of(values());

  private final Magic magic;

  FooterClassifiers(Magic magic) {
    this.magic = magic;
  }

  /** Reads what the file says about itself, from its header or its footer. */
  abstract FileSchema schema(RangedFile file) throws IOException;

  /** The format of content that begins with these bytes. */
  static Optional<FooterClassifiers> of(byte[] head) {
    return ALL.stream().filter(format -> format.magic.isAt(head, 0)).findFirst();
  }
}
