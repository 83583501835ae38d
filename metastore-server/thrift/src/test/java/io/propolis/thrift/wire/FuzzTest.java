package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.ThriftSecurity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sends what {@link FuzzInputs} makes up. {@code -Dpropolis.fuzz.inputs=10000000} sends that many
 * instead of some seconds' worth, {@code -Dpropolis.fuzz.seed} repeats a run.
 */
class FuzzTest {
  private static final long FIXED_SEED = 20_26_11;
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final int REQUEST_LIMIT = 1 << 20;

  /** Beyond what its bytes need, whatever lengths they announce. */
  private static final long MAX_ALLOCATED_BYTES = 24L << 20;

  private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();
  private static final byte[] GET_NAME =
      HexFormat.of().parseHex("8001000100000007" + "6765744e616d65" + "0000000700");
  private static final byte[] NAME =
      HexFormat.of()
          .parseHex("8001000200000007" + "6765744e616d65" + "000000070b0000" + "0000000166" + "00");

  @RegisterExtension final GivenMetastore given = new GivenMetastore(REQUEST_LIMIT);

  private final MessageLimits limits =
      new MessageLimits(
          new TConfiguration(REQUEST_LIMIT, REQUEST_LIMIT, MessageLimits.MAX_DEPTH),
          MessageLimits.ANY_REPLY);
  private final Dispatcher dispatcher = new Dispatcher(MethodTable.of(List.of(new Sink())));
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
      decode(seed, inputs, Long.MAX_VALUE);
      return;
    }
    decode(FIXED_SEED, 5_000, Long.MAX_VALUE);
    decode(seed, Integer.MAX_VALUE, System.nanoTime() + SHORT.toNanos());
  }

  private void decode(long seed, int inputs, long deadline) throws Exception {
    var fuzz = new FuzzInputs(seed);
    for (int i = 0; i < inputs && System.nanoTime() < deadline; i++) {
      var input = fuzz.next();
      try {
        serveWithin(input);
        if (i % 16 == 0) {
          assertThat(serve(GET_NAME)).isEqualTo(NAME);
        }
      } catch (Throwable e) {
        throw new AssertionError(
            "input %d of seed %d: %s".formatted(i, seed, HexFormat.of().formatHex(input)), e);
      }
      if (i % 1_000_000 == 999_999) {
        System.out.printf("%d inputs%n", i + 1);
      }
    }
  }

  private void serveWithin(byte[] input) throws Exception {
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long started = System.nanoTime();
    serve(input);
    assertThat(System.nanoTime() - started).as("nanoseconds").isLessThan(MAX_NANOS);
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

  @Test
  void noInputOverASocketSpoilsTheNextClient() throws Exception {
    var fuzz = new FuzzInputs(FIXED_SEED);
    var other = given.client();
    int inputs = Math.max(400, Integer.getInteger("propolis.fuzz.inputs", 0) / 1_000);
    for (int i = 0; i < inputs; i++) {
      try (var socket = new Socket("localhost", given.server().address().getPort())) {
        socket.getOutputStream().write(fuzz.next());
        if (i % 3 == 0) {
          socket.shutdownOutput();
          socket.setSoTimeout(20_000);
          socket.getInputStream().readAllBytes();
        }
      } catch (SocketException e) {
        // refused while it still spoke
      }
      if (i % 20 == 0) {
        assertThat(other.getName()).isEqualTo("Propolis");
        assertThat(given.client().getStatusDetails()).isEmpty();
      }
    }
    assertThat(other.getOptions()).isEqualTo(Map.of());
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
