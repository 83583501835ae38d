package io.propolis.bench.call;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TIOStreamTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * One client's socket, for calls as bytes: what is measured is the server and the wire, not the
 * generated classes of a client, which cost the same whoever answers.
 */
public final class Connection implements AutoCloseable {
  /** Longer than any peer takes for anything; a hanging server must not hang the benchmark. */
  private static final int PATIENCE_MILLIS = 600_000;

  private final Socket socket;
  private final OutputStream out;
  private final CountingStream counted;
  private final DataInputStream in;
  private long sent;

  public Connection(int port) throws IOException {
    this(port, PATIENCE_MILLIS);
  }

  /** One that fails when nothing comes for that long. */
  public Connection(int port, int patienceMillis) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(patienceMillis);
    out = socket.getOutputStream();
    counted = new CountingStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    in = new DataInputStream(counted);
  }

  /** Bytes sent so far. */
  public long sent() {
    return sent;
  }

  /** Bytes of replies read so far. */
  public long received() {
    return counted.bytes;
  }

  /**
   * Sends the request, reads the reply into the generated {@code method_result} object and returns
   * its length. Throws what the server answered when that is an error.
   */
  public int ask(Request request, TBase<?, ?> result) throws IOException, TException {
    send(request);
    long before = counted.bytes;
    var protocol = reply(request);
    result.read(protocol);
    protocol.readMessageEnd();
    return Math.toIntExact(counted.bytes - before);
  }

  /** Sends the request and skips over its reply. Throws when that is an error. */
  public void run(Request request) throws IOException, TException {
    send(request);
    var protocol = reply(request);
    protocol.readStructBegin();
    var field = protocol.readFieldBegin();
    while (field.type != TType.STOP) {
      refuseError(request, field);
      TProtocolUtil.skip(protocol, field.type);
      field = protocol.readFieldBegin();
    }
    protocol.readMessageEnd();
  }

  /** The result of a call is field 0, its declared errors are the others. */
  private static void refuseError(Request request, TField field) throws TException {
    if (field.id != 0) {
      throw new TException(request.method() + " was answered with its error number " + field.id);
    }
  }

  /** Sends the request and reads a reply of a length that is known, all of it, unparsed. */
  public void run(Request request, byte[] reply) throws IOException {
    send(request);
    in.readFully(reply);
    // A binary message begins with 80 01 00 and its type, and ends with the end of its struct.
    if (reply[0] != (byte) 0x80
        || reply[3] != TMessageType.REPLY
        || reply[reply.length - 1] != TType.STOP) {
      throw new IOException(
          "The reply to %s is no longer of %,d bytes, or no longer a result: %s"
              .formatted(
                  request.method(), reply.length, new String(reply, StandardCharsets.ISO_8859_1)));
    }
  }

  private void send(Request request) throws IOException {
    out.write(request.bytes());
    out.flush();
    sent += request.bytes().length;
  }

  private TBinaryProtocol reply(Request request) throws TException {
    var protocol = new TBinaryProtocol(transport());
    var message = protocol.readMessageBegin();
    if (message.type == TMessageType.EXCEPTION) {
      throw TApplicationException.readFrom(protocol);
    }
    if (message.type != TMessageType.REPLY) {
      throw new TException(request.method() + " was answered with message type " + message.type);
    }
    return protocol;
  }

  private TIOStreamTransport transport() throws TTransportException {
    return new TIOStreamTransport(in);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class CountingStream extends FilterInputStream {
    private long bytes;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      bytes += Math.max(read, 0);
      return read;
    }
  }
}
