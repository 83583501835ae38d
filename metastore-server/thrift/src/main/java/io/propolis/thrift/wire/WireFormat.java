package io.propolis.thrift.wire;

import java.io.IOException;
import java.util.Optional;
import org.apache.thrift.protocol.TProtocol;

/** What a Thrift client speaks, told by the first bytes it sends. */
enum WireFormat {
  BINARY,
  OLD_BINARY,
  COMPACT,
  FRAMED_BINARY,
  FRAMED_OLD_BINARY,
  FRAMED_COMPACT;

  /** The high byte of the version that strict binary messages begin with. */
  private static final int BINARY_VERSION = 0x80;

  private static final int COMPACT_PROTOCOL = 0x82;

  /** The high byte of the length of a method's name, and of most frames. */
  private static final int SHORT_LENGTH = 0x00;

  private static final int LENGTH_BYTES = 4;

  /**
   * Waits for the bytes that tell, and leaves them unread. Empty when they are no protocol's or the
   * client leaves before.
   */
  static Optional<WireFormat> sniff(StreamTransport transport) throws IOException {
    if (!transport.await(1)) {
      return Optional.empty();
    }
    return switch (transport.peek(0)) {
      case BINARY_VERSION -> Optional.of(BINARY);
      case COMPACT_PROTOCOL -> Optional.of(COMPACT);
      default -> transport.peek(0) < 0x80 ? behindLength(transport) : Optional.empty();
    };
  }

  private static Optional<WireFormat> behindLength(StreamTransport transport) throws IOException {
    if (!transport.await(LENGTH_BYTES + 1)) {
      return Optional.empty();
    }
    boolean isShort = transport.peek(0) == SHORT_LENGTH;
    int next = transport.peek(LENGTH_BYTES);
    return switch (next) {
      case BINARY_VERSION -> Optional.of(FRAMED_BINARY);
      case COMPACT_PROTOCOL -> Optional.of(FRAMED_COMPACT);
      case SHORT_LENGTH -> Optional.of(FRAMED_OLD_BINARY);
      default -> isName(next) && isShort ? Optional.of(OLD_BINARY) : Optional.empty();
    };
  }

  private static boolean isName(int first) {
    return first < 0x80 && Character.isLetter(first);
  }

  /** Reads and writes messages in this format from the next one on. */
  TProtocol over(StreamTransport transport) {
    switch (this) {
      case FRAMED_BINARY, FRAMED_OLD_BINARY, FRAMED_COMPACT -> transport.useFrames();
      case BINARY, OLD_BINARY, COMPACT -> {}
    }
    return switch (this) {
      case BINARY, FRAMED_BINARY -> new CarefulBinaryProtocol(transport);
      case OLD_BINARY, FRAMED_OLD_BINARY ->
          new CarefulBinaryProtocol(transport, CarefulBinaryProtocol.Header.OLD);
      case COMPACT, FRAMED_COMPACT -> new CarefulCompactProtocol(transport);
    };
  }
}
