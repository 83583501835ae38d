package io.propolis.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.propolis.server.config.Configuration;
import io.propolis.server.process.PropolisServer;
import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import io.propolis.thrift.security.Authentication;
import io.propolis.thrift.security.PasswordCheck;
import io.propolis.thrift.wire.MethodTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.THttpClient;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call Thrift over HTTP. */
class HttpAuthenticationTest {
  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  private PropolisServer serve(Map<String, String> flags) {
    var all = new HashMap<>(flags);
    all.put("data", folder.resolve("data").toString());
    all.put("thrift.port", "0");
    all.put("http.port", "0");
    var server =
        PropolisServer.start(
            Configuration.load(all, Map.of(), Optional.empty()).settings(), "test");
    open.add(server);
    return server;
  }

  private static ThriftHiveMetastore.Client client(PropolisServer server, String authorization)
      throws TException {
    var transport = new THttpClient(server.httpUri() + "/metastore");
    transport.setCustomHeader("x-actor-username", "root");
    transport.setCustomHeader("Authorization", authorization);
    return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
  }

  private static String owner(PropolisServer server, String authorization) throws TException {
    var client = client(server, authorization);
    client.create_database(new Database("sales", "", null, new HashMap<>()));
    return client.get_database("sales").getOwnerName();
  }

  private static String challenge(PropolisServer server) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.httpUri() + "/metastore"))
            .POST(BodyPublishers.noBody())
            .build();
    var reply = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    assertThat(reply.statusCode()).isEqualTo(401);
    return reply.headers().firstValue("WWW-Authenticate").orElseThrow();
  }

  @Test
  void aPasswordComesAsBasicAndNamesTheUser() throws Exception {
    var server =
        serve(Map.of("thrift.authentication", "password", "thrift.users-file", users().toString()));

    assertThat(challenge(server)).startsWith("Basic");
    assertThat(owner(server, basic("alice", "open sesame"))).isEqualTo("alice");
    for (var wrong :
        List.of(basic("alice", "guess"), basic("eve", "open sesame"), "Basic ?", "Bearer x")) {
      assertThatThrownBy(() -> client(server, wrong).get_all_databases())
          .isInstanceOf(TTransportException.class)
          .hasMessageContaining("401");
    }
  }

  private static String basic(String user, String password) {
    var text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  private Path users() throws Exception {
    var salt = new byte[16];
    var hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec("open sesame".toCharArray(), salt, 10_000, 256))
            .getEncoded();
    var hex = HexFormat.of();
    return Files.writeString(
        folder.resolve("users"), "alice:10000:" + hex.formatHex(salt) + ":" + hex.formatHex(hash));
  }

  @Test
  void aTokenOfAPublishedKeyNamesTheUser() throws Exception {
    var key = new RSAKeyGenerator(2048).keyID("one").generate();
    var other = new RSAKeyGenerator(2048).keyID("one").generate();
    var server =
        serve(Map.of("thrift.authentication", "jwt", "thrift.jwks-url", publish(key).toString()));
    var later = Instant.now().plus(Duration.ofHours(1));
    var rsa = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build();

    assertThat(challenge(server)).startsWith("Bearer");
    assertThat(owner(server, token(rsa, new RSASSASigner(key), "alice", later))).isEqualTo("alice");
    var secret = new MACSigner(key.toPublicJWK().toRSAPublicKey().getEncoded());
    for (var wrong :
        List.of(
            token(rsa, new RSASSASigner(other), "alice", later),
            token(rsa, new RSASSASigner(key), "alice", Instant.now().minusSeconds(3600)),
            token(rsa, new RSASSASigner(key), "alice", null),
            token(rsa, new RSASSASigner(key), null, later),
            token(new JWSHeader(JWSAlgorithm.HS256), secret, "alice", later),
            "Bearer nonsense",
            basic("alice", "open sesame"))) {
      assertThatThrownBy(() -> client(server, wrong).get_all_databases())
          .isInstanceOf(TTransportException.class)
          .hasMessageContaining("401");
    }
  }

  @Test
  void whereTicketsAreAskedHttpSaysThatTheyComeOnTheThriftPort() throws Exception {
    var settings =
        new ThriftSettings(
            "localhost",
            0,
            ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES,
            ThriftSettings.DEFAULT_STALL_TIMEOUT,
            new ThriftSecurity(null, new Tickets()));
    var thrift = new ThriftServer(settings, MethodTable.of(List.of()));
    var door = new HttpDoor("localhost", 0, Map.of("/metastore", new ThriftOverHttp(thrift)));
    door.start();
    open.add(door);
    var call =
        HttpRequest.newBuilder(URI.create("http://localhost:" + door.port() + "/metastore"))
            .header("Authorization", basic("alice", "open sesame"))
            .POST(BodyPublishers.noBody())
            .build();
    var reply = HttpClient.newHttpClient().send(call, BodyHandlers.ofString());

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.headers().firstValue("WWW-Authenticate")).isEmpty();
    assertThat(reply.body()).contains("SASL [GSSAPI], on the Thrift port");
  }

  /** As Kerberos, for which there would have to be a key distribution centre. */
  private static final class Tickets implements Authentication {
    @Override
    public boolean isRequired() {
      return true;
    }

    @Override
    public Set<String> mechanisms() {
      return Set.of("GSSAPI");
    }

    @Override
    public SaslServer begin(String mechanism) throws SaslException {
      throw new SaslException("no ticket is looked at");
    }

    @Override
    public Optional<String> shortName(String name) {
      return Optional.of(name);
    }

    @Override
    public Optional<PasswordCheck> passwords() {
      return Optional.empty();
    }
  }

  @Test
  void theThriftPortSaysThatTokensComeOverHttp() throws Exception {
    var server =
        serve(Map.of("thrift.authentication", "jwt", "thrift.jwks-url", "http://localhost:1/k"));
    var address = URI.create(server.thriftUri());
    try (var socket = new TSocket(address.getHost(), address.getPort(), 30_000)) {
      socket.open();
      var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
      assertThatThrownBy(client::get_all_databases)
          .isInstanceOf(TApplicationException.class)
          .hasMessageContaining("JSON Web Token over HTTP");
    }
  }

  private static String token(JWSHeader header, JWSSigner signer, String user, Instant until)
      throws JOSEException {
    var claims = new JWTClaimsSet.Builder().subject(user);
    if (until != null) {
      claims.expirationTime(Date.from(until));
    }
    var token = new SignedJWT(header, claims.build());
    token.sign(signer);
    return "Bearer " + token.serialize();
  }

  private URI publish(RSAKey key) throws IOException {
    var keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/keys");
  }
}
