package io.propolis.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.server.config.Configuration;
import io.propolis.server.process.PropolisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.THttpClient;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thrift over HTTPS with the keys of the Thrift port. */
class HttpsTest {
  private static final String SECRET = "open sesame";

  @TempDir private Path folder;
  private final SSLSocketFactory usual = HttpsURLConnection.getDefaultSSLSocketFactory();

  @AfterEach
  void trustAsUsual() {
    HttpsURLConnection.setDefaultSSLSocketFactory(usual);
  }

  @Test
  void thriftAndHealthAreAnsweredOverHttpsOnTheHttpPort() throws Exception {
    var keys = keys();
    try (var server = start(keys, Map.of())) {
      var https = server.httpUri().replace("http://", "https://");
      HttpsURLConnection.setDefaultSSLSocketFactory(trusting(keys).getSocketFactory());
      var transport = new THttpClient(https + "/metastore");
      transport.setCustomHeader("x-actor-username", "alice");
      var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));

      assertThat(client.get_all_databases()).containsExactly("default");
      var health = HttpRequest.newBuilder(URI.create(https + "/health/live")).build();
      assertThat(
              HttpClient.newBuilder()
                  .sslContext(trusting(keys))
                  .build()
                  .send(health, BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void plainHttpIsRefusedOnlyWhereTlsIsRequired() throws Exception {
    var keys = keys();
    try (var strict = start(keys, Map.of())) {
      var transport = new THttpClient(strict.httpUri() + "/metastore");
      var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));

      assertThatThrownBy(client::get_all_databases)
          .isInstanceOf(TTransportException.class)
          .hasMessageContaining("403");
    }
    try (var lenient = start(keys, Map.of("thrift.tls.required", "false"))) {
      var transport = new THttpClient(lenient.httpUri() + "/metastore");
      var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));

      assertThat(client.get_all_databases()).containsExactly("default");
    }
  }

  private PropolisServer start(Path keys, Map<String, String> more) {
    var flags = new HashMap<>(more);
    flags.put("data", folder.resolve("data").toString());
    flags.put("thrift.port", "0");
    flags.put("http.port", "0");
    flags.put("thrift.tls.keystore", keys.toString());
    flags.put("thrift.tls.password", SECRET);
    return PropolisServer.start(
        Configuration.load(flags, Map.of(), Optional.empty()).settings(), "test");
  }

  private static SSLContext trusting(Path keys) throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStore.getInstance(keys.toFile(), SECRET.toCharArray()));
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private Path keys() throws Exception {
    var file = folder.resolve("server.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                SECRET)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    return file;
  }
}
