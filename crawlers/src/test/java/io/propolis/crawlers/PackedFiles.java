package io.propolis.crawlers;

import com.github.luben.zstd.ZstdOutputStream;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import io.airlift.compress.snappy.SnappyHadoopStreams;
import io.propolis.crawlers.formats.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Packs with the formats' own writers. */
public final class PackedFiles {
  private PackedFiles() {}

  /** The content packed as a whole; in ZIP as one entry. */
  public static byte[] pack(Compression compression, byte[] content) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = packer(compression, packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static OutputStream packer(Compression compression, OutputStream out) throws IOException {
    return switch (compression) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
      case ZSTD -> new ZstdOutputStream(out);
      case LZ4 -> new FramedLZ4CompressorOutputStream(out);
      case LZ4_HADOOP -> new Lz4HadoopStreams().createOutputStream(out);
      case SNAPPY -> new SnappyFramedOutputStream(out);
      case SNAPPY_HADOOP -> new SnappyHadoopStreams().createOutputStream(out);
      case ZIP -> {
        var zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry("data"));
        yield zip;
      }
    };
  }
}
