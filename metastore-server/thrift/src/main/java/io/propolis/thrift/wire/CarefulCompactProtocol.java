package io.propolis.thrift.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.transport.TTransport;

/** The compact protocol, which believes no length it is told. */
final class CarefulCompactProtocol extends TCompactProtocol {
  private static final int MAX_VARINT_BITS = 35;

  CarefulCompactProtocol(TTransport transport) {
    super(transport, CarefulBinaryProtocol.NO_LIMIT, CarefulBinaryProtocol.MAX_ELEMENTS);
    if (transport instanceof StreamTransport stream) {
      stream.hideBuffer(); // the parent reads numbers without an end beyond what has come
    }
  }

  @Override
  public String readString() throws TException {
    return new String(AnnouncedBytes.read(trans_, readLength()), StandardCharsets.UTF_8);
  }

  @Override
  public ByteBuffer readBinary() throws TException {
    return ByteBuffer.wrap(AnnouncedBytes.read(trans_, readLength()));
  }

  @Override
  protected void skipBinary() throws TException {
    skipBytes(readLength());
  }

  /** Seven bits per byte, the lowest first; the eighth says that more follow. */
  private int readLength() throws TException {
    int length = 0;
    for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
      int next = readByte();
      length |= (next & 0x7f) << shift;
      if (next >= 0) {
        AnnouncedBytes.check(trans_, length);
        return length;
      }
    }
    throw new TProtocolException(
        TProtocolException.INVALID_DATA, "A length has more than five bytes");
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
