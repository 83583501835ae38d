package io.propolis.crawlers.formats;

import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Hadoop's block format: the length of a block unpacked, then chunks with their lengths until it is
 * full. Lengths come from the file and are checked before memory is given to them.
 */
final class HadoopBlocks extends InputStream {
  /** The largest block that is believed; Hadoop's writers make 256 KiB. */
  private static final int LARGEST = 8 << 20;

  private static final int LENGTHS = 8;

  private final InputStream in;
  private final Decompressor decompressor;
  private byte[] packed = {};
  private byte[] unpacked = {};
  private int position;
  private int end;

  /** Bytes of the block that are still to come. */
  private int left;

  private HadoopBlocks(InputStream in, Decompressor decompressor) {
    this.in = in;
    this.decompressor = decompressor;
  }

  static InputStream snappy(InputStream in) {
    return new HadoopBlocks(in, new SnappyDecompressor());
  }

  static InputStream lz4(InputStream in) {
    return new HadoopBlocks(in, new Lz4Decompressor());
  }

  /**
   * There is no magic number: what begins with a chunk that can be unpacked to the length said
   * before it is taken for blocks.
   */
  static Compression compression(byte[] head) {
    if (head.length <= LENGTHS) {
      return Compression.NONE;
    }
    int block = ByteBuffer.wrap(head).getInt();
    int chunk = ByteBuffer.wrap(head).getInt(4);
    if (block <= 0 || block > LARGEST || chunk <= 0 || chunk > most(block)) {
      return Compression.NONE;
    }
    if (unpacks(new SnappyDecompressor(), head, chunk, block)) {
      return Compression.SNAPPY_HADOOP;
    }
    return unpacks(new Lz4Decompressor(), head, chunk, block)
        ? Compression.LZ4_HADOOP
        : Compression.NONE;
  }

  private static boolean unpacks(Decompressor decompressor, byte[] head, int chunk, int block) {
    if (head.length < LENGTHS + chunk) {
      return false;
    }
    try {
      var out = new byte[block];
      int length = decompressor.decompress(head, LENGTHS, chunk, out, 0, block);
      return length > 0 && (length == block || head.length > LENGTHS + chunk);
    } catch (RuntimeException e) {
      // Not such data: MalformedInputException, or an index out of bounds.
      return false;
    }
  }

  /** Bytes of a chunk that a block may need at most, packed. */
  private static int most(int block) {
    return block + block / 6 + 64;
  }

  @Override
  public int read() throws IOException {
    return fill() ? unpacked[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, end - position);
    System.arraycopy(unpacked, position, into, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (position >= end) {
      while (left == 0) {
        var start = in.readNBytes(4);
        if (start.length == 0) {
          return false;
        }
        left = length(start, LARGEST, "a block");
      }
      int chunk = length(in.readNBytes(4), most(left), "a chunk");
      packed = room(packed, chunk);
      unpacked = room(unpacked, left);
      if (in.readNBytes(packed, 0, chunk) < chunk) {
        throw new EOFException("it ends within a chunk");
      }
      try {
        end = decompressor.decompress(packed, 0, chunk, unpacked, 0, left);
      } catch (MalformedInputException | IllegalArgumentException e) {
        throw new IOException(e.getMessage(), e);
      }
      position = 0;
      left -= end;
    }
    return true;
  }

  private static byte[] room(byte[] buffer, int length) {
    return buffer.length >= length ? buffer : new byte[length];
  }

  private static int length(byte[] bytes, int most, String what) throws IOException {
    if (bytes.length < 4) {
      throw new EOFException("it ends within the length of " + what);
    }
    int length = ByteBuffer.wrap(bytes).getInt();
    if (length < 0 || length > most) {
      throw new IOException("%s of %d bytes is said to follow".formatted(what, length));
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
