package io.propolis.thrift.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.transport.TTransport;
import org.jspecify.annotations.Nullable;

/**
 * The binary protocol, which believes no length it is told: memory grows with the bytes that have
 * come, not with those that are announced. Over a plain socket it writes straight into the output
 * buffer, byte for byte what its parent would write: {@code get_table} lives on it.
 */
final class CarefulBinaryProtocol extends TBinaryProtocol {
  /** More elements than any request has; the announced length sizes the list before it is read. */
  static final long MAX_ELEMENTS = 16L * 1024 * 1024;

  /** Strings are held to the limit of the message. */
  static final long NO_LIMIT = -1;

  private final @Nullable ReplyBuffer direct;

  /** How a message begins. */
  enum Header {
    /** With the protocol's version. */
    STRICT,
    /** With the name, as clients wrote before the version was invented; both are read. */
    OLD
  }

  CarefulBinaryProtocol(TTransport transport) {
    this(transport, Header.STRICT);
  }

  /** Writes messages that begin with that header. */
  CarefulBinaryProtocol(TTransport transport, Header written) {
    super(transport, NO_LIMIT, MAX_ELEMENTS, false, written == Header.STRICT);
    direct = transport instanceof StreamTransport stream ? stream.reply() : null;
  }

  @Override
  public void writeByte(byte value) throws TException {
    if (direct == null) {
      super.writeByte(value);
    } else {
      direct.writeByte(value);
    }
  }

  @Override
  public void writeI16(short value) throws TException {
    if (direct == null) {
      super.writeI16(value);
    } else {
      direct.writeI16(value);
    }
  }

  @Override
  public void writeI32(int value) throws TException {
    if (direct == null) {
      super.writeI32(value);
    } else {
      direct.writeI32(value);
    }
  }

  @Override
  public void writeI64(long value) throws TException {
    if (direct == null) {
      super.writeI64(value);
    } else {
      direct.writeI64(value);
    }
  }

  @Override
  public void writeString(String value) throws TException {
    if (direct == null) {
      super.writeString(value);
    } else {
      direct.writeText(value);
    }
  }

  @Override
  public String readString() throws TException {
    return readStringBody(readI32());
  }

  @Override
  public String readStringBody(int size) throws TException {
    AnnouncedBytes.check(trans_, size);
    if (trans_.getBytesRemainingInBuffer() >= size) {
      var text =
          new String(trans_.getBuffer(), trans_.getBufferPosition(), size, StandardCharsets.UTF_8);
      trans_.consumeBuffer(size);
      return text;
    }
    return new String(AnnouncedBytes.read(trans_, size), StandardCharsets.UTF_8);
  }

  @Override
  public ByteBuffer readBinary() throws TException {
    int size = readI32();
    AnnouncedBytes.check(trans_, size);
    return ByteBuffer.wrap(AnnouncedBytes.read(trans_, size));
  }

  @Override
  public TList readListBegin() throws TException {
    return AnnouncedBytes.awaited(trans_, super.readListBegin());
  }

  @Override
  public TSet readSetBegin() throws TException {
    return AnnouncedBytes.awaited(trans_, super.readSetBegin());
  }

  @Override
  public TMap readMapBegin() throws TException {
    return AnnouncedBytes.awaited(trans_, super.readMapBegin());
  }
}
