package io.propolis.files;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads on by growing ranges: closing early must not make a store's client drain the rest of a
 * large object to save its connection.
 */
final class RangeStream extends InputStream {
  private static final int FIRST_RANGE = 1 << 20;
  private static final int LARGEST_RANGE = 16 << 20;

  private final RangedFile file;
  private long next;
  private int range = FIRST_RANGE;
  private byte[] bytes = {};
  private int read;

  RangeStream(RangedFile file, long position) {
    this.file = file;
    this.next = position;
  }

  private boolean fill() throws IOException {
    if (read < bytes.length) {
      return true;
    }
    if (next >= file.length()) {
      return false;
    }
    bytes = new byte[(int) Math.min(range, file.length() - next)];
    file.read(next, bytes, 0, bytes.length);
    next += bytes.length;
    read = 0;
    range = Math.min(range * 2, LARGEST_RANGE);
    return true;
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes[read++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int size) throws IOException {
    if (size == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(size, bytes.length - read);
    System.arraycopy(bytes, read, into, offset, count);
    read += count;
    return count;
  }
}
