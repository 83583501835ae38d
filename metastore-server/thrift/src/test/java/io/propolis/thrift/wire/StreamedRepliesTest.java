package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.facebook.fb303.FacebookService;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies that leave while they are made: what they cost, and how they fail. */
class StreamedRepliesTest {
  /** Half a gigabyte. */
  private static final int MANY = 500_000;

  private static final int BYTES_EACH = 1_000;
  private static final int BUFFER_BYTES = 1 << 20;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T closing(T each) {
    open.add(each);
    return each;
  }

  enum Dialect {
    BINARY,
    COMPACT,
    FRAMED
  }

  /** A connection that reads replies of any length piece by piece, also those in frames. */
  private record Client(TSocket socket, TTransport in, Dialect dialect) implements AutoCloseable {
    static Client connect(int port, Dialect dialect) throws TException {
      var socket = new TSocket("localhost", port, 60_000);
      socket.getConfiguration().setMaxMessageSize(Integer.MAX_VALUE);
      socket.open();
      return new Client(socket, socket, dialect);
    }

    TProtocol protocol() {
      return dialect == Dialect.COMPACT ? new TCompactProtocol(in) : new TBinaryProtocol(in);
    }

    void ask(String table) throws TException {
      var api = io.propolis.thrift.api.ApiMethod.find("get_partitions").orElseThrow();
      send("get_partitions", api.argumentsOf("sales", table, (short) -1));
    }

    void send(String method, org.apache.thrift.TBase<?, ?> arguments) throws TException {
      var buffer = new org.apache.thrift.transport.TMemoryBuffer(256);
      var written =
          dialect == Dialect.COMPACT ? new TCompactProtocol(buffer) : new TBinaryProtocol(buffer);
      written.writeMessageBegin(new TMessage(method, TMessageType.CALL, 1));
      arguments.write(written);
      written.writeMessageEnd();
      if (dialect == Dialect.FRAMED) {
        new TBinaryProtocol(socket).writeI32(buffer.length());
      }
      socket.write(buffer.getArray(), 0, buffer.length());
      socket.flush();
    }

    /** The message of an error reply, or how many partitions a whole reply had. */
    Object answer() throws TException {
      long frame = dialect == Dialect.FRAMED ? protocol().readI32() : 0;
      long before = consumed();
      var protocol = protocol();
      var message = protocol.readMessageBegin();
      Object answer;
      if (message.type == TMessageType.EXCEPTION) {
        answer = TApplicationException.readFrom(protocol).getMessage();
      } else {
        protocol.readStructBegin();
        var field = protocol.readFieldBegin();
        if (field.type == TType.LIST) {
          var list = protocol.readListBegin();
          for (int i = 0; i < list.size; i++) {
            TProtocolUtil.skip(protocol, TType.STRUCT);
          }
          answer = list.size;
        } else {
          TProtocolUtil.skip(protocol, field.type);
          answer = "error " + field.id;
        }
        assertThat(protocol.readFieldBegin().type).isEqualTo(TType.STOP);
      }
      if (dialect == Dialect.FRAMED) {
        assertThat(consumed() - before).isEqualTo(frame);
      }
      return answer;
    }

    private long consumed() {
      return ((CountedSocket) in).count;
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** Counts what is read, which the length of a frame must be. */
  private static final class CountedSocket extends TTransport {
    private final java.io.InputStream in;
    private final TSocket socket;
    private long count;

    CountedSocket(TSocket socket) throws TException {
      this.socket = socket;
      try {
        in = new java.io.BufferedInputStream(socket.getSocket().getInputStream(), 1 << 16);
      } catch (java.io.IOException e) {
        throw new TTransportException(e);
      }
    }

    @Override
    public boolean isOpen() {
      return socket.isOpen();
    }

    @Override
    public void open() {}

    @Override
    public void close() {
      socket.close();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
      try {
        int read = in.read(target, offset, length);
        if (read < 0) {
          throw new TTransportException(TTransportException.END_OF_FILE, new EOFException());
        }
        count += read;
        return read;
      } catch (java.io.IOException e) {
        throw new TTransportException(TTransportException.UNKNOWN, e);
      }
    }

    @Override
    public void write(byte[] source, int offset, int length) throws TTransportException {
      socket.write(source, offset, length);
    }

    @Override
    public org.apache.thrift.TConfiguration getConfiguration() {
      return socket.getConfiguration();
    }

    @Override
    public void updateKnownMessageSize(long size) {}

    @Override
    public void checkReadBytesAvailable(long bytes) {}
  }

  private Client client(int port, Dialect dialect) throws TException {
    var plain = Client.connect(port, dialect);
    return closing(new Client(plain.socket(), new CountedSocket(plain.socket()), dialect));
  }

  /** A server with a heap of a few dozen megabytes. */
  private int smallServer() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:MaxDirectMemorySize=40m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ManyPartitions.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    closing(process::destroyForcibly);
    var said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      if (line.matches("\\d+")) {
        return Integer.parseInt(line);
      }
    }
    throw new IllegalStateException("The server has not started");
  }

