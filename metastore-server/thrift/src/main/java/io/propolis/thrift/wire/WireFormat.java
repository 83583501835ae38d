package io.propolis.thrift.wire;

import java.util.Optional;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransport;

/** What a client speaks, told by the first byte it sends. */
enum WireFormat {
  /** Strict binary: the high byte of the version. */
  BINARY(0x80) {
    @Override
    TProtocol over(TTransport transport) {
      return new CarefulBinaryProtocol(transport);
    }
  };

  private final int firstByte;

  WireFormat(int firstByte) {
    this.firstByte = firstByte;
  }

  abstract TProtocol over(TTransport transport);

  static Optional<WireFormat> of(int firstByte) {
    for (var format : values()) {
      if (format.firstByte == firstByte) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
