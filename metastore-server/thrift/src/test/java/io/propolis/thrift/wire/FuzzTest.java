package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.propolis.thrift.ThriftSecurity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FireEventRequest;
import org.apache.hadoop.hive.metastore.api.FireEventResponse;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Has what {@link FuzzInputs} makes up read and answered, without sockets. {@code
 * -Dpropolis.fuzz.inputs=10000000} makes that many instead of some seconds' worth, {@code
 * -Dpropolis.fuzz.threads} parts them among threads, {@code -Dpropolis.fuzz.seed} repeats a run.
 */
class FuzzTest {
  private static final long FIXED_SEED = 20_26_11;
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final int REQUEST_LIMIT = 1 << 20;

  /** Beyond what its bytes need, whatever lengths they announce. */
  private static final long MAX_ALLOCATED_BYTES = 24L << 20;

  /** After so many inputs another client is asked, and the clock. */
  private static final int BATCH = 16;

  /** Of the processor for a batch: the machine may have others to serve. */
  private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();

  private static final byte[] GET_NAME =
      HexFormat.of().parseHex("8001000100000007" + "6765744e616d65" + "0000000700");
  private static final byte[] NAME =
      HexFormat.of()
          .parseHex("8001000200000007" + "6765744e616d65" + "000000070b0000" + "0000000166" + "00");

  private final MessageLimits limits =
      new MessageLimits(
          new TConfiguration(REQUEST_LIMIT, REQUEST_LIMIT, MessageLimits.MAX_DEPTH),
          MessageLimits.ANY_REPLY);
  private final Dispatcher dispatcher = new Dispatcher(MethodTable.of(List.of(new Sink())));
  private final AtomicLong served = new AtomicLong();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Takes beans of every kind and does nothing with them. */
  @SuppressWarnings({"MemberName", "unused"}) // methods are named as in the IDL
  static final class Sink implements Handler {
    public String getName(ClientSession client) {
      return "f";
    }

    public void create_table(ClientSession client, Table table) {}

    public int add_partitions(ClientSession client, List<Partition> partitions) {
      return partitions.size();
    }

    public boolean update_table_column_statistics(
        ClientSession client, ColumnStatistics statistics) {
      return true;
    }

    public LockResponse lock(ClientSession client, LockRequest request) {
      return new LockResponse(1, LockState.ACQUIRED);
    }

    public void alter_database(
        ClientSession client, @Nullable String name, @Nullable Database database) {}

    public FireEventResponse fire_listener_event(ClientSession client, FireEventRequest request) {
      return new FireEventResponse();
    }
  }

  @Test
  void noInputCostsMuchHangsOrSpoilsTheNextClient() throws Exception {
    long seed = Long.getLong("propolis.fuzz.seed", System.nanoTime());
    int inputs = Integer.getInteger("propolis.fuzz.inputs", 0);
    System.out.printf("fuzzing with the seeds %d and %d%n", FIXED_SEED, seed);
    if (inputs > 0) {
      decodeByThreads(seed, inputs, Integer.getInteger("propolis.fuzz.threads", 1));
      return;
    }
    decode(FIXED_SEED, 5_000, Long.MAX_VALUE);
    decode(seed, Integer.MAX_VALUE, System.nanoTime() + SHORT.toNanos());
  }

  /** Each with a seed of its own: the given one, the next, and so on. */
  private void decodeByThreads(long seed, int inputs, int count) throws Exception {
    var pool = Executors.newFixedThreadPool(count);
    try {
      var parts = new ArrayList<Future<?>>();
      for (int i = 0; i < count; i++) {
        long own = seed + i;
        int share = inputs / count + (i < inputs % count ? 1 : 0);
        parts.add(
            pool.submit(
                () -> {
                  decode(own, share, Long.MAX_VALUE);
                  return null;
                }));
      }
      for (var part : parts) {
        part.get();
      }
    } finally {
      pool.shutdownNow();
    }
    System.out.printf("%d inputs of %d threads, all well%n", served.get(), count);
  }

  private void decode(long seed, int inputs, long deadline) throws Exception {
    var fuzz = new FuzzInputs(seed);
    long began = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < inputs && System.nanoTime() < deadline; i++) {
      var input = fuzz.next();
      try {
        serveWithin(input);
        if (i % BATCH == 0) {
          assertThat(serve(GET_NAME)).isEqualTo(NAME);
          long now = threads.getCurrentThreadCpuTime();
          assertThat(now - began).as("nanoseconds for %d inputs", BATCH).isLessThan(MAX_NANOS);
          began = now;
        }
      } catch (Throwable e) {
        throw new AssertionError(
            "input %d of seed %d: %s".formatted(i, seed, HexFormat.of().formatHex(input)), e);
      }
      long all = served.incrementAndGet();
      if (all % 1_000_000 == 0) {
        System.out.printf("%d inputs%n", all);
      }
    }
  }

  private void serveWithin(byte[] input) throws Exception {
    long allocated = threads.getCurrentThreadAllocatedBytes();
    serve(input);
    assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
        .as("bytes allocated for %d", input.length)
        .isLessThan(MAX_ALLOCATED_BYTES + 400L * input.length);
  }

  private byte[] serve(byte[] input) throws TTransportException {
    var wire = new MemoryWire(input);
    var failures = new AtomicInteger();
    var connection =
        new ClientConnection(wire, limits, ThriftSecurity.NONE, dispatcher, closed -> {}) {
          @Override
          void failed(Throwable failure) {
            failures.incrementAndGet();
            super.failed(failure);
          }
        };
    assertThat(connection.serve()).isEqualTo(ClientConnection.Turn.ENDED);
    assertThat(failures).as("failures in the server").hasValue(0);
    return wire.written.toByteArray();
  }

  /** Found by the fuzzer: the compact protocol read on behind the end of its buffer. */
  @Test
  void aCompactNumberWithoutAnEndIsGarbage() throws Exception {
    for (var input : List.of("82a182cbceeaa4", "8221ffeda5ffffffff")) {
      assertThat(serve(HexFormat.of().parseHex(input))).isEmpty();
    }
  }

  /** A client that sends everything at once and leaves. */
  private static final class MemoryWire implements Wire {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final InputStream in;

    MemoryWire(byte[] input) {
      in = new ByteArrayInputStream(input);
    }

    @Override
    public InetSocketAddress client() {
      return new InetSocketAddress("127.0.0.1", 1);
    }

    @Override
    public InputStream in() {
      return in;
    }

    @Override
    public OutputStream out() {
      return written;
    }

    @Override
    public boolean awaitCall() {
      return true;
    }

    @Override
    public void beginCall() {}

    @Override
    public void endOutput(int millis) {}

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
