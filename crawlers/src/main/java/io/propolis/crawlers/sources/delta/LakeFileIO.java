package io.propolis.crawlers.sources.delta;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.files.Locations;
import io.propolis.files.Lake;
import io.propolis.files.RangedFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lake as Delta's library reads it. Nothing is written. */
final class LakeFileIO implements FileIO {
  private final Lake lake;

  LakeFileIO(Lake lake) {
    this.lake = lake;
  }

  /** Files of the folder whose names are not before that of the path, sorted. */
  @Override
  public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
    var folder = Locations.parent(path);
    try (var entries = lake.list(folder)) {
      var files =
          entries
              .filter(e -> e.location().compareTo(path) >= 0)
              .filter(e -> Locations.parent(e.location()).equals(folder))
              .map(e -> FileStatus.of(e.location(), e.length(), e.modifiedAt()))
              .sorted(Comparator.comparing(FileStatus::getPath))
              .toList();
      if (files.isEmpty() && !lake.exists(folder)) {
        throw new FileNotFoundException(folder);
      }
      return closeable(files.iterator());
    } catch (CatalogException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static <T> CloseableIterator<T> closeable(Iterator<T> iterator) {
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public T next() {
        return iterator.next();
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    try (var file = open(path)) {
      return FileStatus.of(path, file.length(), 0);
    }
  }

  private RangedFile open(String path) throws IOException {
    try {
      return lake.open(path);
    } catch (CatalogException e) {
      if (e.kind() == CatalogException.Kind.NOT_FOUND) {
        throw (IOException) new FileNotFoundException(path).initCause(e);
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public String resolvePath(String path) {
    return Locations.qualified(path);
  }

  @Override
  public boolean mkdirs(String path) {
    throw new UnsupportedOperationException("A crawl writes no log: " + path);
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    return new InputFile() {
      @Override
      public long length() {
        return fileSize;
      }

      @Override
      public String path() {
        return path;
      }

      @Override
      public SeekableInputStream newStream() throws IOException {
        return new Stream(open(path));
      }
    };
  }

  @Override
  public OutputFile newOutputFile(String path) {
    throw new UnsupportedOperationException("A crawl writes no log: " + path);
  }

  @Override
  public boolean delete(String path) {
    throw new UnsupportedOperationException("A crawl deletes no log: " + path);
  }

  @Override
  public Optional<String> getConf(String key) {
    return Optional.empty();
  }

  /** Reads on from where it was last sought; a seek opens anew when bytes are asked for. */
  private static final class Stream extends SeekableInputStream {
    private final RangedFile file;
    private @Nullable InputStream from;
    private long position;

    private Stream(RangedFile file) {
      this.file = file;
    }

    private InputStream stream() throws IOException {
      if (from == null) {
        from = new BufferedInputStream(file.stream(position));
      }
      return from;
    }

    @Override
    public int read() throws IOException {
      int value = position >= file.length() ? -1 : stream().read();
      position += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = position >= file.length() ? -1 : stream().read(into, offset, length);
      position += Math.max(0, read);
      return read;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long newPosition) throws IOException {
      if (newPosition != position) {
        closeStream();
        position = newPosition;
      }
    }

    @Override
    public void readFully(byte[] into, int offset, int length) throws IOException {
      if (position + length > file.length()) {
        throw new EOFException(
            "%s has %d bytes, not %d".formatted(file.location(), file.length(), position + length));
      }
      closeStream();
      file.read(position, into, offset, length);
      position += length;
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
}
