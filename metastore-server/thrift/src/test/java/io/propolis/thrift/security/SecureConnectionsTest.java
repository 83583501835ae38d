package io.propolis.thrift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.HiveDoor;
import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.SaslException;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSSLTransportFactory;
import org.apache.thrift.transport.TSSLTransportFactory.TSSLTransportParameters;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thrift's own clients over TLS and SASL PLAIN. */
class SecureConnectionsTest {
  private static final String SECRET = "open sesame";

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void tlsIsSpokenWithKeysOfPem(String algorithm) throws Exception {
    var server = serve(tls(pem(pkcs12("server", algorithm)), Tls.Plaintext.REFUSED));

    assertThat(client(secureSocket(server)).get_all_databases()).containsExactly("default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void aKeyOfPemMayBeEncrypted(String algorithm) throws Exception {
    var sealed = sealedPem(pkcs12("server", algorithm));
    var server = serve(tls(sealed, Tls.Plaintext.REFUSED));

    assertThat(client(secureSocket(server)).get_all_databases()).containsExactly("default");
    for (var password : new String[] {null, "", "guess"}) {
      assertThatThrownBy(() -> tls(new KeyFile(sealed.path(), password), Tls.Plaintext.REFUSED))
          .hasMessageContaining("sealed.pem")
          .hasMessageContaining("password");
    }
  }

  @Test
  void largeRequestsAndRepliesPassThroughTls() throws Exception {
    var server = serve(tls(pkcs12("server", "EC"), Tls.Plaintext.REFUSED));
    var client = client(secureSocket(server));
    client.create_database(database("x".repeat(3_000_000)));

    assertThat(client.get_database("sales").getDescription()).hasSize(3_000_000);
  }

  @Test
  void plaintextIsToldThatTlsIsNeededUnlessAllowed() throws Exception {
    var keys = pkcs12("server", "EC");
    var strict = serve(tls(keys, Tls.Plaintext.REFUSED));
    var lenient = serve(tls(keys, Tls.Plaintext.ALLOWED));

    assertThatThrownBy(() -> client(socket(strict)).get_all_databases())
        .isInstanceOf(TApplicationException.class)
        .hasMessageContaining("TLS");
    assertThat(client(socket(lenient)).get_all_databases()).containsExactly("default");
    assertThat(client(secureSocket(lenient)).get_all_databases()).containsExactly("default");
  }

  @Test
  void tlsWithoutAKeystoreIsRefusedByAnAlert() throws Exception {
    pkcs12("server", "EC");
    var server = serve(ThriftSecurity.NONE);

    assertThatThrownBy(() -> client(secureSocket(server)).get_all_databases())
        .hasStackTraceContaining("handshake_failure");
  }

  @Test
  void aClientWithoutTheRequiredCertificateIsRefused() throws Exception {
    var keys = new KeyFile(pkcs12("server", "EC").path(), SECRET);
    var tls = Tls.of(keys, keys, Tls.ClientCertificate.REQUIRED, Tls.Plaintext.REFUSED);
    var server = serve(new ThriftSecurity(tls, Authentication.NONE));

    assertThatThrownBy(() -> client(secureSocket(server)).get_all_databases())
        .isInstanceOf(TTransportException.class);
    var parameters = trusting();
    parameters.setKeyStore(keys.path().toString(), SECRET, null, "PKCS12");
    assertThat(client(secureSocket(server, parameters)).get_all_databases())
        .containsExactly("default");
  }

  @Test
  void aKeyFileThatCannotBeUsedIsNamed() throws IOException {
    var empty = Files.writeString(folder.resolve("empty.pem"), "-----BEGIN CERTIFICATE-----");

    assertThatThrownBy(
            () ->
                Tls.of(
                    new KeyFile(empty, null),
                    null,
                    Tls.ClientCertificate.NONE,
                    Tls.Plaintext.REFUSED))
        .hasMessageContaining("empty.pem");
  }

  @Test
  void theRightPasswordOpensAndNamesTheUserWhateverSheSaysLater() throws Exception {
    var server = serve(passwords());
    var client = client(plain(socket(server), "alice", SECRET));
    client.set_ugi("root", List.of());
    client.create_database(database("x".repeat(3_000_000)));

    assertThat(client.get_database("sales").getOwnerName()).isEqualTo("alice");
    assertThat(client.get_database("sales").getDescription()).hasSize(3_000_000);
  }

  @Test
  void aWrongPasswordAnUnknownUserAndAnotherMechanismAreTold() throws Exception {
    var server = serve(passwords());

    assertThatThrownBy(() -> plain(socket(server), "alice", "guess").open())
        .hasMessageContaining("password is wrong");
    assertThatThrownBy(() -> plain(socket(server), "mallory", SECRET).open())
        .hasMessageContaining("password is wrong");
    assertThatThrownBy(
            () ->
                new TSaslClientTransport(
                        "CRAM-MD5",
                        null,
                        "hive",
                        "localhost",
                        Map.of(),
                        c -> answer(c, "alice", SECRET),
                        socket(server))
                    .open())
        .hasMessageContaining("'CRAM-MD5' is not served");
  }

  @Test
  void whoeverSaysNothingOfHerselfIsToldToWhenPasswordsAreAsked() throws Exception {
    var server = serve(passwords());

    assertThatThrownBy(() -> client(socket(server)).get_all_databases())
        .isInstanceOf(TApplicationException.class)
        .hasMessageContaining("SASL [PLAIN]");
  }

  @Test
  void anyPasswordDoesWhereNobodyIsAsked() throws Exception {
    var server = serve(ThriftSecurity.NONE);
    var client = client(plain(socket(server), "bob", "anything"));
    client.create_database(database(""));

    assertThat(client.get_database("sales").getOwnerName()).isEqualTo("bob");
  }

  @Test
  void passwordsPassWithinTls() throws Exception {
    var tls = tls(pkcs12("server", "EC"), Tls.Plaintext.REFUSED).tls();
    var server = serve(new ThriftSecurity(tls, passwords().authentication()));

    assertThat(client(plain(secureSocket(server), "alice", SECRET)).get_all_databases())
        .containsExactly("default");
  }

  private ThriftServer serve(ThriftSecurity security) {
    var settings =
        new ThriftSettings(
            "localhost",
            0,
            ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES,
            Duration.ofSeconds(30),
            security);
    var server = HiveDoor.open(given.whole(), settings);
    server.start();
    open.add(server);
    return server;
  }

  private static ThriftSecurity tls(KeyFile keys, Tls.Plaintext plaintext) {
    return new ThriftSecurity(
        Tls.of(keys, null, Tls.ClientCertificate.NONE, plaintext), Authentication.NONE);
  }

  private ThriftSecurity passwords() throws Exception {
    var salt = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    var hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(SECRET.toCharArray(), salt, 10_000, 256))
            .getEncoded();
    var line =
        "alice:10000:" + HexFormat.of().formatHex(salt) + ":" + HexFormat.of().formatHex(hash);
    var users = Files.writeString(folder.resolve("users"), "# people\n" + line + "\n");
    return new ThriftSecurity(null, Authentication.byPassword(UsersFile.read(users)));
  }

