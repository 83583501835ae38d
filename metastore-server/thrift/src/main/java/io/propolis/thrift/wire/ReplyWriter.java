package io.propolis.thrift.wire;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TTransportException;

/**
 * Writes values of a reply straight into its buffer, byte for byte as Thrift's protocols would.
 *
 * <p>Hot: gives up one class per protocol for a branch that the processor foresees; {@code bench}
 * measures it with the partitions of a table.
 */
public final class ReplyWriter {
  private static final int COMPACT_STRING = 8;
  private static final int COMPACT_STRUCT = 12;
  private static final int COMPACT_SHORT_LIST = 14;
  private static final int COMPACT_LONG_LIST = 0xf0;
  private static final byte COMPACT_STRING_TO_STRING =
      (byte) (COMPACT_STRING << 4 | COMPACT_STRING);

  private final ReplyBuffer out;
  private final TProtocol protocol;
  private final boolean compact;

  ReplyWriter(ReplyBuffer out, TProtocol protocol) {
    this.out = out;
    this.protocol = protocol;
    this.compact = Encoding.of(protocol) == Encoding.COMPACT;
  }

  /** The client has gone, or the reply cannot be sent; nothing else can be told to it. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient TException why;

    Broken(TException why) {
      super(why);
      this.why = why;
    }

    TException why() {
      return why;
    }
  }

  /** What the work writes, as bytes in memory. */
  public static byte[] bytes(Encoding encoding, Consumer<ReplyWriter> work) {
    var bytes = new ByteArrayOutputStream();
    var buffer = new ReplyBuffer(bytes, MessageLimits.ANY_REPLY);
    try {
      work.accept(new ReplyWriter(buffer, encoding.over(new TMemoryBuffer(0))));
      buffer.flush();
      return bytes.toByteArray();
    } catch (TTransportException e) {
      throw new Broken(e);
    }
  }

  public Encoding encoding() {
    return compact ? Encoding.COMPACT : Encoding.BINARY;
  }

  /** What has been encoded before. */
  public void bytes(byte[] encoded) {
    bytes(encoded, 0, encoded.length);
  }

  /** The same, of a part of the array. */
  public void bytes(byte[] encoded, int offset, int length) {
    try {
      out.write(encoded, offset, length);
    } catch (TTransportException e) {
      throw new Broken(e);
    }
  }

  public void text(String value) {
    try {
      if (compact) {
        out.writeCompactText(value);
      } else {
        out.writeText(value);
      }
    } catch (TTransportException e) {
      throw new Broken(e);
    }
  }

  /** A text whose UTF-8 bytes are at hand. */
  public void text(byte[] utf8, int offset, int length) {
    try {
      if (compact) {
        out.writeVarint(length);
      } else {
        out.writeI32(length);
      }
      out.write(utf8, offset, length);
    } catch (TTransportException e) {
      throw new Broken(e);
    }
  }

  public void i32(int value) {
    try {
      if (compact) {
        out.writeVarint(value << 1 ^ value >> 31);
      } else {
        out.writeI32(value);
      }
    } catch (TTransportException e) {
      throw new Broken(e);
    }
  }

  public void i64(long value) {
    try {
      if (compact) {
        out.writeLongVarint(value << 1 ^ value >> 63);
      } else {
        out.writeI64(value);
      }
    } catch (TTransportException e) {
      throw new Broken(e);
    }
  }

  /** Begins a list of texts, which must follow. */
  public void beginTexts(int size) {
    beginList(COMPACT_STRING, TType.STRING, size);
  }

  /** Begins a list of structs, which must follow. */
  public void beginStructs(int size) {
    beginList(COMPACT_STRUCT, TType.STRUCT, size);
  }

  private void beginList(int compactType, byte type, int size) {
    try {
      if (!compact) {
        out.writeByte(type);
        out.writeI32(size);
      } else if (size <= COMPACT_SHORT_LIST) {
        out.writeByte((byte) (size << 4 | compactType));
      } else {
        out.writeByte((byte) (COMPACT_LONG_LIST | compactType));
        out.writeVarint(size);
      }
    } catch (TTransportException e) {
      throw new Broken(e);
    }
  }

  public void texts(List<String> values) {
    beginTexts(values.size());
    for (int i = 0; i < values.size(); i++) {
      text(values.get(i));
    }
  }

  public void map(Map<String, String> values) {
    beginMap(values.size());
    for (var entry : values.entrySet()) {
      text(entry.getKey());
      text(entry.getValue());
    }
  }

  private void beginMap(int size) {
    try {
      if (!compact) {
        out.writeByte(TType.STRING);
        out.writeByte(TType.STRING);
        out.writeI32(size);
      } else if (size == 0) {
        out.writeByte((byte) 0);
      } else {
        out.writeVarint(size);
        out.writeByte(COMPACT_STRING_TO_STRING);
      }
    } catch (TTransportException e) {
      throw new Broken(e);
    }
  }

  /** A struct by its generated writer. */
  public void struct(TBase<?, ?> bean) {
    try {
      bean.write(protocol);
    } catch (TException e) {
      throw new Broken(e);
    }
  }
}
