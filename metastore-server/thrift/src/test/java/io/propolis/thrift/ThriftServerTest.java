package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThriftServerTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore(4 * 1024 * 1024);

  @Test
  void anUnknownMethodIsNamedAndTheConnectionKept() throws TException {
    var client = given.client();

    assertThatThrownBy(() -> client.callUnknown("get_the_moon"))
        .isInstanceOfSatisfying(
            TApplicationException.class,
            e -> {
              assertThat(e.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD);
              assertThat(e).hasMessage("Invalid method name: 'get_the_moon'");
            });
    assertThat(client.get_all_databases()).containsExactly("default");
  }

  @Test
  void shutdownStopsNothing() throws TException {
    var client = given.client();
    client.shutdown();

    assertThat(client.get_all_databases()).containsExactly("default");
    assertThat(given.client().getName()).isEqualTo("Propolis");
  }

  @Test
  void missingArgumentsAreRefusedAndTheNextCallWorks() throws TException {
    var client = given.client();

    assertThatThrownBy(() -> client.get_database(null)).isInstanceOf(MetaException.class);
    assertThat(client.get_all_databases()).containsExactly("default");
  }

  @Test
  void aCallWithoutItsObjectEndsItsConnectionAsInHive() throws TException {
    var client = given.client();
    assertThatThrownBy(() -> client.create_database(null)).isInstanceOf(TTransportException.class);
    var another = given.client();
    assertThatThrownBy(() -> another.get_partitions(null, "t", (short) -1))
        .isInstanceOf(TTransportException.class);
    assertThat(given.client().get_all_databases()).containsExactly("default");
  }

  @Test
  void garbageEndsItsOwnConnectionOnly() throws Exception {
    var other = given.client();
    other.get_all_databases();
    var random = new Random(4711);
    for (int i = 0; i < 200; i++) {
      var bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        bytes[0] = (byte) 0x80;
      }
      send(bytes);
    }
    send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThat(other.get_all_databases()).containsExactly("default");
    await().untilAsserted(() -> assertThat(given.server().connections()).isEqualTo(1));
  }

  @Test
  void announcedLengthsCostNoMemory() throws Exception {
    // a call of get_database whose name claims to be 4 MB long, then silence
    var buffer = new TMemoryBuffer(64);
    var protocol = new TBinaryProtocol(buffer);
    protocol.writeMessageBegin(new TMessage("get_database", TMessageType.CALL, 1));
    protocol.writeByte((byte) 11);
    protocol.writeI16((short) 1);
    protocol.writeI32(4_000_000);
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < 100; i++) {
      var socket = new Socket("localhost", given.server().address().getPort());
      socket.getOutputStream().write(buffer.getArray(), 0, buffer.length());
      sockets.add(socket);
    }
    assertThat(given.client().get_all_databases()).containsExactly("default");
    for (var socket : sockets) {
      socket.close();
    }
  }

  @Test
  void aClientThatDiesWithinACallHarmsNobody() throws Exception {
    var call = call("get_all_databases");
    for (int length = 1; length < call.length; length++) {
      send(Arrays.copyOf(call, length));
    }

    assertThat(given.client().get_all_databases()).containsExactly("default");
    await().untilAsserted(() -> assertThat(given.server().connections()).isEqualTo(1));
  }

  @Test
  void aRequestBeyondTheLimitIsRefused() throws TException {
    var client = given.client();
    var database = Given.database("big");
    database.setDescription("x".repeat(5 * 1024 * 1024));

    assertThatThrownBy(() -> client.create_database(database))
        .isInstanceOf(TApplicationException.class)
        .hasMessageContaining("at most 4194304 bytes (thrift.max-message-size)");
    assertThatThrownBy(client::get_all_databases).isInstanceOf(TTransportException.class);
    assertThat(given.client().get_all_databases()).containsExactly("default");
  }

  @Test
  void everyRequestHasTheWholeLimitToItself() throws TException {
    var client = given.client();
    var database = Given.database("large");
    database.setDescription("x".repeat(1024 * 1024));
    client.create_database(database);
    for (int i = 0; i < 10; i++) {
      client.alter_database("large", database);
    }

    assertThat(client.get_database("large").getDescription()).hasSize(1024 * 1024);
  }

  @Test
  void manyConnectionsRestWhileOneWorks() throws TException {
    var resting = new ArrayList<MetastoreClient>();
    for (int i = 0; i < 300; i++) {
      resting.add(given.client());
    }
    var working = given.client();
    for (int i = 0; i < 50; i++) {
      assertThat(working.get_all_databases()).hasSize(1);
    }
    for (var client : resting) {
      assertThat(client.getName()).isEqualTo("Propolis");
    }
  }

  @Test
  void stoppingEndsRestingConnectionsAndThePort() throws Exception {
    var client = given.client();
    client.get_all_databases();
    int port = given.server().address().getPort();

    given.server().stop(Duration.ofSeconds(5));

    assertThatThrownBy(client::get_all_databases).isInstanceOf(TTransportException.class);
    assertThatThrownBy(() -> new Socket("localhost", port)).isInstanceOf(IOException.class);
    assertThat(given.server().connections()).isZero();
  }

  @Test
  void callsInOneWriteAreAnsweredInTheirOrder() throws Exception {
    var call = call("get_all_databases");
    var twice = new byte[call.length * 2];
    System.arraycopy(call, 0, twice, 0, call.length);
    System.arraycopy(call, 0, twice, call.length, call.length);
    var client = given.client();
    client.socket().write(twice);
    client.socket().flush();

    for (int i = 0; i < 2; i++) {
      var protocol = client.getInputProtocol();
      var message = protocol.readMessageBegin();
      var result = new ThriftHiveMetastore.get_all_databases_result();
      result.read(protocol);
      protocol.readMessageEnd();
      assertThat(message.seqid).isEqualTo(7);
      assertThat(result.getSuccess()).isEqualTo(List.of("default"));
    }
  }

  private static byte[] call(String method) throws TException {
    var buffer = new TMemoryBuffer(64);
    var protocol = new TBinaryProtocol(buffer);
    protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, 7));
    new ThriftHiveMetastore.get_all_databases_args().write(protocol);
    protocol.writeMessageEnd();
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private void send(byte[] bytes) throws IOException {
    try (var socket = new Socket("localhost", given.server().address().getPort())) {
      socket.getOutputStream().write(bytes);
    }
  }
}
