package io.propolis.iceberg;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.files.Lake;
import io.propolis.files.RangedFile;
import io.propolis.files.SoughtFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/** Bytes of the lake as Iceberg reads and writes them. */
final class LakeStreams {
  private LakeStreams() {}

  static RangedFile open(Lake lake, String location) {
    try {
      return lake.open(location);
    } catch (CatalogException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        throw new NotFoundException(e, "File does not exist: %s", location);
      }
      throw e;
    }
  }

  /** A file of the lake, for Iceberg's readers. */
  static final class In extends SeekableInputStream {
    private final SoughtFile file;

    In(RangedFile file) {
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
    public void close() throws IOException {
      file.close();
    }
  }

  /** Gathers a file on this machine's disk and hands it to the lake when it is closed. */
  static final class Out extends PositionOutputStream {
    private final Lake lake;
    private final String location;
    private final Path gathered;
    private final OutputStream to;
    private long position;
    private boolean closed;

    Out(Lake lake, String location) throws IOException {
      this.lake = lake;
      this.location = location;
      this.gathered = Files.createTempFile("propolis-", ".part");
      this.to = Files.newOutputStream(gathered);
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      to.write(value);
      position++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      to.write(from, offset, length);
      position += length;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        to.close();
        lake.write(location, gathered);
      } finally {
        Files.deleteIfExists(gathered);
      }
    }
  }
}
