package io.propolis.crawlers.formats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Byte sequences by which files are known. */
enum Magic {
  PARQUET(bytes("PAR1")),
  /** A Parquet file whose footer is encrypted. */
  PARQUET_ENCRYPTED(bytes("PARE")),
  ORC(bytes("ORC")),
  AVRO(new byte[] {'O', 'b', 'j', 1}),
  GZIP(new byte[] {0x1F, (byte) 0x8B}),
  UTF_8_MARK(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}),
  UTF_16_LITTLE(new byte[] {(byte) 0xFF, (byte) 0xFE}),
  UTF_16_BIG(new byte[] {(byte) 0xFE, (byte) 0xFF}),
  ZIP(new byte[] {'P', 'K', 3, 4}),
  BZIP2(bytes("BZh")),
  ZSTANDARD(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}),
  XZ(new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0}),
  LZ4(new byte[] {0x04, 0x22, 0x4D, 0x18}),
  SQLITE(bytes("SQLite format 3")),
  PDF(bytes("%PDF")),
  SEVEN_ZIP(new byte[] {'7', 'z', (byte) 0xBC, (byte) 0xAF}),
  RAR(bytes("Rar!")),
  PNG(new byte[] {(byte) 0x89, 'P', 'N', 'G'}),
  JPEG(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}),
  GIF(bytes("GIF8")),
  HDF5(new byte[] {(byte) 0x89, 'H', 'D', 'F'}),
  SEQUENCE_FILE(bytes("SEQ")),
  RC_FILE(bytes("RCF")),
  ARROW(bytes("ARROW1")),
  ION(new byte[] {(byte) 0xE0, 1, 0, (byte) 0xEA});

  private static final int LOOKED_AT = 8 << 10;

  private final byte[] bytes;

  Magic(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether the bytes are no text: they hold a zero, and not as UTF-16 does. */
  static boolean isBinary(byte[] content) {
    for (int i = 0; i < Math.min(content.length, LOOKED_AT); i++) {
      if (content[i] == 0) {
        return !TextEncoding.of(content).isUtf16();
      }
    }
    return false;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  int length() {
    return bytes.length;
  }

  boolean isAt(byte[] content, int position) {
    return position >= 0
        && content.length >= position + bytes.length
        && Arrays.equals(content, position, position + bytes.length, bytes, 0, bytes.length);
  }
}
