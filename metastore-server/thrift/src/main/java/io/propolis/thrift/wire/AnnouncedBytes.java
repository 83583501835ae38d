package io.propolis.thrift.wire;

import java.util.Arrays;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/** Bytes whose length a client announced: memory grows with those that have come. */
final class AnnouncedBytes {
  private static final int BELIEVED_BYTES = 64 * 1024;

  /** The announced number sizes a collection before its elements are read. */
  private static final int BELIEVED_ELEMENTS = 4 * 1024;

  private AnnouncedBytes() {}

  /** The list whose elements come next, when the message can hold so many. */
  static TList awaited(TTransport transport, TList list)
      throws TProtocolException, TTransportException {
    awaitElements(transport, list.size);
    return list;
  }

  /** The set whose elements come next, when the message can hold so many. */
  static TSet awaited(TTransport transport, TSet set)
      throws TProtocolException, TTransportException {
    awaitElements(transport, set.size);
    return set;
  }

  /** The map whose keys and values come next, when the message can hold so many. */
  static TMap awaited(TTransport transport, TMap map)
      throws TProtocolException, TTransportException {
    awaitElements(transport, 2L * map.size);
    return map;
  }

  /**
   * Waits for what so many elements have at least, a byte each, when they are many. Throws when the
   * message cannot hold them.
   */
  private static void awaitElements(TTransport transport, long elements)
      throws TProtocolException, TTransportException {
    if (elements < 0) {
      throw new TProtocolException(TProtocolException.NEGATIVE_SIZE, "Negative size: " + elements);
    }
    if (elements > BELIEVED_ELEMENTS && transport instanceof StreamTransport stream) {
      stream.require(elements);
    }
  }

  /** Throws when the length is negative or beyond the limit of the message. */
  static void check(TTransport transport, int length)
      throws TProtocolException, TTransportException {
    if (length < 0) {
      throw new TProtocolException(TProtocolException.NEGATIVE_SIZE, "Negative size: " + length);
    }
    transport.checkReadBytesAvailable(length);
  }

  /** Exactly that many bytes. */
  static byte[] read(TTransport transport, int length) throws TTransportException {
    var bytes = new byte[Math.min(length, BELIEVED_BYTES)];
    int read = 0;
    while (true) {
      transport.readAll(bytes, read, bytes.length - read);
      read = bytes.length;
      if (read == length) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * read));
    }
  }
}
