package io.propolis.thrift.wire;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A virtual thread for each connection, on JVMs that have them: a resting one costs little. */
final class VirtualServing implements Serving {
  private final ExecutorService threads;
  private final Duration idle;
  private final Duration stall;

  private VirtualServing(ExecutorService threads, Duration idle, Duration stall) {
    this.threads = threads;
    this.idle = idle;
    this.stall = stall;
  }

  /** Empty on JVMs that have no virtual threads. */
  static Optional<Serving> ifPossible(Duration idle, Duration stall) {
    try {
      // JDK 21 and later; the code is compiled for 17.
      var threads = Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      return Optional.of(new VirtualServing((ExecutorService) threads, idle, stall));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return Optional.empty();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Cannot make virtual threads", e.getCause());
    }
  }

  @Override
  public void begin(SocketChannel channel, Maker maker) throws IOException {
    var connection = maker.over(new BlockingWire(channel, idle, stall));
    threads.execute(connection::serve);
  }

  @Override
  public void ended() {
    // its thread notices
  }

  @Override
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    threads.shutdown();
    return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
