package io.propolis.thrift.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * What has come and was not read yet, and after it what will come; short reads take from a buffer,
 * which can be given back while the client rests.
 */
final class Unread extends InputStream {
  private static final int BUFFER_BYTES = 4 * 1024;
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private byte[] buffer;
  private int position;
  private int limit;

  Unread(byte[] come, InputStream in) {
    this.buffer = come;
    this.limit = come.length;
    this.in = in;
  }

  @Override
  public int available() throws IOException {
    return position < limit ? limit - position : in.available();
  }

  @Override
  public int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == limit) {
      if (length >= BUFFER_BYTES) {
        return in.read(target, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int taken = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, taken);
    position += taken;
    return taken;
  }

  private boolean fill() throws IOException {
    if (buffer.length < BUFFER_BYTES) {
      buffer = new byte[BUFFER_BYTES];
    }
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** Gives the buffer back when nothing is in it. */
  void release() {
    if (position == limit) {
      buffer = NOTHING;
      position = 0;
      limit = 0;
    }
  }
}
