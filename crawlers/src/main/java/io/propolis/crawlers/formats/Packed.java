package io.propolis.crawlers.formats;

import com.github.luben.zstd.ZstdInputStream;
import io.propolis.files.RangedFile;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the beginning of files that are packed as a whole. How they are packed is told by their
 * first bytes. At most {@link #MOST_PACKED} bytes of a file are read and no more is unpacked than
 * was asked for, so that a bomb costs as much as any other file.
 */
final class Packed {
  /** Bytes of a packed file that are read to unpack its beginning. */
  static final int MOST_PACKED = 32 << 20;

  /** The end of a ZIP archive: its last record, and the longest comment. */
  private static final int ZIP_END = 22 + 0xFFFF;

  private static final byte[] SNAPPY_FRAMES = {(byte) 0xFF, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};

  private Packed() {}

  /** How the file is packed that begins with these bytes. */
  static Compression compression(byte[] head) {
    if (Magic.GZIP.isAt(head, 0)) {
      return Compression.GZIP;
    }
    if (Magic.BZIP2.isAt(head, 0) && head.length > 3 && head[3] >= '1' && head[3] <= '9') {
      return Compression.BZIP2;
    }
    if (Magic.ZSTANDARD.isAt(head, 0)) {
      return Compression.ZSTD;
    }
    if (Magic.LZ4.isAt(head, 0)) {
      return Compression.LZ4;
    }
    if (startsWith(head, SNAPPY_FRAMES)) {
      return Compression.SNAPPY;
    }
    if (Magic.ZIP.isAt(head, 0)) {
      return Compression.ZIP;
    }
    return HadoopBlocks.compression(head);
  }

  private static boolean startsWith(byte[] head, byte[] start) {
    return head.length >= start.length
        && ByteBuffer.wrap(head, 0, start.length).equals(ByteBuffer.wrap(start));
  }

  /**
   * What the file holds, unpacked as it is read. The caller closes it.
   *
   * @throws UnreadableFileException when it cannot be unpacked; so do its reads
   * @throws IOException when storage fails
   */
  static InputStream unpack(RangedFile file, Compression compression) throws IOException {
    var packed = new BoundedStream(file.stream(0));
    try {
      return new Unpacking(open(packed, compression), packed, compression);
    } catch (IOException | RuntimeException e) {
      packed.close();
      throw packed.damaged(compression, e);
    }
  }

  private static InputStream open(InputStream packed, Compression compression) throws IOException {
    return switch (compression) {
      case NONE -> packed;
      case GZIP -> gzip(packed);
      case BZIP2 -> new BZip2CompressorInputStream(packed, true);
      case ZSTD -> new ZstdInputStream(packed);
      case LZ4 -> new FramedLZ4CompressorInputStream(packed, true);
      case LZ4_HADOOP -> HadoopBlocks.lz4(packed);
      case SNAPPY -> new FramedSnappyCompressorInputStream(packed);
      case SNAPPY_HADOOP -> HadoopBlocks.snappy(packed);
      case ZIP -> firstEntry(packed);
    };
  }

  /** Not the JDK's: it calls itself for every member that is empty. */
  private static InputStream gzip(InputStream packed) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(packed)
        .setDecompressConcatenated(true)
        .get();
  }

  private static InputStream firstEntry(InputStream packed) throws IOException {
    var zip = new ZipInputStream(packed);
    ZipEntry entry = zip.getNextEntry();
    while (entry != null && (entry.isDirectory() || entry.getName().startsWith("__MACOSX/"))) {
      entry = zip.getNextEntry();
    }
    if (entry == null) {
      throw new UnreadableFileException("it is a ZIP archive without a file in it");
    }
    return zip;
  }

  /**
   * What is to be said about a ZIP archive of several files; only the first of them is read.
   *
   * @throws UnreadableFileException when the archive has no end
   */
  static List<String> notices(RangedFile file, Compression compression) throws IOException {
    if (compression != Compression.ZIP || file.length() < 22) {
      return List.of();
    }
    var end = new byte[(int) Math.min(ZIP_END, file.length())];
    file.read(file.length() - end.length, end, 0, end.length);
    for (int i = end.length - 22; i >= 0; i--) {
      if (end[i] == 'P' && end[i + 1] == 'K' && end[i + 2] == 5 && end[i + 3] == 6) {
        int entries = (end[i + 10] & 0xFF) | (end[i + 11] & 0xFF) << 8;
        return entries > 1
            ? List.of("is a ZIP archive of %d entries; the first file was read".formatted(entries))
            : List.of();
      }
    }
    throw new UnreadableFileException("its zip data is damaged or cut off (it has no end)");
  }

  /** Fails, naming why, when the packed bytes that may be read are used up. */
  private static final class BoundedStream extends FilterInputStream {
    private long left = MOST_PACKED;
    private @Nullable IOException failure;

    private BoundedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new UnreadableFileException(
            "its first %d MiB unpack to less than a sample".formatted(MOST_PACKED >> 20));
      }
      try {
        int read = super.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    /** What storage threw stays what it is; what the unpacker throws is about the file. */
    IOException damaged(Compression compression, Exception e) {
      if (failure != null) {
        return failure;
      }
      return e instanceof UnreadableFileException known
          ? known
          : new UnreadableFileException(
              "its %s data is damaged or cut off (%s)"
                  .formatted(
                      compression.described(),
                      e instanceof EOFException ? "it ends too early" : e.getMessage()),
              e);
    }
  }

  /** Turns what unpackers throw at bad data into words. */
  private static final class Unpacking extends FilterInputStream {
    private final BoundedStream packed;
    private final Compression compression;

    private Unpacking(InputStream in, BoundedStream packed, Compression compression) {
      super(in);
      this.packed = packed;
      this.compression = compression;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException | RuntimeException e) {
        throw packed.damaged(compression, e);
      }
    }
  }
}
