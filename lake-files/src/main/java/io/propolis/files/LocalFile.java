package io.propolis.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file opened for reading. */
final class LocalFile implements RangedFile {
  /** Java copies through memory outside of its heap, which is as large as a read. */
  private static final int AT_ONCE = 64 << 10;

  private final String location;
  private final Path path;
  private final FileChannel channel;
  private final long length;

  LocalFile(String location, Path path) throws IOException {
    this.location = location;
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.length = channel.size();
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
    var buffer = ByteBuffer.wrap(into, offset, size);
    int end = offset + size;
    while (buffer.position() < end) {
      buffer.limit(Math.min(end, buffer.position() + AT_ONCE));
      if (channel.read(buffer, position + buffer.position() - offset) < 0) {
        throw new EOFException("%s ends before byte %d".formatted(location, position + size));
      }
    }
  }

  @Override
  public InputStream stream(long position) throws IOException {
    // A channel of its own, so that ranged reads do not move the stream.
    var own = FileChannel.open(path, StandardOpenOption.READ).position(position);
    return new BufferedInputStream(Channels.newInputStream(own));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
