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
import io.propolis.files.SoughtFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;

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

  /** A file of the lake, for Delta's readers. */
  private static final class Stream extends SeekableInputStream {
    private final SoughtFile file;

    private Stream(RangedFile file) {
      this.file = new SoughtFile(file);
    }

    @Override
    public int read() throws IOException {
      return file.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return file.read(into, offset, length);
    }

    @Override
    public long getPos() {
      return file.position();
    }

    @Override
    public void seek(long newPosition) throws IOException {
      file.seek(newPosition);
    }

    @Override
    public void readFully(byte[] into, int offset, int length) throws IOException {
      file.readFully(into, offset, length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