  @ParameterizedTest
  @EnumSource
  void halfAGigabyteLeavesASmallHeapWhileOthersDawdleOrGo(Dialect dialect) throws Exception {
    int port = smallServer();
    var slow = client(port, dialect);
    slow.ask(Integer.toString(MANY));
    for (int i = 0; i < 20; i++) {
      var gone = client(port, dialect);
      gone.ask(Integer.toString(MANY));
      gone.in().readAll(new byte[8], 0, 8);
      gone.close();
    }

    var eager = client(port, dialect);
    eager.ask(Integer.toString(MANY));

    assertThat(eager.answer()).isEqualTo(MANY);
    assertThat(slow.answer()).isEqualTo(MANY);
    assertThat((long) MANY * BYTES_EACH).isGreaterThanOrEqualTo(500_000_000L);
    eager.ask("3");
    assertThat(eager.answer()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void aFailureBeforeTheFirstByteIsAnErrorReply(Dialect dialect) throws Exception {
    var server = closing(ManyPartitions.serve(table -> failingAt(10, 1_000)));
    var client = client(server.address().getPort(), dialect);

    client.ask("many");

    assertThat((String) client.answer()).startsWith("error");
    client.send("getName", new FacebookService.getName_args());
    client.ask("many");
  }

  @ParameterizedTest
  @EnumSource(names = {"BINARY", "COMPACT"})
  void aFailureAfterTheFirstByteEndsTheConnectionWithinTheReply(Dialect dialect) throws Exception {
    int behindTheBuffer = 3 * BUFFER_BYTES / BYTES_EACH;
    var server =
        closing(ManyPartitions.serve(table -> failingAt(behindTheBuffer, behindTheBuffer + 1)));
    var client = client(server.address().getPort(), dialect);

    client.ask("many");

    assertThatThrownBy(client::answer)
        .isInstanceOfSatisfying(
            TTransportException.class,
            e -> assertThat(e.getType()).isEqualTo(TTransportException.END_OF_FILE));
  }

  @Test
  void aFrameIsNeverLongerOrShorterThanAnnounced() throws Exception {
    for (int change : List.of(-1, 1)) {
      var walks = new AtomicInteger();
      int size = 3 * BUFFER_BYTES / BYTES_EACH;
      var server = closing(ManyPartitions.serve(table -> changing(size, change, walks)));
      var client = client(server.address().getPort(), Dialect.FRAMED);

      client.ask("many");

      assertThatThrownBy(client::answer).isInstanceOf(TTransportException.class);
      assertThat(walks).hasValue(2);
    }
  }

  private static ManyPartitions failingAt(int index, int size) {
    return new ManyPartitions(
        size,
        reached -> {
          if (reached == index) {
            throw CatalogException.notFound(Entity.PARTITION, "the one dropped meanwhile");
          }
        });
  }

  /** A list of which the second walk hands over more or fewer. */
  private static io.propolis.catalog.PartitionList changing(
      int size, int change, AtomicInteger walks) {
    return new ChangingPartitions(ManyPartitions.of(size), ManyPartitions.of(size + change), walks);
  }

  private record ChangingPartitions(
      ManyPartitions first, ManyPartitions second, AtomicInteger walks)
      implements io.propolis.catalog.PartitionList {
    @Override
    public io.propolis.catalog.model.Table table() {
      return first.table();
    }

    @Override
    public int size() {
      return first.size();
    }

    @Override
    public boolean isCertain() {
      return true;
    }

    @Override
    public void forEach(java.util.function.Consumer<io.propolis.catalog.model.Partition> consumer) {
      (walks.getAndIncrement() == 0 ? first : second).forEach(consumer);
    }

    @Override
    public void forEachValues(java.util.function.Consumer<List<String>> consumer) {
      first.forEachValues(consumer);
    }

    @Override
    public void forEachName(NameConsumer consumer) {
      first.forEachName(consumer);
    }
  }
}
