package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.MetastoreClient.Dialect;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Random;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thrift's own clients in every dialect, all on one port. */
class DialectsTest {
  private static final int LIMIT = 4 * 1024 * 1024;
  private static final int CLIENT_LIMIT = 100 * 1024 * 1024;

  @RegisterExtension final GivenMetastore given = new GivenMetastore(LIMIT);

  enum Spoken implements Dialect {
    BINARY,
    OLD_BINARY,
    COMPACT,
    FRAMED_BINARY,
    FRAMED_OLD_BINARY,
    FRAMED_COMPACT;

    @Override
    public TProtocol over(TSocket socket) throws TTransportException {
      socket.getConfiguration().setMaxFrameSize(CLIENT_LIMIT);
      TTransport transport =
          name().startsWith("FRAMED") ? new TFramedTransport(socket, CLIENT_LIMIT) : socket;
      if (name().endsWith("COMPACT")) {
        return new TCompactProtocol(transport);
      }
      return new TBinaryProtocol(transport, false, !name().contains("OLD"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsErrorsAndUnknownMethodsAreAnswered(Spoken spoken) throws TException {
    var client = given.client(spoken);
    client.create_database(database("sales", "ä".repeat(100)));

    assertThat(client.get_database("sales").getDescription()).isEqualTo("ä".repeat(100));
    assertThatThrownBy(() -> client.get_database("absent"))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.callUnknown("get_the_moon"))
        .isInstanceOf(TApplicationException.class)
        .hasMessage("Invalid method name: 'get_the_moon'")
        .extracting(error -> ((TApplicationException) error).getType())
        .isEqualTo(TApplicationException.UNKNOWN_METHOD);
    assertThat(client.get_all_databases()).containsExactlyInAnyOrder("default", "sales");
  }

  @ParameterizedTest
  @EnumSource
  void everyRequestHasTheWholeLimitToItself(Spoken spoken) throws TException {
    var client = given.client(spoken);
    var large = database("large", "x".repeat(LIMIT - 1000));
    client.create_database(large);
    client.alter_database("large", large);

    assertThat(client.get_database("large")).isNotNull();
    assertThat(client.get_database("large").getDescription()).hasSize(LIMIT - 1000);
  }

  @ParameterizedTest
  @EnumSource
  void aRequestBeyondTheLimitIsToldSo(Spoken spoken) throws TException {
    var client = given.client(spoken);
    var tooLarge = database("large", "x".repeat(LIMIT + 1000));

    assertThatThrownBy(() -> client.create_database(tooLarge))
        .isInstanceOf(TApplicationException.class)
        .hasMessageContaining("at most " + LIMIT + " bytes (thrift.max-message-size)");
    assertThat(given.client(spoken).get_all_databases()).containsExactly("default");
  }

  @ParameterizedTest
  @EnumSource
  void callsSentTogetherAreAnsweredInTheirOrder(Spoken spoken) throws TException {
    var client = given.client(spoken);
    for (int i = 0; i < 3; i++) {
      client.send_get_all_databases();
    }
    for (int sequence = 1; sequence <= 3; sequence++) {
      var protocol = client.getInputProtocol();
      assertThat(protocol.readMessageBegin().seqid).isEqualTo(sequence);
      var result = new ThriftHiveMetastore.get_all_databases_result();
      result.read(protocol);
      assertThat(result.getSuccess()).containsExactly("default");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x16, 0x47, 0x80, 0x82, 0xff})
  void garbageBehindAnyFirstByteEndsItsOwnConnectionOnly(int first) throws Exception {
    var other = given.client();
    other.get_all_databases();
    var random = new Random(4711 + first);
    for (int i = 0; i < 100; i++) {
      var bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      bytes[0] = (byte) first;
      if (i % 3 == 0 && bytes.length > 5) {
        bytes[4] = (byte) 0x82; // as a frame of the compact protocol
        bytes[5] = 0x21;
      }
      send(bytes);
    }

    assertThat(other.get_all_databases()).containsExactly("default");
    await().untilAsserted(() -> assertThat(given.server().connections()).isEqualTo(1));
  }

  @Test
  void announcedFramesCostNoMemory() throws IOException, TException {
    var header = ByteBuffer.allocate(8).putInt(LIMIT).putInt(0x80010001).array();
    var sockets = new Socket[200];
    for (int i = 0; i < sockets.length; i++) {
      sockets[i] = new Socket("localhost", given.server().address().getPort());
      sockets[i].getOutputStream().write(header);
    }

    assertThat(given.client(Spoken.FRAMED_BINARY).get_all_databases()).containsExactly("default");
    for (var socket : sockets) {
      socket.close();
    }
  }

  @Test
  void aFrameThatEndsWithinItsCallIsRefusedAndNothingElse() throws Exception {
    var frame = ByteBuffer.allocate(64);
    frame.putInt(29).putInt(0x80010001).putInt(12).put("get_database".getBytes("US-ASCII"));
    frame.putInt(7).put((byte) 11).putShort((short) 1).putInt(1_000);
    frame.flip();
    var socket = new TSocket(new TConfiguration(), "localhost", given.server().address().getPort());
    socket.open();
    socket.write(frame.array(), 0, frame.limit());
    socket.flush();
    var protocol = new TBinaryProtocol(new TFramedTransport(socket));

    assertThat(protocol.readMessageBegin().seqid).isEqualTo(7);
    assertThat(TApplicationException.readFrom(protocol))
        .hasMessage("The request ends with its frame, before its values do");
    socket.close();
    assertThat(given.client().get_all_databases()).containsExactly("default");
  }

  private static Database database(String name, String description) {
    return new Database(name, description, null, new HashMap<>());
  }

  private void send(byte[] bytes) throws IOException {
    try (var socket = new Socket("localhost", given.server().address().getPort())) {
      socket.getOutputStream().write(bytes);
    }
  }
}
