package io.propolis.thrift.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A client that keeps its thread from its first byte to its last, which is a virtual one. */
final class BlockingWire implements Wire {
  private final Socket socket;
  private final InetSocketAddress client;
  private final InputStream in;
  private final OutputStream out;
  private final int idleMillis;
  private final int stallMillis;

  BlockingWire(SocketChannel channel, Duration idle, Duration stall) throws IOException {
    this.socket = channel.socket();
    this.client = (InetSocketAddress) channel.getRemoteAddress();
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.idleMillis = Math.toIntExact(idle.toMillis());
    this.stallMillis = Math.toIntExact(stall.toMillis());
  }

  @Override
  public InetSocketAddress client() {
    return client;
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public boolean awaitCall() throws IOException {
    socket.setSoTimeout(idleMillis);
    return true;
  }

  @Override
  public void beginCall() throws IOException {
    socket.setSoTimeout(stallMillis);
  }

  @Override
  public void endOutput(int millis) throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
