package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.propolis.compat.harness.HiveClient;
import io.propolis.compat.harness.HiveShell;
import io.propolis.compat.harness.Kdc;
import io.propolis.compat.harness.ServerProcess;
import io.propolis.compat.harness.TlsKeys;
import io.propolis.compat.harness.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Hive's own clients over every transport that their generation can be configured for. */
class TransportsTest {
  private static final Set<HiveClient> ALL = EnumSet.allOf(HiveClient.class);
  private static final Set<HiveClient> HIVE_4 =
      EnumSet.range(HiveClient.HIVE_4_0, HiveClient.HIVE_4_2);

  private static final String SERVICE = "hive/localhost";
  private static final String USER = "alice";
  private static final String PASSWORD = "wonderland";

  private static final Map<String, String> COMPACT =
      Map.of("hive.metastore.thrift.compact.protocol.enabled", "true");
  private static final Map<String, String> FRAMED =
      Map.of("hive.metastore.thrift.framed.transport.enabled", "true");
  private static final Map<String, String> HTTP =
      Map.of("hive.metastore.client.thrift.transport.mode", "http");
  private static final Map<String, String> PLAIN =
      Map.of(
          "hive.metastore.client.auth.mode",
          "PLAIN",
          "hive.metastore.client.plain.username",
          USER,
          // where Hadoop looks when there is no credential file
          USER,
          PASSWORD);

  @TempDir static Path folder;

  private static Map<String, String> tls;
  private static Map<String, String> kerberos;
  private static Kdc kdc;
  private static ServerProcess open;
  private static ServerProcess byPassword;
  private static ServerProcess byTicket;

