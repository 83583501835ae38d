package io.propolis.bench.server;

import com.facebook.fb303.FacebookService;
import io.propolis.bench.call.Request;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TTransportException;

/**
 * libthrift's own server in front of nothing: what a call costs at least with Thrift on this JVM.
 * Answers Facebook's service with empty values, and {@code same_bytes} with as many bytes as it is
 * asked for.
 */
public final class EmptyServer {
  private static final String SAME_BYTES = "same_bytes";

  /** Message header without its name, field header, length of the value, end of the struct. */
  private static final int OVERHEAD = 4 + 4 + SAME_BYTES.length() + 4 + 3 + 4 + 1;

  /** What a request has beside its filler: the same, and the i32 with the wanted length. */
  private static final int REQUEST_OVERHEAD = OVERHEAD + 3 + 4;

  private EmptyServer() {}

  public static void main(String[] args) throws TTransportException {
    server(Integer.parseInt(args[0])).serve();
  }

  /** One in this process, until it is closed. */
  static AutoCloseable start(int port) throws TTransportException {
    var server = server(port);
    new Thread(server::serve, "empty-server").start();
    return server::stop;
  }

  private static TThreadPoolServer server(int port) throws TTransportException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new TThreadPoolServer(
        new TThreadPoolServer.Args(new TServerSocket(address))
            .processor(new Answers())
            .protocolFactory(new TBinaryProtocol.Factory()));
  }

  /** The smallest call there is. */
  public static Request emptyCall() {
    return Request.of("getName", new FacebookService.getName_args());
  }

  /**
   * A call of a request and a reply of these lengths, as near as the frame of a call allows.
   *
   * @param sent bytes of the request, in all
   * @param received bytes of the reply, in all
   */
  public static Request sameBytes(int sent, int received) {
    return Request.raw(
        SAME_BYTES,
        protocol -> {
          protocol.writeFieldBegin(new TField("reply", TType.I32, (short) 1));
          protocol.writeI32(Math.max(0, received - OVERHEAD));
          protocol.writeFieldBegin(new TField("filler", TType.STRING, (short) 2));
          protocol.writeBinary(ByteBuffer.allocate(Math.max(0, sent - REQUEST_OVERHEAD)));
          protocol.writeFieldStop();
        });
  }

  private static final class Answers implements TProcessor {
    private static final FacebookService.Iface NOTHING =
        (FacebookService.Iface)
            Proxy.newProxyInstance(
                EmptyServer.class.getClassLoader(),
                new Class<?>[] {FacebookService.Iface.class},
                (proxy, method, arguments) -> method.getReturnType() == String.class ? "" : null);

    private final FacebookService.Processor<FacebookService.Iface> empty =
        new FacebookService.Processor<>(NOTHING);

    /** By length: a server that has its answer ready, too, would not make it anew. */
    private final ConcurrentHashMap<Integer, byte[]> replies = new ConcurrentHashMap<>();

    @Override
    public void process(TProtocol in, TProtocol out) throws TException {
      var message = in.readMessageBegin();
      if (message.name.equals(SAME_BYTES)) {
        sameBytes(message, in, out);
      } else {
        Objects.requireNonNull(empty.getProcessMapView().get(message.name), message.name)
            .process(message.seqid, in, out, NOTHING);
      }
    }

    private void sameBytes(TMessage message, TProtocol in, TProtocol out) throws TException {
      in.readStructBegin();
      in.readFieldBegin();
      int length = in.readI32();
      in.readFieldBegin();
      in.readBinary();
      in.readFieldBegin();
      in.readMessageEnd();
      var reply = replies.computeIfAbsent(length, byte[]::new);
      out.writeMessageBegin(new TMessage(SAME_BYTES, TMessageType.REPLY, message.seqid));
      out.writeFieldBegin(new TField("success", TType.STRING, (short) 0));
      out.writeBinary(ByteBuffer.wrap(reply));
      out.writeFieldStop();
      out.writeMessageEnd();
      out.getTransport().flush();
    }
  }
}
