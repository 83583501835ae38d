package io.propolis.crawlers.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The schema in the header of an Avro data file, read with an eye on the lengths that it states:
 * Avro's own reader gives memory to any of them.
 */
final class AvroHead {
  private static final int LONGEST_ENTRY = 16 << 20;
  private static final int MOST_ENTRIES = 10_000;
  private static final String SCHEMA = "avro.schema";

  private final InputStream in;

  private AvroHead(InputStream in) {
    this.in = in;
  }

  /**
   * The schema as JSON.
   *
   * @param in at the beginning of the file
   * @throws UnreadableFileException when there is none, or the header is damaged
   */
  static String schema(InputStream in) throws IOException {
    var head = new AvroHead(in);
    head.bytes(Magic.AVRO.length());
    var schema = head.entries();
    if (schema.isEmpty()) {
      throw new UnreadableFileException("its Avro header has no schema");
    }
    return schema;
  }

  /** The map of the header, in blocks; the last one has no entry. */
  private String entries() throws IOException {
    var schema = "";
    long left = block();
    for (int entries = 0; left > 0; entries++) {
      if (entries > MOST_ENTRIES) {
        throw damaged("more than %,d entries".formatted(MOST_ENTRIES));
      }
      var key = text();
      if (key.equals(SCHEMA)) {
        schema = text();
      } else {
        text();
      }
      left = left == 1 ? block() : left - 1;
    }
    return schema;
  }

  /** Entries of a block; when negative its bytes follow, too. */
  private long block() throws IOException {
    long count = number();
    if (count < 0) {
      number();
    }
    return Math.abs(count);
  }

  private String text() throws IOException {
    long length = number();
    if (length < 0 || length > LONGEST_ENTRY) {
      throw damaged("an entry of %,d bytes".formatted(length));
    }
    return new String(bytes((int) length), StandardCharsets.UTF_8);
  }

  private byte[] bytes(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw damaged("it is cut off");
    }
    return bytes;
  }

  private long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int one = in.read();
      if (one < 0) {
        throw damaged("it is cut off");
      }
      value |= (long) (one & 0x7F) << shift;
      if (one < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw damaged("a number of too many bytes");
  }

  private static UnreadableFileException damaged(String how) {
    return new UnreadableFileException("its Avro header is damaged (" + how + ")");
  }
}
