package io.propolis.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file opened for reading anywhere in it. Not for use by several threads at once. Every method
 * throws an {@link IOException} that names the location when storage fails or the file has changed
 * since it was listed.
 */
public interface RangedFile extends AutoCloseable {
  String location();

  /** Bytes, fixed when the file was opened. */
  long length();

  /**
   * Reads exactly {@code length} bytes that begin at {@code position}.
   *
   * @throws EOFException when the file ends before
   */
  void read(long position, byte[] into, int offset, int length) throws IOException;

  /** The bytes from {@code position} to the end, fetched as they are read. The caller closes it. */
  InputStream stream(long position) throws IOException;

  /** The first {@code limit} bytes, fewer when the file is shorter. */
  default byte[] head(int limit) throws IOException {
    var bytes = new byte[(int) Math.min(limit, length())];
    if (bytes.length > 0) {
      read(0, bytes, 0, bytes.length);
    }
    return bytes;
  }

  @Override
  void close() throws IOException;
}
