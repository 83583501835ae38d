package io.propolis.thrift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.HiveDoor;
import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.security.sasl.Sasl;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thrift's own SASL client with tickets of a real KDC. */
class KerberosTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  @RegisterExtension final GivenKdc kdc = new GivenKdc("alice");
  private ThriftServer server;

  @BeforeEach
  void start() {
    server =
        HiveDoor.open(
            given.whole(),
            new ThriftSettings(
                "localhost",
                0,
                ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES,
                Duration.ofSeconds(30),
                new ThriftSecurity(null, kdc.kerberos())));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
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
    kdc.as("alice", call);
  }

  @Test
  void whoeverShowsNoTicketIsToldToShowOne() throws Exception {
    try (var socket = new TSocket("localhost", server.address().getPort(), 30_000)) {
      socket.open();
      var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));

      assertThatThrownBy(client::get_all_databases)
          .isInstanceOf(TApplicationException.class)
          .hasMessageContaining("SASL [DIGEST-MD5, GSSAPI]");
    }
  }

  @Test
  void aPrincipalThatNoRuleFitsIsRefused() {
    var settings =
        new ThriftSettings(
            "localhost",
            0,
            ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES,
            Duration.ofSeconds(30),
            new ThriftSecurity(null, kdc.kerberos("RULE:[1:$1@$0](.*@ELSEWHERE)s/@.*//")));
    try (var strict = HiveDoor.open(given.whole(), settings)) {
      strict.start();
      PrivilegedExceptionAction<Object> call =
          () -> {
            var socket = new TSocket("localhost", strict.address().getPort(), 30_000);
            try (var transport =
                new TSaslClientTransport(
                    "GSSAPI", null, "hive", "localhost", Map.of(), null, socket)) {
              transport.open();
              return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport))
                  .get_all_databases();
            }
          };
      assertThatThrownBy(() -> kdc.as("alice", call)).isInstanceOf(TTransportException.class);
    }
  }
}
