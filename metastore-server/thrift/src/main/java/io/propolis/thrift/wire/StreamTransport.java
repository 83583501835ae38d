package io.propolis.thrift.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.thrift.transport.TEndpointTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * The two directions of a connection with buffers that are small while it rests. A reply is held
 * back until it is complete or large, so that a failure while encoding it can still become an error
 * reply. In frames (Thrift's framed transport) a reply is held back whole: its length comes first.
 *
 * <p>Reading and writing are hot; the protocol takes bytes straight from the input buffer.
 */
final class StreamTransport extends TEndpointTransport {
  private static final int RESTING_BYTES = 4 * 1024;
  private static final int INPUT_BYTES = 16 * 1024;
  private static final int KEPT_OUTPUT_BYTES = 64 * 1024;
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

  private final InputStream in;
  private final OutputStream out;

  private byte[] input = new byte[RESTING_BYTES];
  private int position;
  private int limit;

  private byte[] output = new byte[RESTING_BYTES];
  private int pending;
  private boolean spilled;

  /** What a resting connection has instead of buffers. */
  private static final byte[] NOTHING = {};

  /** What a reply begins with that is written last: the header of a frame, or nothing. */
  private int headerBytes;

  private int frameBytes;

  private final int maxReplyBytes;
  private boolean bufferHidden;

  /** Whether a reply is only counted, because it may be too long to be sent. */
  private boolean counting;

  private long counted;

  /** The reply has been counted and may be sent. */
  private boolean allowed;

  /** Over both directions of a connection, which its owner closes. */
  StreamTransport(InputStream in, OutputStream out, MessageLimits limits)
      throws TTransportException {
    super(limits.requests());
    this.in = in;
    this.out = out;
    this.maxReplyBytes = limits.replyBytes();
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  /**
   * Waits for the first byte of a message and leaves it unread. -1 when the client has gone.
   *
   * @throws IOException as reading the socket does
   */
  int awaitMessage() throws IOException {
    if (position == limit && fill() < 0) {
      return -1;
    }
    return input[position] & 0xff;
  }

  /**
   * Waits until that many bytes of a message have come and leaves them unread. False when the
   * client leaves before.
   *
   * @throws IOException as reading the socket does
   */
  boolean await(int bytes) throws IOException {
    while (limit - position < bytes) {
      if (position == limit) {
        if (fill() < 0) {
          return false;
        }
        continue;
      }
      System.arraycopy(input, position, input, 0, limit - position);
      limit -= position;
      position = 0;
      int read = in.read(input, limit, input.length - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }

  /**
   * Waits until that many bytes of the message have come, and leaves them unread. The buffer grows
   * with those that come.
   */
  void require(long bytes) throws TTransportException {
    checkReadBytesAvailable(bytes);
    try {
      while (limit - position < bytes) {
        if (limit == input.length) {
          int kept = limit - position;
          long room = kept < input.length / 2 ? input.length : Math.min(MAX_ARRAY_BYTES, 2L * kept);
          var larger = new byte[(int) Math.max(room, RESTING_BYTES)];
          System.arraycopy(input, position, larger, 0, kept);
          input = larger;
          position = 0;
          limit = kept;
        }
        int read = in.read(input, limit, input.length - limit);
        if (read < 0) {
          throw new TTransportException(TTransportException.END_OF_FILE, new EOFException());
        }
        limit += read;
      }
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
  }

  /** A byte of those that {@link #await} found, as a number from 0 to 255. */
  int peek(int index) {
    return input[position + index] & 0xff;
  }

  /**
   * What has come and was not read, and after it what will come. Ends the use of this transport.
   */
  Unread unread() {
    return new Unread(Arrays.copyOfRange(input, position, limit), in);
  }

  /**
   * Whether something of the next message has come already, though a protocol below may hold it.
   */
  boolean hasUnread() throws IOException {
    return position < limit || in.available() > 0;
  }

  /** Where replies go, for what is written before the first. */
  OutputStream destination() {
    return out;
  }

  /** From now on messages come and leave in frames. */
  void useFrames() {
    headerBytes = FRAME_HEADER_BYTES;
  }

  /** Every message has the whole limit to itself, or its frame when that is shorter. */
  void beginMessage() throws TTransportException {
    resetConsumedMessageSize(-1);
    beginReply();
    if (output.length == 0) {
      output = new byte[RESTING_BYTES];
    }
    if (headerBytes > 0) {
      beginFrame();
    }
  }

  private void beginFrame() throws TTransportException {
    var header = new byte[FRAME_HEADER_BYTES];
    readAll(header, 0, header.length);
    frameBytes = (int) INTS.get(header, 0);
    if (frameBytes < 0) {
      throw new TTransportException(
          TTransportException.CORRUPTED_DATA, "A frame has a negative length: " + frameBytes);
    }
    resetConsumedMessageSize(-1);
    if (!isTooLong()) {
      resetConsumedMessageSize(frameBytes);
    }
  }

  /** Whether a message beyond its bounds broke the limit, not only the length of its own frame. */
  boolean isTooLong() {
    return headerBytes == 0 || frameBytes > getMaxMessageSize();
  }

  /** Whether the message is behind the length of its frame: then its end is known. */
  boolean isFramed() {
    return headerBytes > 0;
  }

  /** The length that the frame of the message announces; only in frames. */
  int frameBytes() {
    return frameBytes;
  }

  /** Leaves what is left of a frame that is longer than the limit. */
  void skipLongFrame() throws IOException {
    skip(frameBytes - (getMaxMessageSize() - remainingMessageSize));
  }

  /** Leaves what a frame holds behind its message. */
  void endMessage() throws TTransportException {
    if (headerBytes > 0) {
      if (isTooLong()) {
        throw new TTransportException(
            TTransportException.MESSAGE_SIZE_LIMIT, "A frame is too long: " + frameBytes);
      }
      try {
        skip(remainingMessageSize);
      } catch (IOException e) {
        throw new TTransportException(TTransportException.UNKNOWN, e);
      }
    }
  }

  /** Reads that many bytes at most and forgets them, until the client stops or leaves. */
  void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0 && (position < limit || fill() > 0)) {
      int taken = (int) Math.min(left, limit - position);
      position += taken;
      left -= taken;
    }
  }

  /** Takes back what was written since the last flush; false when some of it has left already. */
  boolean discardOutput() {
    if (spilled) {
      return false;
    }
    beginReply();
    return true;
  }

  private void beginReply() {
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
    beginReply();
    allowed = true;
  }

  /** Gives buffers that a large message needed back to the heap. */
  void rest() {
    if (output.length > KEPT_OUTPUT_BYTES) {
      output = new byte[RESTING_BYTES];
    }
    if (input.length > INPUT_BYTES && position == limit) {
      input = new byte[RESTING_BYTES];
      position = 0;
      limit = 0;
    }
  }

  /** Gives all buffers back, for a client that rests; those of the next message are new. */
  void release() {
    output = NOTHING;
    if (position == limit) {
      input = NOTHING;
      position = 0;
      limit = 0;
    }
  }

  private int fill() throws IOException {
    if (input.length == 0) {
      input = new byte[RESTING_BYTES];
    } else if (limit == input.length && input.length < INPUT_BYTES) {
      input = new byte[INPUT_BYTES]; // the last read filled the small buffer: more is coming
    }
    position = 0;
    limit = 0;
    int read = in.read(input, 0, input.length);
    if (read > 0) {
      limit = read;
    }
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws TTransportException {
    try {
      if (position == limit) {
        if (length >= input.length) {
          return counted(in.read(target, offset, length));
        }
        if (fill() < 0) {
          return counted(-1);
        }
      }
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
    int taken = Math.min(length, limit - position);
    System.arraycopy(input, position, target, offset, taken);
    position += taken;
    return counted(taken);
  }

  private int counted(int read) throws TTransportException {
    if (read < 0) {
      throw new TTransportException(TTransportException.END_OF_FILE, new EOFException());
    }
    countConsumedMessageBytes(read);
    return read;
  }

  @Override
  public byte[] getBuffer() {
    return input;
  }

  @Override
  public int getBufferPosition() {
    return position;
  }

  @Override
  public int getBytesRemainingInBuffer() {
    return bufferHidden ? 0 : limit - position;
  }

  /** For protocols that look into the buffer for more than they know to be there. */
  void hideBuffer() {
    bufferHidden = true;
  }

  @Override
  public void consumeBuffer(int length) {
    position += length;
    try {
      countConsumedMessageBytes(length);
    } catch (TTransportException e) {
      throw new MessageTooLarge(e);
    }
  }

  /** {@link #consumeBuffer} declares no error, and a message may end beyond the limit there. */
  static final class MessageTooLarge extends RuntimeException {
    MessageTooLarge(TTransportException cause) {
      super(cause);
    }
  }

  /** Whether a read failed because its message has no bytes left, not because the client has. */
  static boolean isBeyondBounds(Exception failure) {
    return failure instanceof MessageTooLarge
        || (failure instanceof TTransportException transport
            && transport.getType() == TTransportException.MESSAGE_SIZE_LIMIT);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws TTransportException {
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

  @Override
  public void flush() throws TTransportException {
    if (headerBytes > 0) {
      INTS.set(output, 0, pending - headerBytes);
    }
    send(output, 0, pending);
    try {
      out.flush();
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
    beginReply();
    spilled = false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void open() {
    // made over an open connection
  }

  @Override
  public void close() {
    // the connection's owner closes it
  }
}
