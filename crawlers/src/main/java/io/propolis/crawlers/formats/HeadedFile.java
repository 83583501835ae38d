package io.propolis.crawlers.formats;

import io.propolis.files.RangedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A file whose first bytes were fetched with one request: enough to know a format that carries its
 * schema, and all of a small file, which needs no other request then.
 */
final class HeadedFile implements RangedFile {
  private static final int HEAD = 4 << 10;

  /** Object stores take as long for so much as for less. */
  private static final int SMALL = 64 << 10;

  private final RangedFile file;
  private final byte[] head;

  private HeadedFile(RangedFile file, byte[] head) {
    this.file = file;
    this.head = head;
  }

  static HeadedFile of(RangedFile file) throws IOException {
    return new HeadedFile(file, file.head(file.length() <= SMALL ? SMALL : HEAD));
  }

  /** The first 4 KiB of the file. */
  byte[] head() {
    return Arrays.copyOf(head, Math.min(HEAD, head.length));
  }

  @Override
  public String location() {
    return file.location();
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public void read(long position, byte[] into, int offset, int length) throws IOException {
    if (position >= 0 && position + length <= head.length) {
      System.arraycopy(head, (int) position, into, offset, length);
    } else {
      file.read(position, into, offset, length);
    }
  }

  @Override
  public InputStream stream(long position) throws IOException {
    return head.length == file.length() && position <= head.length
        ? new ByteArrayInputStream(head, (int) position, head.length - (int) position)
        : file.stream(position);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
