package io.propolis.thrift.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.transport.TTransport;
import org.jspecify.annotations.Nullable;

/**
 * The binary protocol, which believes no length it is told: memory grows with the bytes that have
 * come, not with those that are announced. Over a plain socket it writes straight into the output
 * buffer, byte for byte what its parent would write: {@code get_table} lives on it.
 */
final class CarefulBinaryProtocol extends TBinaryProtocol {
  /** More elements than any request has; the announced length sizes the list before it is read. */
  private static final long MAX_ELEMENTS = 16L * 1024 * 1024;

  /** Strings are held to the limit of the message. */
  private static final long NO_LIMIT = -1;

  private static final int BELIEVED_BYTES = 64 * 1024;

  private final @Nullable SocketTransport direct;

  CarefulBinaryProtocol(TTransport transport) {
    super(transport, NO_LIMIT, MAX_ELEMENTS, false, true);
    direct = transport instanceof SocketTransport socket ? socket : null;
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
    check(size);
    if (trans_.getBytesRemainingInBuffer() >= size) {
      var text =
          new String(trans_.getBuffer(), trans_.getBufferPosition(), size, StandardCharsets.UTF_8);
      trans_.consumeBuffer(size);
      return text;
    }
    return new String(readBytes(size), StandardCharsets.UTF_8);
  }

  @Override
  public ByteBuffer readBinary() throws TException {
    int size = readI32();
    check(size);
    return ByteBuffer.wrap(readBytes(size));
  }

  private void check(int size) throws TException {
    if (size < 0) {
      throw new TProtocolException(TProtocolException.NEGATIVE_SIZE, "Negative size: " + size);
    }
    getTransport().checkReadBytesAvailable(size);
  }

  private byte[] readBytes(int size) throws TException {
    var bytes = new byte[Math.min(size, BELIEVED_BYTES)];
    int read = 0;
    while (true) {
      trans_.readAll(bytes, read, bytes.length - read);
      read = bytes.length;
      if (read == size) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * read));
    }
  }
}
