package io.propolis.thrift.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client that is parked with a {@link Lane} while it rests and borrows a thread of the {@link
 * Workers} when bytes have come. Its channel never blocks; the thread waits on a selector of its
 * own, and counts as a worker only while bytes flow. While it has no worker nothing waits: reads
 * give what is there, and what cannot be written is kept for the worker who comes next.
 */
final class PolledWire implements Wire {
  /**
   * How long a client keeps its thread after a call: busy ones send the next within that, and need
   * nobody to be woken but the thread that serves them.
   */
  private static final int LINGER_MILLIS = 20;

  /** A pause within a call after which somebody else may work. */
  private static final int PATIENCE_MILLIS = 10;

  /** The JDK keeps a direct buffer of this size for each thread that reads or writes. */
  private static final int CHUNK_BYTES = 64 * 1024;

  private final SocketChannel channel;
  private final InetSocketAddress client;
  private final Workers workers;
  private final InputStream in = new Input();
  private final OutputStream out = new Output();
  private long stallMillis;
  private long callBegan = System.nanoTime();
  private volatile Workers.@Nullable Worker worker;
  private @Nullable SelectionKey key;
  private volatile @Nullable Lane lane;

  /** What no worker was there to wait with. */
  private @Nullable ByteArrayOutputStream unsent;

  PolledWire(SocketChannel channel, Workers workers, Duration stall) throws IOException {
    channel.configureBlocking(false);
    this.channel = channel;
    this.client = (InetSocketAddress) channel.getRemoteAddress();
    this.workers = workers;
    this.stallMillis = stall.toMillis();
  }

  SocketChannel channel() {
    return channel;
  }

  /** When the call began that is under way, by {@link System#nanoTime}. */
  long callBegan() {
    return callBegan;
  }

  /** Lets the worker whose thread this is read and write until it lets go. */
  void attach(Workers.Worker current) throws IOException {
    worker = current;
    key = channel.register(current.selector(), SelectionKey.OP_READ);
    callBegan = System.nanoTime();
  }

  /** The lane is about to register the channel, and is told when it has been closed. */
  void watchedBy(Lane watching) {
    lane = watching;
  }

  /** Whether a worker has something to send before it reads the next call. */
  boolean hasUnsent() {
    return unsent != null;
  }

  /** Sends it, with the worker that is attached. */
  void sendUnsent() throws IOException {
    var left = unsent;
    if (left != null) {
      unsent = null;
      out.write(left.toByteArray());
    }
  }

  void detach() throws IOException {
    var current = worker;
    if (key != null && current != null) {
      key.cancel();
      current.selector().selectNow();
    }
    key = null;
    worker = null;
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
    return await(SelectionKey.OP_READ, workers.hasBacklog() ? 0 : LINGER_MILLIS);
  }

  @Override
  public void beginCall() {
    callBegan = System.nanoTime();
  }

  @Override
  public void endOutput(int millis) throws IOException {
    channel.shutdownOutput();
    stallMillis = millis;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    var current = worker;
    if (current != null) {
      current.selector().wakeup();
    }
    var watching = lane;
    if (watching != null) {
      watching.forget();
    }
  }

  private void awaitWithinCall(int operation) throws IOException {
    if (await(operation, Math.min(PATIENCE_MILLIS, stallMillis))) {
      return;
    }
    workers.pause(this);
    try {
      if (!await(operation, stallMillis)) {
        throw new SocketTimeoutException("Nothing came or went for " + stallMillis + " ms");
      }
    } finally {
      workers.resume(this);
    }
  }

  private boolean await(int operation, long millis) throws IOException {
    var current = Objects.requireNonNull(worker, "a parked client waits for nothing");
    var registered = Objects.requireNonNull(key);
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    if (registered.interestOps() != operation) {
      registered.interestOps(operation);
    }
    long deadline = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (true) {
      int ready =
          left > 0
              ? current.selector().select(PolledWire::ignore, left)
              : current.selector().selectNow(PolledWire::ignore);
      if (!channel.isOpen()) {
        throw new ClosedChannelException();
      }
      if (ready > 0 || left <= 0) {
        return ready > 0;
      }
      left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
    }
  }

  private static void ignore(SelectionKey ready) {
    // the only key of the selector: that it is ready says all
  }

  private final class Input extends InputStream {
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
      var chunk = ByteBuffer.wrap(target, offset, Math.min(length, CHUNK_BYTES));
      while (true) {
        int read = channel.read(chunk);
        if (read != 0 || worker == null) {
          return read;
        }
        awaitWithinCall(SelectionKey.OP_READ);
      }
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      if (unsent != null) {
        unsent.write(source, offset, length);
        return;
      }
      for (int sent = 0; sent < length; ) {
        int chunk = Math.min(length - sent, CHUNK_BYTES);
        int written = channel.write(ByteBuffer.wrap(source, offset + sent, chunk));
        sent += written;
        if (written == 0 && worker == null) {
          unsent = new ByteArrayOutputStream();
          unsent.write(source, offset + sent, length - sent);
          return;
        }
        if (written == 0) {
          awaitWithinCall(SelectionKey.OP_WRITE);
        }
      }
    }
  }
}
