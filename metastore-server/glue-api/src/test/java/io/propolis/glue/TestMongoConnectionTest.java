package io.propolis.glue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** MongoDB's own driver against a server that speaks its protocol, and against sockets. */
class TestMongoConnectionTest {
  /** More than a test is to take: the door is patient for five seconds. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private final MongoServer server = new MongoServer(new Authenticating());
  private String address;

  /** Knows one user, by the mechanism that sends the password as it is. */
  private static final class Authenticating extends MemoryBackend {
    @Override
    public Document handleCommand(
        Channel channel, String database, String command, Document query) {
      if (!command.equalsIgnoreCase("saslStart") || !"PLAIN".equals(query.get("mechanism"))) {
        return super.handleCommand(channel, database, command, query);
      }
      var payload = new String(((BinData) query.get("payload")).getData(), UTF_8);
      if (!payload.endsWith("\0tester\0Open$esame")) {
        throw new MongoServerError(18, "AuthenticationFailed", "Authentication failed.");
      }
      return new Document("ok", 1)
          .append("conversationId", 1)
          .append("done", true)
          .append("payload", new BinData(new byte[0]));
    }
  }

  @BeforeEach
  void open() {
    var url = server.bindAndGetConnectionString();
    try (var client = MongoClients.create(url)) {
      client.getDatabase("shop").getCollection("orders").insertOne(new org.bson.Document("a", 1));
    }
    address = url.substring("mongodb://".length());
  }

  @AfterEach
  void close() {
    server.shutdownNow();
  }

  private GivenGlue.Reply test(String url) {
    return org.junit.jupiter.api.Assertions.assertTimeout(
        LIMIT,
        (ThrowingSupplier<GivenGlue.Reply>)
            () ->
                glue.call(
                    "TestConnection",
                    "{'TestConnectionInput':{'ConnectionType':'MONGODB','ConnectionProperties':{'CONNECTION_URL':'%s'}}}"
                        .formatted(url)));
  }

  private static String plain(String password) {
    return "tester:" + password + "@";
  }

  @Test
  void aServerIsConnectedTo() {
    assertThat(test("mongodb://" + address).status()).isEqualTo(200);
    assertThat(test("mongodb://" + address + "/shop").status()).isEqualTo(200);
    assertThat(
            test("mongodb://" + plain("Open%24esame") + address + "/shop?authMechanism=PLAIN")
                .status())
        .isEqualTo(200);
  }

  @Test
  void aWrongPasswordIsRefused() {
    for (var url :
        new String[] {
          "mongodb://" + plain("wrong") + address + "/shop?authMechanism=PLAIN",
          // This server has no other mechanism.
          "mongodb://" + plain("wrong") + address + "/shop?authSource=admin"
        }) {
      var refused = test(url);
      assertThat(refused.error()).isEqualTo("FederationSourceException");
      assertThat(refused.message())
          .startsWith("Cannot connect to mongodb://" + address)
          .contains("authenticating")
          .doesNotContain("wrong");
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    var absent = test("mongodb://" + address + "/absent");

    assertThat(absent.error()).isEqualTo("InvalidInputException");
    assertThat(absent.message())
        .isEqualTo("Cannot connect to mongodb://%s: it has no database absent", address);
  }

  @Test
  void aPortWhereNobodyListensIsSaid() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var refused = test("mongodb://127.0.0.1:" + port);

    assertThat(refused.error()).isEqualTo("FederationSourceException");
    assertThat(refused.message()).contains("127.0.0.1:" + port, "onnection refused");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(test("mongodb://127.0.0.1:" + silent.getLocalPort()).error())
          .isEqualTo("OperationTimeoutException");
    }
  }

  @Test
  void aServerWithoutTlsIsNotSpokenToWhenTlsIsWanted() throws Exception {
    assertThat(test("mongodb://" + address + "/?tls=true").status()).isEqualTo(400);
    try (var open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // As MongoDB's own server does with what is not its protocol.
      var answers =
          new Thread(
              () -> {
                while (!open.isClosed()) {
                  try (var client = open.accept()) {
                    client.getOutputStream().write("no TLS here".getBytes(UTF_8));
                  } catch (IOException e) {
                    return;
                  }
                }
              });
      answers.start();
      var refused = test("mongodb://127.0.0.1:" + open.getLocalPort() + "/?tls=true");
      assertThat(refused.error()).isEqualTo("FederationSourceException");
      assertThat(refused.message()).contains("SSL");
    }
  }

  @Test
  void whatIsNoUrlOfMongoDbIsRefused() {
    for (var url :
        new String[] {
          "http://h/", "mongodb://", "mongodb://h:99999", "mongodb://h/?authMechanism=NONE"
        }) {
      assertThat(test(url).error()).as(url).isEqualTo("InvalidInputException");
    }
  }

  /** Those prove who this machine is, to a server that whoever writes the URL chooses. */
  @Test
  void nothingButPasswordsProvesWhoConnects() {
    for (var mechanism :
        new String[] {
          "MONGODB-AWS",
          "GSSAPI",
          "MONGODB-X509",
          "MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:k8s"
        }) {
      var user = mechanism.equals("GSSAPI") ? "u@" : "";
      var refused = test("mongodb://" + user + address + "/?authMechanism=" + mechanism);
      assertThat(refused.error()).as(mechanism).isEqualTo("InvalidInputException");
      assertThat(refused.message()).contains("authenticates with a password");
    }
  }

  @Test
  void aStoredConnectionIsTestedWithItsSecrets() {
    var creation =
        """
        {'ConnectionInput':{'Name':'%s','ConnectionType':'MONGODB','ConnectionProperties':{
         'CONNECTION_URL':'mongodb://%s%s/shop?authMechanism=PLAIN','USERNAME':'u','PASSWORD':'p'},
         'ValidateCredentials':true}}\
        """;
    glue.done("CreateConnection", creation.formatted("docs", plain("Open%24esame"), address));
    glue.done("TestConnection", "{'ConnectionName':'docs'}");
    assertThat(
            glue.done("GetConnection", "{'Name':'docs'}")
                .at("/Connection/LastConnectionValidationTime")
                .isNumber())
        .isTrue();

    assertThat(
            glue.call("CreateConnection", creation.formatted("other", plain("wrong"), address))
                .error())
        .isEqualTo("InvalidInputException");
    assertThat(glue.call("GetConnection", "{'Name':'other'}").error())
        .isEqualTo("EntityNotFoundException");
  }
}
