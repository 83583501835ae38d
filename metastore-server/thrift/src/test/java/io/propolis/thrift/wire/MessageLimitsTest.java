package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.HiveDoor;
import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftSettings;
import io.propolis.thrift.ThriftSettings.Connections;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are too long or nest too deep, and what their connections do next. */
class MessageLimitsTest {
  private static final int REQUEST_LIMIT = 4 * 1024 * 1024;
  private static final int REPLY_LIMIT = 3 * 1024 * 1024;
  private static final int CLIENT_LIMIT = 100 * 1024 * 1024;

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  enum Framing {
    PLAIN,
    FRAMED
  }

  @Test
  void aFrameBeyondTheLimitIsLeftAndItsConnectionKept() throws Exception {
    var client = client(Framing.FRAMED);
    var tooLarge = new Database("large", "x".repeat(REQUEST_LIMIT), null, new HashMap<>());

    assertThatThrownBy(() -> client.create_database(tooLarge))
        .isInstanceOf(TApplicationException.class)
        .hasMessageMatching(
            "The request has 41943\\d\\d bytes, more than the server reads: at most 4194304 bytes"
                + " \\(thrift.max-message-size\\)");
    assertThat(client.get_all_databases()).containsExactly("default");
  }

  @ParameterizedTest
  @EnumSource
  void aReplyBeyondTheLimitIsAnErrorAndTheConnectionKept(Framing framing) throws Exception {
    for (var name : List.of("a", "b")) {
      given
          .client()
          .create_database(new Database(name, "x".repeat(2 << 20), null, new HashMap<>()));
    }
    var client = client(framing);
    given
        .client()
        .create_database(new Database("c", "x".repeat(REPLY_LIMIT + 10), null, new HashMap<>()));

    assertThatThrownBy(() -> client.get_database("c"))
        .isInstanceOf(TApplicationException.class)
        .hasMessageMatching(
            "The reply to get_database has 3145\\d+ bytes, more than the server sends: at most"
                + " 3145728 bytes \\(thrift.max-reply-size\\).*");
    assertThat(client.get_database("a").getDescription()).hasSize(2 << 20);
    assertThat(client.get_database("b").getDescription()).isEqualTo("x".repeat(2 << 20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_all_databases", "get_the_moon"})
  void valuesThatNestTooDeepAreAnsweredAndAFramedConnectionIsKept(String method) throws Exception {
    var framed = client(Framing.FRAMED);
    sendNested(framed.getOutputProtocol(), method);

    assertThat(framed.getInputProtocol().readMessageBegin().type).isEqualTo(TMessageType.EXCEPTION);
    assertThat(TApplicationException.readFrom(framed.getInputProtocol()).getType())
        .isEqualTo(TApplicationException.PROTOCOL_ERROR);
    assertThat(framed.get_all_databases()).containsExactly("default");

    var plain = client(Framing.PLAIN);
    sendNested(plain.getOutputProtocol(), method);
    assertThat(plain.getInputProtocol().readMessageBegin().type).isEqualTo(TMessageType.EXCEPTION);
    assertThat(TApplicationException.readFrom(plain.getInputProtocol()).getMessage())
        .containsIgnoringCase("depth");
    assertThatThrownBy(plain::get_all_databases).isInstanceOf(TException.class);
  }

  @Test
  void announcedElementsCostNoMemory() throws Exception {
    var announced = new ByteArrayOutputStream();
    announced.writeBytes(
        HexFormat.of().parseHex("8001000100000005" + "616c6c" + "6565" + "00000001"));
    announced.writeBytes(
        HexFormat.of().parseHex("0f0001" + "0b" + "00f00000")); // 15.7 million texts
    var limits = MessageLimits.of(1 << 30, MessageLimits.ANY_REPLY);
    var transport =
        new StreamTransport(
            new ByteArrayInputStream(announced.toByteArray()),
            OutputStream.nullOutputStream(),
            limits);
    var protocol = new CarefulBinaryProtocol(transport);
    transport.beginMessage();
    protocol.readMessageBegin();
    protocol.readFieldBegin();

    assertThatThrownBy(protocol::readListBegin).isInstanceOf(TTransportException.class);
  }

  /** An unknown field of a list of lists of lists, 200 deep. */
  private static void sendNested(TProtocol protocol, String method) throws TException {
    protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, 1));
    protocol.writeFieldBegin(new TField("", TType.LIST, (short) 99));
    for (int i = 0; i < 200; i++) {
      protocol.writeListBegin(new TList(TType.LIST, 1));
    }
    protocol.writeListBegin(new TList(TType.BYTE, 0));
    protocol.writeFieldStop();
    protocol.writeMessageEnd();
    protocol.getTransport().flush();
  }

  private ThriftHiveMetastore.Client client(Framing framing) throws Exception {
    var settings =
        new ThriftSettings(
            "localhost",
            0,
            REQUEST_LIMIT,
            Duration.ofSeconds(30),
            REPLY_LIMIT,
            ThriftSecurity.NONE,
            Connections.DEFAULT);
    var server = HiveDoor.open(given.whole(), settings);
    server.start();
    open.add(server);
    var socket = new TSocket("localhost", server.address().getPort(), 20_000);
    socket.getConfiguration().setMaxFrameSize(CLIENT_LIMIT);
    socket.open();
    open.add(0, socket::close);
    return new ThriftHiveMetastore.Client(
        new TBinaryProtocol(
            framing == Framing.FRAMED ? new TFramedTransport(socket, CLIENT_LIMIT) : socket));
  }
}