  /** One way to reach the server. */
  private record Way(
      String name,
      Set<HiveClient> clients,
      URI address,
      List<Map<String, String>> properties,
      String owner) {
    Map<String, String> allProperties() {
      var all = new HashMap<String, String>();
      properties.forEach(all::putAll);
      return all;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    var keys = TlsKeys.in(folder);
    tls =
        Map.of(
            "hive.metastore.use.SSL",
            "true",
            "hive.metastore.truststore.path",
            keys.trusted().toString(),
            "hive.metastore.truststore.password",
            keys.password(),
            // Over HTTP, Hive 4 does not know the JVM's default.
            "hive.metastore.trustmanagerfactory.algorithm",
            TrustManagerFactory.getDefaultAlgorithm());
    kdc = Kdc.start(folder.resolve("kdc"), SERVICE, USER);
    kerberos =
        Map.of(
            "hive.metastore.sasl.enabled",
            "true",
            "hadoop.security.authentication",
            "kerberos",
            "hive.metastore.kerberos.principal",
            kdc.principal(SERVICE));
    var withTls =
        List.of(
            "--thrift.tls.keystore", keys.file().toString(), "--thrift.tls.password", "changeit");
    open = server("open", withTls, "--thrift.tls.required", "false");
    byPassword =
        server(
            "password",
            withTls,
            "--thrift.tls.required",
            "false",
            "--thrift.authentication",
            "password",
            "--thrift.users-file",
            usersFile().toString());
    byTicket =
        server(
            "kerberos",
            List.of("-Djava.security.krb5.conf=" + kdc.configuration()),
            "--thrift.authentication",
            "kerberos",
            "--thrift.kerberos.principal",
            kdc.principal(SERVICE),
            "--thrift.kerberos.keytab",
            kdc.keytab(SERVICE).toString());
  }

  private static ServerProcess server(String name, List<String> flags, String... more)
      throws IOException {
    var all = Stream.concat(flags.stream(), Stream.of(more)).toArray(String[]::new);
    return ServerProcess.start(Files.createDirectories(folder.resolve(name)), all);
  }

  private static Path usersFile() throws IOException, GeneralSecurityException {
    var salt = new byte[16];
    var spec = new PBEKeySpec(PASSWORD.toCharArray(), salt, 10_000, 256);
    var hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
    var hex = HexFormat.of();
    return Files.writeString(
        folder.resolve("users"),
        "%s:10000:%s:%s%n".formatted(USER, hex.formatHex(salt), hex.formatHex(hash.getEncoded())),
        StandardCharsets.UTF_8);
  }

  @AfterAll
  static void stop() {
    for (var server : new ServerProcess[] {open, byPassword, byTicket}) {
      if (server != null) {
        server.close();
      }
    }
    if (kdc != null) {
      kdc.close();
    }
  }

  private static List<Way> ways() {
    var me = System.getProperty("user.name");
    var thrift = open.thriftUri();
    var http = URI.create("thrift://" + open.httpUri().getAuthority());
    return List.of(
        new Way("binary", ALL, thrift, List.of(), me),
        new Way("compact", ALL, thrift, List.of(COMPACT), me),
        new Way("framed", ALL, thrift, List.of(FRAMED), me),
        new Way("compact and framed", ALL, thrift, List.of(COMPACT, FRAMED), me),
        new Way("TLS", ALL, thrift, List.of(tls), me),
        new Way("TLS, compact and framed", ALL, thrift, List.of(tls, COMPACT, FRAMED), me),
        new Way("HTTP", HIVE_4, http, List.of(HTTP), me),
        new Way("HTTPS", HIVE_4, http, List.of(HTTP, tls), me),
        new Way("SASL PLAIN", HIVE_4, byPassword.thriftUri(), List.of(PLAIN), USER),
        new Way("SASL PLAIN over TLS", HIVE_4, byPassword.thriftUri(), List.of(PLAIN, tls), USER));
  }

  @TestFactory
  Stream<DynamicTest> hive23() {
    return tests(HiveClient.HIVE_2_3);
  }

  @TestFactory
  Stream<DynamicTest> hive31() {
    return tests(HiveClient.HIVE_3_1);
  }

  @TestFactory
  Stream<DynamicTest> hive40() {
    return tests(HiveClient.HIVE_4_0);
  }

  @TestFactory
  Stream<DynamicTest> hive41() {
    return tests(HiveClient.HIVE_4_1);
  }

  @TestFactory
  Stream<DynamicTest> hive42() {
    return tests(HiveClient.HIVE_4_2);
  }

  /** In this order: who has logged in by Kerberos is asked for a ticket on every way. */
  private static Stream<DynamicTest> tests(HiveClient generation) {
    var shell = shell(generation);
    return Stream.concat(
            ways().stream()
                .filter(way -> way.clients().contains(generation))
                .map(way -> dynamicTest(way.name(), () -> reach(shell, way))),
            Stream.of(
                dynamicTest("Kerberos", () -> kerberos(shell)),
                dynamicTest("delegation token", () -> delegationToken(shell))))
        .onClose(shell::close);
  }

  private static HiveShell shell(HiveClient generation) {
    try {
      return HiveShell.start(generation, folder, "java.security.krb5.conf=" + kdc.configuration());
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private static void reach(HiveShell shell, Way way) {
    shell.connect(way.address(), way.allProperties());
    assertThat(probe(shell)).isEqualTo(way.owner());
  }

  /** Who the server says has made what the client made. */
  private static String probe(HiveShell shell) {
    var database = Scratch.database("transport").toString();
    return shell.call("probe", database, folder.resolve(database).toUri().toString()).get("owner");
  }

  private static void kerberos(HiveShell shell) {
    shell.call("login", kdc.principal(USER), kdc.keytab(USER).toString());
    shell.connect(byTicket.thriftUri(), kerberos);
    assertThat(probe(shell)).isEqualTo(USER);
  }

  /** Asked for with a ticket, it opens a connection without one. */
  private static void delegationToken(HiveShell shell) {
    shell.call("login", kdc.principal(USER), kdc.keytab(USER).toString());
    shell.connect(byTicket.thriftUri(), kerberos);
    var token = shell.call("token", USER, USER).get("token");
    var words =
        Stream.concat(
            Stream.of(
                "connect-with-token",
                "nobody",
                token,
                "here",
                byTicket.thriftUri().toString(),
                "hive.metastore.token.signature=here"),
            kerberos.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()));
    shell.call(words.toArray(String[]::new));
    assertThat(probe(shell)).isEqualTo(USER);
  }
}
