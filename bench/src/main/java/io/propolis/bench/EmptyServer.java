package io.propolis.bench;

import com.facebook.fb303.FacebookService;
import java.lang.reflect.Proxy;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TTransportException;

/**
 * The peer that does nothing: libthrift's own thread-pool server, answering {@code getName} with an
 * empty string. What it takes is the price of Thrift itself.
 */
final class EmptyServer {
  private EmptyServer() {}

  public static void main(String[] args) throws TTransportException {
    var handler =
        (FacebookService.Iface)
            Proxy.newProxyInstance(
                EmptyServer.class.getClassLoader(),
                new Class<?>[] {FacebookService.Iface.class},
                (proxy, method, arguments) -> method.getReturnType() == String.class ? "" : null);
    var socket = new TServerSocket(0);
    var server =
        new TThreadPoolServer(
            new TThreadPoolServer.Args(socket)
                .processor(new FacebookService.Processor<>(handler))
                .protocolFactory(new TBinaryProtocol.Factory()));
    System.out.println("thrift://127.0.0.1:" + socket.getServerSocket().getLocalPort());
    server.serve();
  }
}
