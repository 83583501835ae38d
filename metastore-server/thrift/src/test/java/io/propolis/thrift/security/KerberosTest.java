package io.propolis.thrift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.HiveDoor;
import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thrift's own SASL client with tickets of a real KDC. */
class KerberosTest {
  private static final String REALM = "PROPOLIS.TEST";
  private static final String SERVICE = "hive/localhost";

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  @TempDir private Path folder;
  private SimpleKdcServer kdc;
  private ThriftServer server;

  @BeforeEach
  void start() throws Exception {
    kdc = new SimpleKdcServer();
    kdc.setKdcRealm(REALM);
    kdc.setKdcHost("localhost");
    kdc.setAllowUdp(false);
    kdc.setWorkDir(folder.toFile());
    kdc.init();
    kdc.start();
    kdc.createAndExportPrincipals(folder.resolve("hive.keytab").toFile(), SERVICE);
    kdc.createAndExportPrincipals(folder.resolve("alice.keytab").toFile(), "alice");
    System.setProperty("java.security.krb5.conf", folder.resolve("krb5.conf").toString());
    var kerberos = Kerberos.of(SERVICE + "@" + REALM, folder.resolve("hive.keytab"));
    server =
        HiveDoor.open(
            given.whole(),
            new ThriftSettings(
                "localhost",
                0,
                ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES,
                Duration.ofSeconds(30),
                new ThriftSecurity(null, kerberos)));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    kdc.stop();
    System.clearProperty("java.security.krb5.conf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "auth-int", "auth-conf"})
  void aTicketOpensAndNamesTheUserInEveryProtection(String protection) throws Exception {
    PrivilegedExceptionAction<Void> call =
        () -> {
          var socket = new TSocket("localhost", server.address().getPort(), 30_000);
          try (var transport =
              new TSaslClientTransport(
                  "GSSAPI",
                  null,
                  "hive",
                  "localhost",
                  Map.of(Sasl.QOP, protection),
                  null,
                  socket)) {
            transport.open();
            var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
            client.create_database(
                new Database("sales", "x".repeat(300_000), null, new HashMap<>()));
            assertThat(client.get_database("sales").getOwnerName()).isEqualTo("alice");
            assertThat(client.get_database("sales").getDescription()).hasSize(300_000);
          }
          return null;
        };
    Subject.doAs(alice(), call);
  }

  @Test
  void whoeverShowsNoTicketIsToldToShowOne() throws Exception {
    try (var socket = new TSocket("localhost", server.address().getPort(), 30_000)) {
      socket.open();
      var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));

      assertThatThrownBy(client::get_all_databases)
          .isInstanceOf(TApplicationException.class)
          .hasMessageContaining("SASL [GSSAPI]");
    }
  }

  private Subject alice() throws LoginException {
    var options =
        Map.of(
            "principal", "alice@" + REALM,
            "useKeyTab", "true",
            "keyTab", folder.resolve("alice.keytab").toString(),
            "doNotPrompt", "true",
            "refreshKrb5Config", "true");
    var entry =
        new AppConfigurationEntry(
            "com.sun.security.auth.module.Krb5LoginModule",
            LoginModuleControlFlag.REQUIRED,
            options);
    var configuration =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {entry};
          }
        };
    var subject = new Subject();
    new LoginContext("client", subject, null, configuration).login();
    return subject;
  }
}
