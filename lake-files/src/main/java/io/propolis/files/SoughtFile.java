package io.propolis.files;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file with a place in it, as readers of table formats want one: reads go on from where it was
 * last sought, and a seek opens anew when bytes are asked for. Used by one thread.
 */
public final class SoughtFile implements Closeable {
  private final RangedFile file;
  private @Nullable InputStream from;
  private long position;

  /** At its first byte. Closes the file in the end. */
  public SoughtFile(RangedFile file) {
    this.file = file;
  }

  public long position() {
    return position;
  }

  public void seek(long newPosition) throws IOException {
    if (newPosition != position) {
      closeStream();
      position = newPosition;
    }
  }

  /** The next byte, or -1 at the end. */
  public int read() throws IOException {
    int value = position >= file.length() ? -1 : stream().read();
    position += value < 0 ? 0 : 1;
    return value;
  }

  /** As {@link InputStream#read(byte[], int, int)}. */
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = position >= file.length() ? -1 : stream().read(into, offset, length);
    position += Math.max(0, read);
    return read;
  }

  /**
   * So many bytes, with one request.
   *
   * @throws EOFException when the file has fewer
   */
  public void readFully(byte[] into, int offset, int length) throws IOException {
    if (position + length > file.length()) {
      throw new EOFException(
          "%s has %d bytes, not %d".formatted(file.location(), file.length(), position + length));
    }
    closeStream();
    file.read(position, into, offset, length);
    position += length;
  }

  private InputStream stream() throws IOException {
    if (from == null) {
      from = new BufferedInputStream(file.stream(position));
    }
    return from;
  }

  private void closeStream() throws IOException {
    if (from != null) {
      from.close();
      from = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeStream();
    file.close();
  }
}
