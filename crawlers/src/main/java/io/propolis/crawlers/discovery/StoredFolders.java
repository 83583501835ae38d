package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.StoredFiles;
import io.propolis.crawlers.schema.StoredTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Folders and files as packed bytes, in which the paths of neighbours share their beginnings. */
final class StoredFolders {
  private static final int VERSION = 2;

  private StoredFolders() {}

  /** Writes to bytes. */
  interface Writing {
    void to(DataOutput out) throws IOException;
  }

  /** Reads from bytes. */
  interface Reading<T> {
    T from(DataInput in) throws IOException;
  }

  static byte[] packed(Writing content) {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
      out.writeByte(VERSION);
      out.writeShort(StoredFiles.VERSION);
      content.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /** Throws IOException for bytes of another version, or damaged ones. */
  static <T> T unpacked(byte[] bytes, Reading<T> content) throws IOException {
    try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
      if (in.readUnsignedByte() != VERSION || in.readUnsignedShort() != StoredFiles.VERSION) {
        throw new IOException("Blocks of another version");
      }
      return content.from(in);
    }
  }

  /** Folders in the order of their paths. */
  static void write(List<KnownFolder> folders, DataOutput out) throws IOException {
    out.writeInt(folders.size());
    var before = "";
    for (var folder : folders) {
      int shared = shared(before, folder.path());
      out.writeShort(shared);
      StoredTypes.write(folder.path().substring(shared), out);
      write(folder, out);
      before = folder.path();
    }
  }

  private static int shared(String first, String second) {
    int most = Math.min(Short.MAX_VALUE, Math.min(first.length(), second.length()));
    int shared = 0;
    while (shared < most && first.charAt(shared) == second.charAt(shared)) {
      shared++;
    }
    // A pair of surrogates is not torn: halves are no characters in UTF-8.
    return shared > 0 && Character.isHighSurrogate(first.charAt(shared - 1)) ? shared - 1 : shared;
  }

  private static void write(KnownFolder folder, DataOutput out) throws IOException {
    out.writeLong(folder.files());
    out.writeLong(folder.bytes());
    out.writeLong(folder.print().high());
    out.writeLong(folder.print().low());
    out.writeLong(folder.newestAt());
    StoredTypes.write(folder.firstFile(), out);
    writeFormat(folder.tableFormat(), out);
    out.writeBoolean(folder.isWhole());
    out.writeInt(folder.likeness());
    out.writeInt(folder.samples().size());
    for (var sample : folder.samples()) {
      write(sample, out);
    }
  }

  static List<KnownFolder> folders(DataInput in) throws IOException {
    var folders = new ArrayList<KnownFolder>();
    var before = "";
    for (int left = in.readInt(); left > 0; left--) {
      int shared = in.readUnsignedShort();
      before = before.substring(0, shared) + StoredTypes.text(in);
      folders.add(
          new KnownFolder(
              before,
              in.readLong(),
              in.readLong(),
              new FolderPrint(in.readLong(), in.readLong()),
              in.readLong(),
              StoredTypes.text(in),
              format(in),
              in.readBoolean(),
              in.readInt(),
              samples(in)));
    }
    return folders;
  }

  static void writeFormat(@Nullable TableFormat format, DataOutput out) throws IOException {
    out.writeByte(format == null ? 0 : format.ordinal() + 1);
  }

  static @Nullable TableFormat format(DataInput in) throws IOException {
    int place = in.readUnsignedByte();
    return place == 0 ? null : TableFormat.values()[place - 1];
  }

  private static List<KnownFile> samples(DataInput in) throws IOException {
    var samples = new ArrayList<KnownFile>();
    for (int left = in.readInt(); left > 0; left--) {
      samples.add(sample(in));
    }
    return samples;
  }

  static void write(KnownFile sample, DataOutput out) throws IOException {
    write(sample.file(), out);
    StoredTypes.writeOptional(sample.refusal(), out);
    var content = sample.content();
    if (content != null) {
      StoredFiles.write(content, out);
    }
  }

  static KnownFile sample(DataInput in) throws IOException {
    var file = file(in);
    var refusal = StoredTypes.optional(in);
    return refusal == null
        ? KnownFile.of(file, StoredFiles.read(in))
        : KnownFile.refused(file, refusal);
  }

  static void write(FolderFile file, DataOutput out) throws IOException {
    StoredTypes.write(file.name(), out);
    out.writeLong(file.length());
    out.writeLong(file.modifiedAt());
    StoredTypes.writeOptional(file.etag(), out);
  }

  static FolderFile file(DataInput in) throws IOException {
    return new FolderFile(
        StoredTypes.text(in), in.readLong(), in.readLong(), StoredTypes.optional(in));
  }
}
