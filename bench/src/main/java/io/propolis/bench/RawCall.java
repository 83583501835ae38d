package io.propolis.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TIOStreamTransport;
import org.apache.thrift.transport.TMemoryBuffer;

/**
 * One call with always the same request and reply, as bytes: what is measured is the server and the
 * wire, not a client's generated classes. The first reply is parsed, to learn its length and that
 * it is no error; the others are read whole.
 */
final class RawCall implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private final byte[] request;
  private final byte[] reply;

  RawCall(int port, String method, TBase<?, ?> arguments) throws IOException, TException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    request = encoded(method, arguments);
    reply = new byte[lengthOfReply(method)];
  }

  private static byte[] encoded(String method, TBase<?, ?> arguments) throws TException {
    var buffer = new TMemoryBuffer(256);
    var protocol = new TBinaryProtocol(buffer);
    protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, 1));
    arguments.write(protocol);
    protocol.writeMessageEnd();
    return java.util.Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private int lengthOfReply(String method) throws IOException, TException {
    out.write(request);
    out.flush();
    var counted = new CountingStream(in);
    var protocol = new TBinaryProtocol(new TIOStreamTransport(counted));
    var message = protocol.readMessageBegin();
    if (message.type != TMessageType.REPLY) {
      throw new TException(method + " was answered with message type " + message.type);
    }
    TProtocolUtil.skip(protocol, TType.STRUCT);
    protocol.readMessageEnd();
    return counted.bytes;
  }

  /** Sends the request and reads the whole reply. */
  void run() throws IOException {
    out.write(request);
    out.flush();
    in.readFully(reply);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class CountingStream extends FilterInputStream {
    private int bytes;

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
