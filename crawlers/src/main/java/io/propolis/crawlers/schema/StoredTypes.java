package io.propolis.crawlers.schema;

import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Characters;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.crawlers.schema.HiveType.Union;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types and columns as bytes, which the same version of the crawlers reads back. */
public final class StoredTypes {
  private StoredTypes() {}

  public static void write(HiveType type, DataOutput out) throws IOException {
    if (type instanceof Primitive primitive) {
      out.writeByte(0);
      out.writeByte(primitive.ordinal());
    } else if (type instanceof Decimal decimal) {
      out.writeByte(1);
      out.writeByte(decimal.precision());
      out.writeByte(decimal.scale());
    } else if (type instanceof Characters characters) {
      out.writeByte(2);
      out.writeUTF(characters.kind());
      out.writeInt(characters.length());
    } else if (type instanceof Array array) {
      out.writeByte(3);
      write(array.element(), out);
    } else if (type instanceof MapOf map) {
      out.writeByte(4);
      write(map.key(), out);
      write(map.value(), out);
    } else if (type instanceof Struct struct) {
      out.writeByte(5);
      write(struct.fields(), out);
    } else if (type instanceof Union union) {
      out.writeByte(6);
      out.writeInt(union.options().size());
      for (var option : union.options()) {
        write(option, out);
      }
    } else {
      throw new IllegalArgumentException("No bytes for type " + type.hive());
    }
  }

  public static HiveType read(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 0 -> constant(Primitive.values(), in);
      case 1 -> new Decimal(in.readUnsignedByte(), in.readUnsignedByte());
      case 2 -> new Characters(in.readUTF(), in.readInt());
      case 3 -> new Array(read(in));
      case 4 -> new MapOf(read(in), read(in));
      case 5 -> new Struct(fields(in));
      case 6 -> union(in);
      default -> throw new IOException("A type of another version: " + kind);
    };
  }

  private static HiveType union(DataInput in) throws IOException {
    var options = new ArrayList<HiveType>();
    for (int left = in.readInt(); left > 0; left--) {
      options.add(read(in));
    }
    return new Union(options);
  }

  public static void write(List<Field> fields, DataOutput out) throws IOException {
    out.writeInt(fields.size());
    for (var field : fields) {
      write(field.name(), out);
      write(field.type(), out);
      writeOptional(field.comment(), out);
    }
  }

  public static List<Field> fields(DataInput in) throws IOException {
    var fields = new ArrayList<Field>();
    for (int left = in.readInt(); left > 0; left--) {
      fields.add(new Field(text(in), read(in), optional(in)));
    }
    return fields;
  }

  /** A text of any length. */
  public static void write(String text, DataOutput out) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  public static String text(DataInput in) throws IOException {
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Texts, in their order. */
  public static void writeTexts(List<String> texts, DataOutput out) throws IOException {
    out.writeInt(texts.size());
    for (var text : texts) {
      write(text, out);
    }
  }

  public static List<String> texts(DataInput in) throws IOException {
    var texts = new ArrayList<String>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(text(in));
    }
    return texts;
  }

  public static void writeOptional(@Nullable String text, DataOutput out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      write(text, out);
    }
  }

  public static @Nullable String optional(DataInput in) throws IOException {
    return in.readBoolean() ? text(in) : null;
  }

  public static void writeConstant(Enum<?> constant, DataOutput out) throws IOException {
    out.writeByte(constant.ordinal());
  }

  /** One of the constants, as its place was written. */
  public static <E> E constant(E[] constants, DataInput in) throws IOException {
    int place = in.readUnsignedByte();
    if (place >= constants.length) {
      throw new IOException("A value of another version: " + place);
    }
    return constants[place];
  }
}
