package io.propolis.thrift.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.thrift.transport.TTransportException;

/**
 * A reply on its way out, held back until it is complete or large, so that a failure while encoding
 * it can still become an error reply. A large one leaves piece by piece while it is written. Where
 * its length has to be known before, because it goes into a frame (Thrift's framed transport) or
 * may be too long, it is written twice: the first time it is only counted.
 *
 * <p>Hot: every value of a reply passes here, and {@code bench} measures it.
 */
final class ReplyBuffer {
  private static final int RESTING_BYTES = 4 * 1024;
  private static final int KEPT_BYTES = 64 * 1024;

  /** Most names, types and values: written without an array of their own. */
  private static final int SHORT_TEXT = 512;

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private static final int FRAME_HEADER_BYTES = 4;

  /** What a resting connection has instead of a buffer. */
  private static final byte[] NOTHING = {};

  private final OutputStream out;
  private final int maxReplyBytes;

  private byte[] output = new byte[RESTING_BYTES];
  private int pending;

  /** What a reply begins with that is written last: the header of a frame, or nothing. */
  private int headerBytes;

  /** Whether a reply is only counted, because it may be too long to be sent. */
  private boolean counting;

  private long counted;

  /** The length that a reply was found to have, which may be sent now; 0 for one not counted. */
  private long announced;

  /** How much of the reply has left, with its header. */
  private long sent;

  ReplyBuffer(OutputStream out, int maxReplyBytes) {
    this.out = out;
    this.maxReplyBytes = maxReplyBytes;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  /** From now on replies leave in frames. */
  void useFrames() {
    headerBytes = FRAME_HEADER_BYTES;
  }

  /** The next reply begins, with a buffer if there was none. */
  void begin() {
    startOver();
    if (output.length == 0) {
      output = new byte[RESTING_BYTES];
    }
  }

  /** Takes back what was written since the last flush; false when some of it has left already. */
  boolean discard() {
    if (sent > 0) {
      return false;
    }
    startOver();
    return true;
  }

  private void startOver() {
    pending = headerBytes;
    counting = false;
    counted = 0;
    announced = 0;
    sent = 0;
  }

  /** Whether the reply was counted only: then it has to be written again, or refused. */
  boolean wasCounted() {
    return counting;
  }

  int maxReplyBytes() {
    return maxReplyBytes;
  }

  /** The length of a reply that was counted. */
  long countedBytes() {
    return counted + pending - headerBytes;
  }

  /** What was counted may be written again, and is sent. */
  void allowCounted() {
    long length = countedBytes();
    startOver();
    announced = length;
    if (headerBytes > 0) {
      INTS.set(output, 0, (int) length);
    }
  }

  /** Gives a buffer that a large reply needed back to the heap. */
  void rest() {
    if (output.length > KEPT_BYTES) {
      SpillBuffers.giveBack(output);
      output = new byte[RESTING_BYTES];
    }
  }

  /** Gives the buffer back, for a client that rests. */
  void release() {
    SpillBuffers.giveBack(output);
    output = NOTHING;
  }

  void write(byte[] source, int offset, int length) throws TTransportException {
    if (pending + length > output.length) {
      makeRoom(length);
    }
    if (length > output.length - pending) {
      if (counting) {
        counted += length;
      } else {
        send(source, offset, length);
      }
      return;
    }
    System.arraycopy(source, offset, output, pending, length);
    pending += length;
  }

  void writeByte(byte value) throws TTransportException {
    reserve(1);
    output[pending++] = value;
  }

  void writeI16(short value) throws TTransportException {
    reserve(2);
    SHORTS.set(output, pending, value);
    pending += 2;
  }

  void writeI32(int value) throws TTransportException {
    reserve(4);
    INTS.set(output, pending, value);
    pending += 4;
  }

  void writeI64(long value) throws TTransportException {
    reserve(8);
    LONGS.set(output, pending, value);
    pending += 8;
  }

  /** The length in bytes of the text in UTF-8, and the text. */
  void writeText(String text) throws TTransportException {
    int length = text.length();
    if (length > SHORT_TEXT) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      writeI32(bytes.length);
      write(bytes, 0, bytes.length);
      return;
    }
    reserve(4 + 3 * length);
    int start = pending + 4;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, output, start, bytes.length);
        length = bytes.length;
        break;
      }
      output[start + i] = (byte) c;
    }
    INTS.set(output, pending, length);
    pending = start + length;
  }

  /** An unsigned number, seven bits per byte, the lowest first. */
  void writeVarint(int value) throws TTransportException {
    reserve(5);
    putVarint(value);
  }

  private void putVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      output[pending++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    output[pending++] = (byte) rest;
  }

  void writeLongVarint(long value) throws TTransportException {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      output[pending++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    output[pending++] = (byte) rest;
  }

  /** As {@link #writeText}, for the compact protocol. */
  void writeCompactText(String text) throws TTransportException {
    int length = text.length();
    if (length <= SHORT_TEXT) {
      reserve(5 + length);
      int start = pending;
      putVarint(length);
      int i = 0;
      for (char c; i < length && (c = text.charAt(i)) < 0x80; i++) {
        output[pending + i] = (byte) c;
      }
      if (i == length) {
        pending += length;
        return;
      }
      pending = start;
    }
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    writeVarint(bytes.length);
    write(bytes, 0, bytes.length);
  }

  /** Room for that many bytes, which is far less than what is held back before it is sent. */
  private void reserve(int length) throws TTransportException {
    if (pending + length > output.length) {
      makeRoom(length);
    }
  }

  private void makeRoom(int length) throws TTransportException {
    long needed = (long) pending + length;
    if (counting || (announced == 0 && needed > heldBack())) {
      counting = true;
      counted += pending - headerBytes;
      pending = headerBytes;
      if (headerBytes + length > output.length && length <= SpillBuffers.BYTES) {
        grow(headerBytes + length);
      }
      return;
    }
    if (needed <= SpillBuffers.BYTES) {
      grow((int) needed);
    } else {
      send(output, 0, pending);
      pending = 0;
    }
  }

  /** How much of a reply is kept before its length is counted, where that matters. */
  private long heldBack() {
    return maxReplyBytes < MessageLimits.ANY_REPLY || headerBytes > 0
        ? SpillBuffers.BYTES
        : Long.MAX_VALUE;
  }

  /** To the next power of two, or the longest there is; what is pending is kept. */
  private void grow(int needed) {
    var old = output;
    int length = Math.max(needed, 2 * old.length);
    output = length > KEPT_BYTES ? SpillBuffers.take() : new byte[length];
    System.arraycopy(old, 0, output, 0, pending);
  }

  /** Nothing more than was announced: the client would take the rest for the next reply. */
  private void send(byte[] bytes, int offset, int length) throws TTransportException {
    if (announced > 0 && sent + length > announced + headerBytes) {
      throw changed(sent + length - headerBytes);
    }
    try {
      out.write(bytes, offset, length);
      sent += length;
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
  }

  private TTransportException changed(long length) {
    return new TTransportException(
        TTransportException.UNKNOWN,
        "A reply changed while it was sent: %d bytes were counted, %d came"
            .formatted(announced, length));
  }

  void flush() throws TTransportException {
    if (announced > 0 && sent + pending != announced + headerBytes) {
      throw changed(sent + pending - headerBytes);
    }
    if (announced == 0 && headerBytes > 0) {
      INTS.set(output, 0, pending - headerBytes);
    }
    send(output, 0, pending);
    try {
      out.flush();
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
    startOver();
  }
}