  private KeyFile pkcs12(String name, String algorithm) throws Exception {
    var file = folder.resolve(name + ".p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
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
    return new KeyFile(file, SECRET);
  }

  private KeyFile pem(KeyFile pkcs12) throws Exception {
    var store = pkcs12.identity();
    var alias = store.aliases().nextElement();
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    var text =
        "-----BEGIN PRIVATE KEY-----\n"
            + encoder.encodeToString(store.getKey(alias, SECRET.toCharArray()).getEncoded())
            + "\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n"
            + encoder.encodeToString(store.getCertificate(alias).getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return new KeyFile(Files.writeString(folder.resolve("server.pem"), text), null);
  }

  /** As openssl writes it: PBES2, with a key derived by HMAC-SHA256 and AES-256. */
  private KeyFile sealedPem(KeyFile pkcs12) throws Exception {
    var store = pkcs12.identity();
    var alias = store.aliases().nextElement();
    var key = store.getKey(alias, SECRET.toCharArray()).getEncoded();
    var algorithm = "PBEWithHmacSHA256AndAES_256";
    var cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(SECRET.toCharArray())));
    var parameters = AlgorithmParameters.getInstance("PBES2"); // the name that stands in the file
    parameters.init(cipher.getParameters().getEncoded());
    var sealed = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key));
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    var text =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
            + encoder.encodeToString(sealed.getEncoded())
            + "\n-----END ENCRYPTED PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n"
            + encoder.encodeToString(store.getCertificate(alias).getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return new KeyFile(Files.writeString(folder.resolve("sealed.pem"), text), SECRET);
  }

  private ThriftHiveMetastore.Client client(TTransport transport) throws TTransportException {
    if (!transport.isOpen()) {
      transport.open();
    }
    open.add(0, transport::close);
    return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
  }

  private TSocket socket(ThriftServer server) throws TTransportException {
    return new TSocket("localhost", server.address().getPort(), 30_000);
  }

  private TSocket secureSocket(ThriftServer server) throws TTransportException {
    return secureSocket(server, trusting());
  }

  private static TSocket secureSocket(ThriftServer server, TSSLTransportParameters parameters)
      throws TTransportException {
    return TSSLTransportFactory.getClientSocket(
        "localhost", server.address().getPort(), 30_000, parameters);
  }

  private TSSLTransportParameters trusting() {
    var parameters = new TSSLTransportParameters();
    parameters.setTrustStore(folder.resolve("server.p12").toString(), SECRET, null, "PKCS12");
    return parameters;
  }

  private static TTransport plain(TSocket socket, String user, String password)
      throws SaslException, TTransportException {
    return new TSaslClientTransport(
        "PLAIN", null, "hive", "localhost", Map.of(), c -> answer(c, user, password), socket);
  }

  private static void answer(Callback[] callbacks, String user, String password) {
    for (var callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(user);
      } else if (callback instanceof PasswordCallback secret) {
        secret.setPassword(password.toCharArray());
      }
    }
  }

  private static Database database(String description) {
    return new Database("sales", description, null, new HashMap<>());
  }
}
