package io.propolis.crawlers.statistics;

import io.propolis.files.RangedFile;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** One file of the lake as a file system of Hadoop's, which ORC's reader reads from. */
final class OrcInput extends FileSystem {
  private final RangedFile file;

  OrcInput(RangedFile file) {
    this.file = file;
    setConf(new org.apache.hadoop.conf.Configuration(false));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    return new FSDataInputStream(new Stream());
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    return new FileStatus(file.length(), false, 1, file.length(), 0, path);
  }

  private final class Stream extends FSInputStream {
    private final ParquetInput.Bytes bytes = new ParquetInput.Bytes(file);

    @Override
    public void seek(long position) throws IOException {
      if (position < 0 || position > file.length()) {
        throw new EOFException("No position %d in %s".formatted(position, file.location()));
      }
      bytes.position = position;
    }

    @Override
    public long getPos() {
      return bytes.position;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return bytes.read(into, offset, length);
    }
  }

  @Override
  public URI getUri() {
    return URI.create("file:///");
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path("/");
  }

  // Nothing is written, and no other file is there.

  @Override
  public void setWorkingDirectory(Path path) {
    throw readOnly();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw readOnly();
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw readOnly();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw readOnly();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw readOnly();
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    throw readOnly();
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("One file, to be read");
  }
}
