package io.propolis.thrift.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.thrift.transport.TTransportException;

/**
 * A reply on its way out, held back until it is complete or large, so that a failure while encoding
 * it can still become an error reply. In frames (Thrift's framed transport) it is held back whole:
 * its length comes first. One that may be too long is counted before any of it is sent.
 *
 * <p>Hot: every value of a reply passes here, and {@code bench} measures it.
 */
final class ReplyBuffer {
  private static final int RESTING_BYTES = 4 * 1024;
  private static final int KEPT_BYTES = 64 * 1024;
  private static final int SPILL_BYTES = 1024 * 1024;

  /** A frame of which the length is counted first: an array of 2 GiB is nothing to try out. */
  private static final int HELD_FRAME_BYTES = 256 * 1024 * 1024;

  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

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
  private boolean spilled;

  /** What a reply begins with that is written last: the header of a frame, or nothing. */
  private int headerBytes;

  /** Whether a reply is only counted, because it may be too long to be sent. */
  private boolean counting;

  private long counted;

  /** The reply has been counted and may be sent. */
  private boolean allowed;

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
    if (spilled) {
      return false;
    }
    startOver();
    return true;
  }

  private void startOver() {
    pending = headerBytes;
    counting = false;
    counted = 0;
    allowed = false;
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
    startOver();
    allowed = true;
  }

  /** Gives a buffer that a large reply needed back to the heap. */
  void rest() {
    if (output.length > KEPT_BYTES) {
      output = new byte[RESTING_BYTES];
    }
  }

  /** Gives the buffer back, for a client that rests. */
  void release() {
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

  /** Room for that many bytes, which is far less than what is held back before it is sent. */
  private void reserve(int length) throws TTransportException {
    if (pending + length > output.length) {
      makeRoom(length);
    }
  }

  private void makeRoom(int length) throws TTransportException {
    long needed = (long) pending + length;
    if (counting || (!allowed && needed > heldBack())) {
      counting = true;
      counted += pending - headerBytes;
      pending = headerBytes;
      if (headerBytes + length > output.length && length <= SPILL_BYTES) {
        output = new byte[grown(headerBytes + length)];
      }
      return;
    }
    if (needed <= SPILL_BYTES || headerBytes > 0) {
      output = Arrays.copyOf(output, grown(needed));
    } else {
      send(output, 0, pending);
      pending = 0;
    }
  }

  /** How much of a reply is kept before its length is counted; all of it where none is too long. */
  private long heldBack() {
    if (maxReplyBytes < MessageLimits.ANY_REPLY) {
      return SPILL_BYTES;
    }
    return headerBytes > 0 ? HELD_FRAME_BYTES : Long.MAX_VALUE;
  }

  private int grown(long needed) throws TTransportException {
    if (needed > MAX_ARRAY_BYTES) {
      throw new TTransportException(
          TTransportException.MESSAGE_SIZE_LIMIT, "A reply is too long for a frame: " + needed);
    }
    return (int) Math.min(MAX_ARRAY_BYTES, Math.max(needed, 2L * output.length));
  }

  private void send(byte[] bytes, int offset, int length) throws TTransportException {
    try {
      out.write(bytes, offset, length);
      spilled = true;
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
  }

  void flush() throws TTransportException {
    if (headerBytes > 0) {
      INTS.set(output, 0, pending - headerBytes);
    }
    send(output, 0, pending);
    try {
      out.flush();
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
    startOver();
    spilled = false;
  }
}
