package io.propolis.thrift.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TEndpointTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * A connected socket with buffers that are small while it rests. A reply is held back until it is
 * complete or large, so that a failure while encoding it can still become an error reply.
 *
 * <p>Reading and writing are hot; the protocol takes bytes straight from the input buffer.
 */
final class SocketTransport extends TEndpointTransport {
  private static final int RESTING_BYTES = 4 * 1024;
  private static final int INPUT_BYTES = 16 * 1024;
  private static final int KEPT_OUTPUT_BYTES = 64 * 1024;
  private static final int SPILL_BYTES = 1024 * 1024;

  /** Most names, types and values: written without an array of their own. */
  private static final int SHORT_TEXT = 512;

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private byte[] input = new byte[RESTING_BYTES];
  private int position;
  private int limit;

  private byte[] output = new byte[RESTING_BYTES];
  private int pending;
  private boolean spilled;

  SocketTransport(Socket socket, TConfiguration configuration)
      throws TTransportException, IOException {
    super(configuration);
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
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

  /** Every message has the whole limit to itself. */
  void beginMessage() throws TTransportException {
    resetConsumedMessageSize(-1);
  }

  /** Takes back what was written since the last flush; false when some of it has left already. */
  boolean discardOutput() {
    if (spilled) {
      return false;
    }
    pending = 0;
    return true;
  }

  /** Gives buffers that a large message needed back to the heap. */
  void rest() {
    if (output.length > KEPT_OUTPUT_BYTES) {
      output = new byte[RESTING_BYTES];
    }
  }

  private int fill() throws IOException {
    if (limit == input.length && input.length < INPUT_BYTES) {
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
    return limit - position;
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

  @Override
  public void write(byte[] source, int offset, int length) throws TTransportException {
    if (pending + length > output.length) {
      makeRoom(length);
    }
    if (length > output.length) {
      send(source, offset, length);
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
    if (pending + length <= SPILL_BYTES) {
      output = Arrays.copyOf(output, Math.max(pending + length, output.length * 2));
    } else {
      send(output, 0, pending);
      pending = 0;
    }
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
    send(output, 0, pending);
    pending = 0;
    spilled = false;
  }

  @Override
  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public void open() {
    // accepted sockets are open
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is lost: replies are flushed before
    }
  }
}
