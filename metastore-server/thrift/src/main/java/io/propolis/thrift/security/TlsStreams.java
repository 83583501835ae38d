package io.propolis.thrift.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * The server's side of TLS over two streams, by the JDK's engine: unlike a socket's, it gives its
 * buffers back while the client rests. One thread at a time uses it.
 */
public final class TlsStreams {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final InputStream in;
  private final OutputStream out;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();

  /** Received and not yet decrypted, ready to be read. */
  private ByteBuffer sealed = NOTHING;

  /** Decrypted and not yet read. */
  private ByteBuffer plain = NOTHING;

  /** Encrypted, about to be sent. */
  private ByteBuffer sending = NOTHING;

  TlsStreams(SSLEngine engine, InputStream in, OutputStream out) {
    this.engine = engine;
    this.in = in;
    this.out = out;
  }

  /**
   * Agrees on keys with the client.
   *
   * @throws SSLException when there is no agreement; the client has been told why
   */
  public void handshake() throws IOException {
    try {
      engine.beginHandshake();
      if (!settle()) {
        throw new SSLException("The client left within the handshake");
      }
    } catch (SSLException e) {
      tellWhy(e);
      throw e;
    }
  }

  /** What the client says. {@code available} counts what has come, also when it is encrypted. */
  public InputStream input() {
    return input;
  }

  /** What is said to the client; each write leaves at once. */
  public OutputStream output() {
    return output;
  }

  /** Gives back the buffers in which nothing is left. */
  public void release() {
    sending = NOTHING;
    sealed = sealed.hasRemaining() ? sealed : NOTHING;
    plain = plain.hasRemaining() ? plain : NOTHING;
  }

  private void tellWhy(SSLException failure) {
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        wrap(NOTHING);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Does what the engine asks for before data can flow; false when the client has gone. */
  private boolean settle() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case FINISHED, NOT_HANDSHAKING -> {
          return true;
        }
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap()) {
            return false;
          }
        }
      }
    }
  }

  private void runTasks() {
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Decrypts one record; false when there are no more. */
  private boolean unwrap() throws IOException {
    while (true) {
      plain.compact();
      var result = engine.unwrap(sealed, plain);
      plain.flip();
      switch (result.getStatus()) {
        case OK -> {
          return true;
        }
        case CLOSED -> {
          return false;
        }
        case BUFFER_OVERFLOW ->
            plain = larger(plain, engine.getSession().getApplicationBufferSize());
        case BUFFER_UNDERFLOW -> {
          if (!receive()) {
            return false;
          }
        }
      }
    }
  }

  private boolean receive() throws IOException {
    int record = engine.getSession().getPacketBufferSize();
    if (sealed.capacity() < record) {
      sealed = larger(sealed, record);
    }
    sealed.compact();
    int read = in.read(sealed.array(), sealed.position(), sealed.remaining());
    if (read > 0) {
      sealed.position(sealed.position() + read);
    }
    sealed.flip();
    return read > 0;
  }

  /** Room for that much more, with what is left in the buffer. */
  private static ByteBuffer larger(ByteBuffer buffer, int room) {
    return ByteBuffer.allocate(buffer.remaining() + room).put(buffer).flip();
  }

  private void wrap(ByteBuffer data) throws IOException {
    while (true) {
      sending.clear();
      var result = engine.wrap(data, sending);
      switch (result.getStatus()) {
        case BUFFER_OVERFLOW ->
            sending = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        case BUFFER_UNDERFLOW -> throw new IllegalStateException("Wrapping needs nothing more");
        case CLOSED -> {
          send();
          if (data.hasRemaining()) {
            throw new SSLException("The connection has been closed");
          }
          return;
        }
        case OK -> {
          send();
          return;
        }
      }
    }
  }

  private void send() throws IOException {
    out.write(sending.array(), 0, sending.position());
  }

  private final class Input extends InputStream {
    @Override
    public int available() throws IOException {
      return plain.remaining() + sealed.remaining() + in.available();
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (!plain.hasRemaining()) {
        // What comes may also be about the keys.
        if (!unwrap() || !settle()) {
          return -1;
        }
      }
      int taken = Math.min(length, plain.remaining());
      plain.get(target, offset, taken);
      return taken;
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      var data = ByteBuffer.wrap(source, offset, length);
      while (data.hasRemaining()) {
        wrap(data);
        // A client may have asked for new keys.
        if (data.hasRemaining() && engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
          runTasks();
        }
      }
    }
  }
}
