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
import org.apache.orc.OrcProto;
import org.apache.orc.TypeDescription;
import org.apache.orc.impl.OrcTail;
import org.apache.orc.impl.ReaderImpl;

/** Reads ORC footers: one ranged read of the file's end, a second one when it is long. */
final class OrcFooters {
  private static final int FIRST_READ = 64 << 10;
  private static final int LONGEST_FOOTER = 256 << 20;

  private OrcFooters() {}

  static FileSchema read(RangedFile file) throws IOException {
    OrcTail tail;
    try {
      tail = ReaderImpl.extractFileTail(ByteBuffer.wrap(end(file)), file.length(), 0);
    } catch (IOException | RuntimeException e) {
      throw new UnreadableFileException(
          "its ORC footer is damaged or cut off (" + e.getMessage() + ")", e);
    }
    var schema = tail.getSchema();
    if (schema.getCategory() != TypeDescription.Category.STRUCT) {
      throw new UnreadableFileException("its rows are no structs but " + schema);
    }
    long rows = tail.getFooter().getNumberOfRows();
    return new FileSchema.Footer(
        FileFormat.ORC,
        fields(schema),
        OptionalLong.of(rows),
        rows == 0 ? 0 : file.length() / rows);
  }

  private static byte[] end(RangedFile file) throws IOException {
    int size = (int) Math.min(FIRST_READ, file.length());
    var end = read(file, size);
    int postScript = end[size - 1] & 0xFF;
    if (postScript + 1 > size) {
      throw new IOException("the post script is longer than the file");
    }
    var parsed =
        OrcProto.PostScript.parseFrom(Arrays.copyOfRange(end, size - 1 - postScript, size - 1));
    long needed = 1L + postScript + parsed.getFooterLength();
    if (needed > Math.min(LONGEST_FOOTER, file.length())) {
      throw new IOException(
          "the footer claims %d bytes of a file of %d".formatted(needed, file.length()));
    }
    return needed <= size ? end : read(file, (int) needed);
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
