package io.propolis.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.server.config.Configuration;
import io.propolis.server.process.PropolisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.THttpClient;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThriftOverHttpTest {
  private static final int LIMIT = 4 * 1024 * 1024;

  @TempDir private Path data;
  private PropolisServer server;

  @BeforeEach
  void start() {
    var flags =
        Map.of(
            "data", data.resolve("data").toString(),
            "thrift.port", "0",
            "thrift.max-message-size", "4MiB",
            "http.port", "0");
    server =
        PropolisServer.start(
            Configuration.load(flags, Map.of(), Optional.empty()).settings(), "test");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void thriftsOwnHttpClientIsAnswered() throws TException {
    var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport()));
    client.create_database(database("x".repeat(100_000)));

    assertThat(client.get_database("sales").getDescription()).hasSize(100_000);
    assertThat(client.get_all_databases()).containsExactlyInAnyOrder("default", "sales");
    assertThatThrownBy(() -> client.get_database("absent"))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void theCompactProtocolIsAnsweredInItself() throws TException {
    var client = new ThriftHiveMetastore.Client(new TCompactProtocol(transport()));

    assertThat(client.get_all_databases()).containsExactly("default");
  }

  @Test
  void thePathThatHive4TakesByItselfIsAnswered() throws Exception {
    var path = URI.create(uri() + "/*");
    var reply = http(HttpRequest.newBuilder(path).POST(BodyPublishers.ofByteArray(call())).build());

    assertThat(reply.statusCode()).isEqualTo(200);
  }

  @Test
  void theUserOfTheHeaderOwnsWhatItCreates() throws TException {
    var transport = transport();
    transport.setCustomHeader("x-actor-username", "alice");
    var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
    client.create_database(database(""));

    assertThat(client.get_database("sales").getOwnerName()).isEqualTo("alice");
  }

  @Test
  void aRequestBeyondTheLimitIsToldSo() throws TException {
    var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport()));

    assertThatThrownBy(() -> client.create_database(database("x".repeat(LIMIT + 1))))
        .isInstanceOf(TApplicationException.class)
        .hasMessageContaining("thrift.max-message-size");
    assertThat(client.get_all_databases()).containsExactly("default");
  }

  @Test
  void anUnknownMethodIsToldAsByHive() throws TException {
    var protocol = new TBinaryProtocol(transport());
    protocol.writeMessageBegin(new TMessage("get_the_moon", TMessageType.CALL, 9));
    new ThriftHiveMetastore.create_database_args(database("x")).write(protocol);
    protocol.writeMessageEnd();
    protocol.getTransport().flush();
    var answer = protocol.readMessageBegin();
    var error = TApplicationException.readFrom(protocol);

    assertThat(answer.type).isEqualTo(TMessageType.EXCEPTION);
    assertThat(answer.seqid).isEqualTo(9);
    assertThat(error.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD);
    assertThat(error).hasMessage("Invalid method name: 'get_the_moon'");
  }

  @Test
  void bodiesOfUnknownLengthAreReadAndRepliesSayTheirs() throws Exception {
    var call = call();
    var chunked = send(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(call)));
    var measured = send(BodyPublishers.ofByteArray(call));

    assertThat(chunked.body()).isEqualTo(measured.body());
    assertThat(measured.statusCode()).isEqualTo(200);
    assertThat(measured.headers().firstValue("Content-Type")).contains("application/x-thrift");
    assertThat(measured.headers().firstValueAsLong("Content-Length"))
        .hasValue(measured.body().length);
  }

  @Test
  void whatIsNotThriftIsRefused() throws Exception {
    assertThat(send(BodyPublishers.ofString("{\"a\": 1}")).statusCode()).isEqualTo(400);
    assertThat(send(BodyPublishers.noBody()).statusCode()).isEqualTo(400);
    var get = HttpRequest.newBuilder(uri()).GET().build();
    assertThat(http(get).statusCode()).isEqualTo(405);
  }

  @Test
  void theThriftPortSaysWhereHttpIs() throws Exception {
    var port = URI.create(server.thriftUri().replace("thrift:", "http:") + "/metastore");
    var reply = http(HttpRequest.newBuilder(port).POST(BodyPublishers.ofByteArray(call())).build());

    assertThat(reply.statusCode()).isEqualTo(421);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("thrift.http-path");
  }

  private HttpResponse<byte[]> send(HttpRequest.BodyPublisher body) throws Exception {
    return http(HttpRequest.newBuilder(uri()).POST(body).build());
  }

  private static HttpResponse<byte[]> http(HttpRequest request) throws Exception {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private static byte[] call() throws TException {
    var buffer = new TMemoryBuffer(64);
    var protocol = new TBinaryProtocol(buffer);
    protocol.writeMessageBegin(new TMessage("get_all_databases", TMessageType.CALL, 7));
    new ThriftHiveMetastore.get_all_databases_args().write(protocol);
    protocol.writeMessageEnd();
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private THttpClient transport() throws TException {
    return new THttpClient(uri().toString());
  }

  private URI uri() {
    return URI.create(server.httpUri() + "/metastore");
  }

  private static Database database(String description) {
    return new Database("sales", description, null, new HashMap<>());
  }
}
