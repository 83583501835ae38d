package io.propolis.crawlers.formats;

import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Characters;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.crawlers.schema.HiveType.Union;
import io.propolis.files.RangedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcUtils;
import org.apache.orc.TypeDescription;
import org.apache.orc.impl.BufferChunk;
import org.apache.orc.impl.InStream;
import org.apache.orc.impl.OrcCodecPool;

/** Reads ORC footers: one ranged read of the file's end, a second one when it is long. */
final class OrcFooters {
  private static final int FIRST_READ = 64 << 10;
  private static final int LONGEST_FOOTER = 4 << 20;

  /** Unpacked. Each two bytes of it may become an object. */
  private static final int LONGEST_UNPACKED = 4 << 20;

  /** The format has three bytes for the length of a block. */
  private static final int LONGEST_BLOCK = 1 << 23;

  private OrcFooters() {}

  static FileSchema read(RangedFile file) throws IOException {
    OrcProto.Footer footer;
    TypeDescription schema;
    try {
      footer = footer(file);
      schema = OrcUtils.convertTypeFromProtobuf(footer.getTypesList(), 0);
    } catch (IOException | RuntimeException e) {
      throw new UnreadableFileException(
          "its ORC footer is damaged or cut off (" + e.getMessage() + ")", e);
    }
    if (schema.getCategory() != TypeDescription.Category.STRUCT) {
      throw new UnreadableFileException("its rows are no structs but " + schema);
    }
    long rows = footer.getNumberOfRows();
    return new FileSchema.Footer(
        FileFormat.ORC,
        fields(schema),
        OptionalLong.of(rows),
        rows == 0 ? 0 : file.length() / rows,
        OrcFacts.of(footer, schema));
  }

  /**
   * The footer by its protocol buffers. ORC's own reader of whole tails wants Hadoop's run time for
   * one comparison of three bytes.
   */
  private static OrcProto.Footer footer(RangedFile file) throws IOException {
    int size = (int) Math.min(FIRST_READ, file.length());
    var end = read(file, size);
    int length = end[size - 1] & 0xFF;
    if (length + 1 > size) {
      throw new IOException("the post script is longer than the file");
    }
    var postScript =
        OrcProto.PostScript.parseFrom(Arrays.copyOfRange(end, size - 1 - length, size - 1));
    if (!postScript.getMagic().equals("ORC")) {
      throw new IOException("the post script does not say ORC");
    }
    long needed = 1L + length + postScript.getFooterLength();
    if (needed > Math.min(LONGEST_FOOTER, file.length())) {
      throw new IOException(
          "the footer claims %d bytes of a file of %d".formatted(needed, file.length()));
    }
    var tail = needed <= size ? end : read(file, (int) needed);
    int start = tail.length - (int) needed;
    return unpacked(
        Arrays.copyOfRange(tail, start, start + (int) postScript.getFooterLength()), postScript);
  }

  private static OrcProto.Footer unpacked(byte[] packed, OrcProto.PostScript postScript)
      throws IOException {
    var kind = CompressionKind.valueOf(postScript.getCompression().name());
    var options = InStream.options();
    if (postScript.getCompressionBlockSize() > LONGEST_BLOCK) {
      throw new IOException(
          "it claims blocks of %d bytes".formatted(postScript.getCompressionBlockSize()));
    }
    var codec = OrcCodecPool.getCodec(kind);
    if (codec != null) {
      options.withCodec(codec).withBufferSize((int) postScript.getCompressionBlockSize());
    }
    try {
      var input =
          InStream.createCodedInputStream(
              InStream.create(
                  "footer",
                  new BufferChunk(ByteBuffer.wrap(packed), 0),
                  0,
                  packed.length,
                  options));
      input.setSizeLimit(LONGEST_UNPACKED);
      var footer = OrcProto.Footer.parseFrom(input);
      // Whoever meets the limit takes it for the end.
      if (input.getTotalBytesRead() >= LONGEST_UNPACKED) {
        throw new IOException("it unpacks to more than %d MiB".formatted(LONGEST_UNPACKED >> 20));
      }
      return footer;
    } finally {
      OrcCodecPool.returnCodec(kind, codec);
    }
  }

  private static byte[] read(RangedFile file, int size) throws IOException {
    var end = new byte[size];
    file.read(file.length() - size, end, 0, size);
    return end;
  }

  private static List<Field> fields(TypeDescription struct) {
    var fields = new ArrayList<Field>();
    for (int i = 0; i < struct.getChildren().size(); i++) {
      fields.add(new Field(struct.getFieldNames().get(i), type(struct.getChildren().get(i))));
    }
    return fields;
  }

  private static HiveType type(TypeDescription type) {
    return switch (type.getCategory()) {
      case BOOLEAN -> Primitive.BOOLEAN;
      case BYTE -> Primitive.TINYINT;
      case SHORT -> Primitive.SMALLINT;
      case INT -> Primitive.INT;
      case LONG -> Primitive.BIGINT;
      case FLOAT -> Primitive.FLOAT;
      case DOUBLE -> Primitive.DOUBLE;
      case STRING -> Primitive.STRING;
      case DATE -> Primitive.DATE;
      case TIMESTAMP, TIMESTAMP_INSTANT -> Primitive.TIMESTAMP;
      case DECIMAL -> new Decimal(type.getPrecision(), type.getScale());
      case CHAR -> new Characters("char", type.getMaxLength());
      case VARCHAR -> new Characters("varchar", type.getMaxLength());
      case LIST -> new Array(type(type.getChildren().get(0)));
      case MAP -> new MapOf(type(type.getChildren().get(0)), type(type.getChildren().get(1)));
      case STRUCT -> new Struct(fields(type));
      case UNION -> new Union(type.getChildren().stream().map(OrcFooters::type).toList());
      default -> Primitive.BINARY;
    };
  }
}
