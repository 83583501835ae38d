package io.propolis.thrift.wire;

import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/** How values stand in a reply; the header of its message is the protocol's affair. */
public enum Encoding {
  BINARY,
  COMPACT;

  private static final int USUAL_BYTES = 1024;

  static Encoding of(TProtocol protocol) {
    return protocol instanceof TCompactProtocol ? COMPACT : BINARY;
  }

  /** Thrift's own writer in this encoding. */
  public TProtocol over(TTransport transport) {
    return switch (this) {
      case BINARY -> new TBinaryProtocol(transport);
      case COMPACT -> new TCompactProtocol(transport);
    };
  }

  /** The struct as the generated writer writes it. */
  public byte[] bytes(TBase<?, ?> struct) {
    try {
      var buffer = new TMemoryBuffer(USUAL_BYTES);
      struct.write(over(buffer));
      return java.util.Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TTransportException e) {
      throw new IllegalStateException("A buffer in memory broke", e);
    } catch (TException e) {
      throw new IllegalStateException("Cannot be written: " + struct, e);
    }
  }
}
