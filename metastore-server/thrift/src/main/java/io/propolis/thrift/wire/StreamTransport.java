package io.propolis.thrift.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.thrift.transport.TEndpointTransport;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * The two directions of a connection with buffers that are small while it rests: requests are read
 * here, replies are written to a {@link ReplyBuffer}.
 *
 * <p>Reading is hot; the protocol takes bytes straight from the input buffer.
 */
final class StreamTransport extends TEndpointTransport {
  private static final int RESTING_BYTES = 4 * 1024;
  private static final int INPUT_BYTES = 16 * 1024;
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private static final int FRAME_HEADER_BYTES = 4;

  /** Of a hundred thousand columns. */
  private static final int MOST_CAPTURED = 8 * 1024 * 1024;

  /** What a resting connection has instead of buffers. */
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final OutputStream out;
  private final ReplyBuffer reply;

  private byte[] input = new byte[RESTING_BYTES];
  private int position;
  private int limit;

  /** Whether a message is read from what is there alone, and where it begins. */
  private boolean sealed;

  private int sealedFrom;

  /** What has been read since {@link #capture} and stands in the buffer no more; null when not. */
  private @Nullable ByteArrayOutputStream captured;

  private int capturedFrom;

  private boolean framed;
  private int frameBytes;
  private boolean bufferHidden;

  /** Over both directions of a connection, which its owner closes. */
  StreamTransport(InputStream in, OutputStream out, MessageLimits limits)
      throws TTransportException {
    super(limits.requests());
    this.in = in;
    this.out = out;
    this.reply = new ReplyBuffer(out, limits.replyBytes());
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
      int read = receive(input, limit, input.length - limit);
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
        if (sealed) {
          throw NOT_YET;
        }
        if (limit == input.length) {
          keepCaptured();
          int kept = limit - position;
          long room = kept < input.length / 2 ? input.length : Math.min(MAX_ARRAY_BYTES, 2L * kept);
          var larger = new byte[(int) Math.max(room, RESTING_BYTES)];
          System.arraycopy(input, position, larger, 0, kept);
          input = larger;
          position = 0;
          limit = kept;
          capturedFrom = 0;
        }
        int read = receive(input, limit, input.length - limit);
        if (read < 0) {
          throw new TTransportException(TTransportException.END_OF_FILE, new EOFException());
        }
        limit += read;
      }
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
  }

  /**
   * Takes what has come, over streams that do not wait, unless there is something unread. False
   * when nothing is there, or the client has gone.
   */
  boolean take() throws IOException {
    return position < limit || fill() > 0;
  }

  /** A message needs more than has come. */
  private static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotYet() {
      super("More has to come", null, false, false);
    }
  }

  private static final NotYet NOT_YET = new NotYet();

  /** From now on a message is read from what is there; reading beyond it throws. */
  void seal() {
    sealed = true;
    sealedFrom = position;
  }

  void unseal() {
    sealed = false;
  }

  /** Takes back what has been read since {@link #seal}, when nothing else has been taken since. */
  void rewind() {
    position = sealedFrom;
  }

  private int receive(byte[] target, int offset, int length) throws IOException {
    if (sealed) {
      throw NOT_YET;
    }
    return in.read(target, offset, length);
  }

  /** From now on what is read is kept, until it is {@linkplain #captured asked for}. */
  void capture() {
    captured = new ByteArrayOutputStream();
    capturedFrom = position;
  }

  /** What has been read since {@link #capture}; null when it was too much to be kept. */
  byte @Nullable [] captured() {
    keepCaptured();
    var bytes = captured == null ? null : captured.toByteArray();
    captured = null;
    return bytes;
  }

  /** Before what was read leaves the buffer. */
  private void keepCaptured() {
    if (captured != null) {
      keep(input, capturedFrom, position - capturedFrom);
      capturedFrom = position;
    }
  }

  private void keep(byte[] source, int offset, int length) {
    if (captured != null && captured.size() + length > MOST_CAPTURED) {
      captured = null;
    }
    if (captured != null) {
      captured.write(source, offset, length);
    }
  }

  /**
   * Takes these bytes when they are what comes next. False, and nothing taken, when something else
   * does, or when not all of them have come: nobody waits for what a client may never send.
   */
  boolean takeIfNext(byte[] bytes) throws TTransportException {
    try {
      while (isNext(bytes, Math.min(bytes.length, limit - position))) {
        if (limit - position >= bytes.length) {
          consumeBuffer(bytes.length);
          return true;
        }
        if (sealed || in.available() == 0) {
          return false;
        }
        if (input.length - position < bytes.length) {
          makeRoom(bytes.length);
        }
        int read = receive(input, limit, input.length - limit);
        if (read < 0) {
          return false;
        }
        limit += read;
      }
      return false;
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
  }

  private boolean isNext(byte[] bytes, int length) {
    return Arrays.equals(bytes, 0, length, input, position, position + length);
  }

  /**
   * Moves what is unread to the beginning of a buffer that so many bytes fit into several times.
   */
  private void makeRoom(int bytes) {
    keepCaptured();
    var target = input.length < bytes ? new byte[Math.max(INPUT_BYTES, 4 * bytes)] : input;
    System.arraycopy(input, position, target, 0, limit - position);
    input = target;
    limit -= position;
    position = 0;
    capturedFrom = 0;
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

  /** Where replies are written; {@link #write} and {@link #flush} end there, too. */
  ReplyBuffer reply() {
    return reply;
  }

  /** Where replies go, for what is written before the first. */
  OutputStream destination() {
    return out;
  }

  /** From now on messages come and leave in frames. */
  void useFrames() {
    framed = true;
    reply.useFrames();
  }

  /** Every message has the whole limit to itself, or its frame when that is shorter. */
  void beginMessage() throws TTransportException {
    resetConsumedMessageSize(-1);
    captured = null;
    reply.begin();
    if (framed) {
      beginFrame();
    }
  }

  private void beginFrame() throws TTransportException {
    var header = new byte[FRAME_HEADER_BYTES];
    readAll(header, 0, header.length);
    frameBytes = ByteBuffer.wrap(header).getInt();
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
    return !framed || frameBytes > getMaxMessageSize();
  }

  /** Whether the message is behind the length of its frame: then its end is known. */
  boolean isFramed() {
    return framed;
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
    if (framed) {
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

  /** Gives buffers that a large message needed back to the heap. */
  void rest() {
    reply.rest();
    if (input.length > INPUT_BYTES && position == limit) {
      input = new byte[RESTING_BYTES];
      position = 0;
      limit = 0;
    }
  }

  /** Gives all buffers back, for a client that rests; those of the next message are new. */
  void release() {
    reply.release();
    if (position == limit) {
      input = NOTHING;
      position = 0;
      limit = 0;
    }
  }

  private int fill() throws IOException {
    if (sealed) {
      throw NOT_YET;
    }
    keepCaptured();
    if (input.length == 0) {
      input = new byte[RESTING_BYTES];
    } else if (limit == input.length && input.length < INPUT_BYTES) {
      input = new byte[INPUT_BYTES]; // the last read filled the small buffer: more is coming
    }
    position = 0;
    limit = 0;
    capturedFrom = 0;
    int read = receive(input, 0, input.length);
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
          return passed(target, offset, receive(target, offset, length));
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

  /** What went past the buffer. */
  private int passed(byte[] target, int offset, int read) throws TTransportException {
    if (captured != null && read > 0) {
      keepCaptured();
      keep(target, offset, read);
    }
    return counted(read);
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
    reply.write(source, offset, length);
  }

  @Override
  public void flush() throws TTransportException {
    reply.flush();
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
