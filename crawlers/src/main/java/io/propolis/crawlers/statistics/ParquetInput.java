package io.propolis.crawlers.statistics;

import io.propolis.files.RangedFile;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file of the lake as Parquet's reader wants it. Whoever opened the file closes it. */
record ParquetInput(RangedFile file) implements InputFile {
  @Override
  public long getLength() {
    return file.length();
  }

  @Override
  public SeekableInputStream newStream() {
    var bytes = new Bytes(file);
    return new DelegatingSeekableInputStream(bytes) {
      @Override
      public long getPos() {
        return bytes.position;
      }

      @Override
      public void seek(long position) {
        bytes.position = position;
      }
    };
  }

  /** Reads at a position. */
  static final class Bytes extends InputStream {
    private final RangedFile file;
    long position;

    Bytes(RangedFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int size = (int) Math.min(length, file.length() - position);
      if (size <= 0) {
        return length == 0 ? 0 : -1;
      }
      file.read(position, into, offset, size);
      position += size;
      return size;
    }
  }
}
