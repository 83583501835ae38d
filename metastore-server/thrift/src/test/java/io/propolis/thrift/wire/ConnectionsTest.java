package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.HiveDoor;
import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import io.propolis.thrift.ThriftSettings.Connections;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many connections, slow ones and resting ones. */
class ConnectionsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  @Test
  void clientsThatPauseWithinTheirCallsHoldNobodyUp() throws Exception {
    var server = serve(new Connections(1_000, 2, LONG));
    var half = Arrays.copyOf(call(), call().length / 2);
    // As many as may pause at two workers; each holds half a call, two of them half a frame.
    socket(server).getOutputStream().write(half);
    socket(server)
        .getOutputStream()
        .write(ByteBuffer.allocate(half.length + 4).putInt(call().length).put(half).array());

    for (int i = 0; i < 20; i++) {
      assertThat(client(server).get_all_databases()).containsExactly("default");
    }
  }

  @Test
  void aClientThatSendsByteByByteIsAnswered() throws Exception {
    var server = serve(new Connections(1_000, 1, LONG));
    var slow = socket(server);
    var other = client(server);
    for (byte each : call()) {
      slow.getOutputStream().write(each);
      assertThat(other.get_all_databases()).containsExactly("default");
    }
    slow.setSoTimeout(10_000);

    assertThat(slow.getInputStream().read()).isEqualTo(0x80);
  }

  @Test
  void tooManyClientsThatPauseLoseTheOneThatIsSlowest() throws Exception {
    var server = serve(new Connections(1_000, 2, LONG));
    var half = Arrays.copyOf(call(), call().length / 2);
    var first = socket(server);
    first.getOutputStream().write(half);
    await().until(() -> server.connections() == 1);
    assertThat(client(server).get_all_databases()).containsExactly("default");
    var others = List.of(socket(server), socket(server));
    for (var other : others) {
      other.getOutputStream().write(half);
    }
    first.setSoTimeout(10_000);

    assertThat(first.getInputStream().read()).isEqualTo(-1);
    for (var other : others) {
      other.getOutputStream().write(call(), half.length, call().length - half.length);
      other.setSoTimeout(10_000);
      assertThat(other.getInputStream().read()).isEqualTo(0x80);
    }
  }

  @Test
  void aClientThatDoesNotReadItsReplyHoldsNobodyUp() throws Exception {
    var server = serve(new Connections(1_000, 1, LONG));
    client(server)
        .create_database(
            new org.apache.hadoop.hive.metastore.api.Database(
                "large", "x".repeat(20_000_000), null, new java.util.HashMap<>()));
    var deaf = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport(server)));
    deaf.send_get_database("large");

    for (int i = 0; i < 20; i++) {
      assertThat(client(server).get_all_databases()).hasSize(2);
    }
    assertThat(deaf.recv_get_database().getDescription()).hasSize(20_000_000);
  }

  @Test
  void aConnectionBeyondTheLimitIsClosedAndAPlaceIsFreeAgainWhenOneLeaves() throws Exception {
    var server = serve(new Connections(2, 10, LONG));
    var first = transport(server);
    new ThriftHiveMetastore.Client(new TBinaryProtocol(first)).getName();
    client(server).getName();
    var third = socket(server);
    third.setSoTimeout(10_000);

    assertThat(third.getInputStream().read()).isEqualTo(-1);
    first.close();
    await().until(() -> server.connections() == 1);
    assertThat(client(server).getName()).isEqualTo("Propolis");
  }

  @Test
  void aConnectionThatRestsTooLongIsClosedAndABusyOneIsNot() throws Exception {
    var server = serve(new Connections(10, 10, Duration.ofMillis(1_500)));
    var busy = client(server);
    var resting = socket(server);
    resting.setSoTimeout(200);
    var patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    int read = 0;
    while (read == 0 && System.nanoTime() < patience) {
      assertThat(busy.getName()).isEqualTo("Propolis");
      try {
        read = resting.getInputStream().read();
      } catch (java.net.SocketTimeoutException e) {
        // not closed yet
      }
    }

    assertThat(read).isEqualTo(-1);
    assertThat(busy.getName()).isEqualTo("Propolis");
  }

  @Test
  void restingConnectionsHoldNoThreads() throws Exception {
    var server = serve(new Connections(1_000, 4, LONG));
    var clients = new ArrayList<ThriftHiveMetastore.Client>();
    for (int i = 0; i < 200; i++) {
      var client = client(server);
      client.getName();
      clients.add(client);
    }

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("thrift-worker"))
        .hasSizeLessThanOrEqualTo(4 + 200 / 10);
    for (var client : clients) {
      assertThat(client.getName()).isEqualTo("Propolis");
    }
  }

  private ThriftServer serve(Connections connections) {
    var server =
        HiveDoor.open(
            given.whole(),
            new ThriftSettings(
                "localhost",
                0,
                ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES,
                LONG,
                Integer.MAX_VALUE,
                ThriftSecurity.NONE,
                connections));
    server.start();
    open.add(server);
    return server;
  }

  private Socket socket(ThriftServer server) throws IOException {
    var socket = new Socket("localhost", server.address().getPort());
    open.add(0, socket);
    return socket;
  }

  private TSocket transport(ThriftServer server) throws Exception {
    var socket = new TSocket("localhost", server.address().getPort(), 20_000);
    socket.open();
    open.add(0, socket::close);
    return socket;
  }

  private ThriftHiveMetastore.Client client(ThriftServer server) throws Exception {
    return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport(server)));
  }

  private static byte[] call() throws Exception {
    var buffer = new TMemoryBuffer(64);
    var protocol = new TBinaryProtocol(buffer);
    protocol.writeMessageBegin(new TMessage("get_all_databases", TMessageType.CALL, 7));
    new ThriftHiveMetastore.get_all_databases_args().write(protocol);
    protocol.writeMessageEnd();
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }
}
