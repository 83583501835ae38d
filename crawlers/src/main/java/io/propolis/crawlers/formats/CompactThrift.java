package io.propolis.crawlers.formats;

import java.io.IOException;

/**
 * Walks over a structure in Thrift's compact protocol, making nothing of it: readers that believe
 * the lengths in it would ask for memory that a damaged or lying file names.
 */
final class CompactThrift {
  /** Parquet's metadata is five deep. */
  private static final int DEEPEST = 32;

  private static final int STOP = 0;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int STRUCT = 12;
  private static final int UUID = 13;

  private final byte[] bytes;
  private final int mostElements;
  private int position;

  private CompactThrift(byte[] bytes, int mostElements) {
    this.bytes = bytes;
    this.mostElements = mostElements;
  }

  /**
   * Checks a structure.
   *
   * @param skipped a field of the structure that its reader skips
   * @param mostElements of lists in its other fields
   * @throws IOException when a list has more, or the bytes end within the structure
   */
  static void check(byte[] structure, int skipped, int mostElements) throws IOException {
    new CompactThrift(structure, mostElements).struct(skipped, 0);
  }

  private void struct(int skipped, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("it is deeper than " + DEEPEST);
    }
    int field = 0;
    for (int header = next(); header != STOP; header = next()) {
      int delta = header >>> 4;
      field = delta > 0 ? field + delta : (int) zigzag(varint());
      value(
          header & 0x0F, depth == 0 && field != skipped ? mostElements : Integer.MAX_VALUE, depth);
    }
  }

  private void value(int type, int most, int depth) throws IOException {
    switch (type) {
      case TRUE, FALSE -> {
        // The type is the value.
      }
      case BYTE -> skip(1);
      case DOUBLE -> skip(Double.BYTES);
      case BINARY -> skip(varint());
      case LIST, SET -> list(most, depth);
      case MAP -> map(depth);
      case STRUCT -> struct(-1, depth + 1);
      case UUID -> skip(2L * Long.BYTES);
      case STOP -> throw new IOException("it has a field without a type");
      default -> {
        if (type > UUID) {
          throw new IOException("it has a field of type " + type);
        }
        varint();
      }
    }
  }

  private void list(int most, int depth) throws IOException {
    int header = next();
    long size = header >>> 4 == 15 ? varint() : header >>> 4;
    if (size > most) {
      throw new IOException("it has a list of %,d elements, more than %,d".formatted(size, most));
    }
    elements(size, header & 0x0F, depth);
  }

  private void map(int depth) throws IOException {
    long size = varint();
    if (size > 0) {
      int types = next();
      for (long i = 0; i < size; i++) {
        element(types >>> 4, depth);
        element(types & 0x0F, depth);
      }
    }
  }

  /** Every element takes a byte at least, so that a length that lies meets the end. */
  private void elements(long size, int type, int depth) throws IOException {
    if (size > bytes.length - position) {
      throw new IOException(
          "it has a list of %,d elements in %,d bytes".formatted(size, bytes.length - position));
    }
    for (long i = 0; i < size; i++) {
      element(type, depth);
    }
  }

  /** Truth values in a list are bytes. */
  private void element(int type, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("it is deeper than " + DEEPEST);
    }
    value(type == TRUE || type == FALSE ? BYTE : type, Integer.MAX_VALUE, depth + 1);
  }

  private int next() throws IOException {
    if (position >= bytes.length) {
      throw new IOException("it ends too soon");
    }
    return bytes[position++] & 0xFF;
  }

  private void skip(long count) throws IOException {
    if (count < 0 || count > bytes.length - position) {
      throw new IOException("it ends too soon");
    }
    position += (int) count;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int one = next();
      value |= (long) (one & 0x7F) << shift;
      if (one < 0x80) {
        return value;
      }
    }
    throw new IOException("it has a number of too many bytes");
  }

  private static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
