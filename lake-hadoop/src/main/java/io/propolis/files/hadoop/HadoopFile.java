package io.propolis.files.hadoop;

import io.propolis.files.RangedFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A file of Hadoop's, opened with its first read. */
final class HadoopFile implements RangedFile {
  private final FileSystem storage;
  private final Path path;
  private final String location;
  private final long length;
  private @Nullable FSDataInputStream opened;

  HadoopFile(FileSystem storage, Path path, String location, long length) {
    this.storage = storage;
    this.path = path;
    this.location = location;
    this.length = length;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(long position, byte[] into, int offset, int size) throws IOException {
    if (size == 0) {
      return;
    }
    if (position + size > length) {
      throw new EOFException("%s ends before byte %d".formatted(location, position + size));
    }
    try {
      if (opened == null) {
        opened = storage.open(path);
      }
      opened.readFully(position, into, offset, size);
    } catch (EOFException e) {
      throw new IOException(location + " has changed since it was listed", e);
    } catch (IOException e) {
      throw new IOException("Cannot read " + location + ": " + e.getMessage(), e);
    }
  }

  @Override
  public InputStream stream(long position) throws IOException {
    if (position >= length) {
      return InputStream.nullInputStream();
    }
    try {
      var stream = storage.open(path);
      stream.seek(position);
      return stream;
    } catch (IOException e) {
      throw new IOException("Cannot read " + location + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
