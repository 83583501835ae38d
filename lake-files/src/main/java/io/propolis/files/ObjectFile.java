package io.propolis.files;

import io.propolis.files.ObjectStoreException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** An object read by ranges; every range is of the content that was listed or opened. */
final class ObjectFile implements RangedFile {
  private final ObjectStore store;
  private final ObjectLocation object;
  private final FileEntry content;

  ObjectFile(ObjectStore store, FileEntry content) {
    this.store = store;
    this.object = ObjectLocation.of(content.location());
    this.content = content;
  }

  @Override
  public String location() {
    return content.location();
  }

  @Override
  public long length() {
    return content.length();
  }

  @Override
  public void read(long position, byte[] into, int offset, int size) throws IOException {
    if (size == 0) {
      return;
    }
    if (position + size > length()) {
      throw ends(position + size);
    }
    try {
      int read =
          Patience.withStorage(() -> store.read(object, content, position, into, offset, size));
      if (read < size) {
        throw ends(position + size);
      }
    } catch (ObjectStoreException e) {
      if (e.reason() == Reason.CHANGED) {
        throw new IOException(location() + " has changed since it was listed", e);
      }
      throw new IOException("Cannot read " + location() + ": " + e.getMessage(), e);
    }
  }

  private EOFException ends(long before) {
    return new EOFException("%s ends before byte %d".formatted(location(), before));
  }

  @Override
  public InputStream stream(long position) throws IOException {
    return position >= length() ? InputStream.nullInputStream() : new RangeStream(this, position);
  }

  @Override
  public void close() {
    // Holds nothing open between reads.
  }
}
