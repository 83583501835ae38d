package io.propolis.thrift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.access.TokenLifetimes;
import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.HiveDoor;
import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.sasl.Sasl;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.hadoop.hive.metastore.security.DelegationTokenIdentifier;
import org.apache.hadoop.hive.metastore.security.HadoopThriftAuthBridge;
import org.apache.hadoop.security.token.Token;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that real tickets get, shown by Hive's own client. */
class DelegationTokensTest {
  private static final Delegation OOZIE_FOR_ALICE =
      new Delegation(
          TokenLifetimes.DEFAULT,
          ProxyUsers.of(
              Map.of(
                  "hadoop.proxyuser.oozie.users", "alice",
                  "hadoop.proxyuser.oozie.hosts", "localhost")));

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  @RegisterExtension final GivenKdc kdc = new GivenKdc("alice", "bob", "oozie");
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  private ThriftServer serve(Delegation delegation) {
    var server =
        HiveDoor.open(
            given.whole(),
            new ThriftSettings(
                "localhost",
                0,
                ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES,
                Duration.ofSeconds(30),
                new ThriftSecurity(null, kdc.kerberos(), delegation)));
    server.start();
    open.add(server);
    return server;
  }

  private interface Call<T> {
    T on(ThriftHiveMetastore.Client client) throws TException;
  }

  private <T> T withTicket(ThriftServer server, String user, Call<T> call) throws Exception {
    return kdc.as(
        user,
        () -> {
          try (var transport =
              new TSaslClientTransport(
                  "GSSAPI", null, "hive", "localhost", Map.of(), null, socket(server))) {
            transport.open();
            return call.on(new ThriftHiveMetastore.Client(new TBinaryProtocol(transport)));
          }
        });
  }

  private String token(ThriftServer server, String user) throws Exception {
    return withTicket(server, user, client -> client.get_delegation_token(user, "bob"));
  }

  private static TSocket socket(ThriftServer server) throws TTransportException {
    return new TSocket("localhost", server.address().getPort(), 30_000);
  }

  private ThriftHiveMetastore.Client withToken(
      ThriftServer server, String token, Map<String, String> properties) throws Exception {
    TTransport transport =
        new HadoopThriftAuthBridge.Client()
            .createClientTransport(null, "localhost", "DIGEST", token, socket(server), properties);
    transport.open();
    open.add(0, transport::close);
    return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
  }

  private static Token<DelegationTokenIdentifier> read(String written) throws Exception {
    var token = new Token<DelegationTokenIdentifier>();
    token.decodeFromUrlString(written);
    return token;
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "auth-int", "auth-conf"})
  void aTokenOpensForItsOwnerOnEveryNodeInEveryProtection(String protection) throws Exception {
    var written = token(serve(Delegation.DEFAULT), "alice");
    var client = withToken(serve(Delegation.DEFAULT), written, Map.of(Sasl.QOP, protection));

    client.set_ugi("root", new ArrayList<>());
    client.create_database(new Database("sales", "x".repeat(200_000), null, new HashMap<>()));
    assertThat(client.get_database("sales").getOwnerName()).isEqualTo("alice");
  }

  @Test
  void whatATokenSaysIsReadByHadoop() throws Exception {
    var server = serve(OOZIE_FOR_ALICE);
    var written =
        withTicket(
            server,
            "oozie",
            client ->
                client.get_delegation_token(
                    "alice@" + GivenKdc.REALM, "yarn/host@" + GivenKdc.REALM));
    var token = read(written);
    assertThat(token.getKind()).isEqualTo(DelegationTokenIdentifier.HIVE_DELEGATION_KIND);
    var identifier = new DelegationTokenIdentifier();
    identifier.readFields(
        new java.io.DataInputStream(new java.io.ByteArrayInputStream(token.getIdentifier())));
    assertThat(identifier.getUser().getShortUserName()).isEqualTo("alice");
    assertThat(identifier.getUser().getRealUser().getShortUserName()).isEqualTo("oozie");
    assertThat(identifier.getRenewer()).hasToString("yarn");
    assertThat(Duration.ofMillis(identifier.getMaxDate() - identifier.getIssueDate()))
        .isEqualTo(Duration.ofDays(7));
    assertThat(token.encodeToUrlString()).isEqualTo(written);
    assertThat(withToken(server, written, Map.of()).get_all_databases()).contains("default");
  }

  @Test
  void aForgedACancelledAndAnExpiredTokenOpenNothing() throws Exception {
    var server = serve(Delegation.DEFAULT);
    var written = token(server, "alice");
    var forged = read(written);
    forged.setPassword(new byte[20]);
    var forgedText = forged.encodeToUrlString();
    assertThatThrownBy(() -> withToken(server, forgedText, Map.of()))
        .isInstanceOf(TTransportException.class);
    assertThatThrownBy(
            () ->
                withTicket(
                    server,
                    "alice",
                    client -> {
                      client.cancel_delegation_token(forgedText);
                      return null;
                    }))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("wrong password");

    var client = withToken(server, written, Map.of());
    client.cancel_delegation_token(written);
    assertThatThrownBy(() -> withToken(server, written, Map.of()))
        .isInstanceOf(TTransportException.class);

    var brief = new TokenLifetimes(Duration.ofDays(7), Duration.ofMillis(-1), Duration.ofDays(1));
    var late = serve(new Delegation(brief, ProxyUsers.NONE));
    var expired = token(late, "alice");
    assertThatThrownBy(() -> withToken(late, expired, Map.of()))
        .isInstanceOf(TTransportException.class);
  }

  @Test
  void onlyTheRenewerRenewsAndOnlyThoseConcernedCancel() throws Exception {
    var server = serve(Delegation.DEFAULT);
    var written = token(server, "alice");
    assertThatThrownBy(
            () -> withTicket(server, "alice", client -> client.renew_delegation_token(written)))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("non-matching renewer bob");
    long until = withTicket(server, "bob", client -> client.renew_delegation_token(written));
    assertThat(until)
        .isBetween(
            System.currentTimeMillis() + Duration.ofHours(23).toMillis(),
            System.currentTimeMillis() + Duration.ofHours(25).toMillis());
    Call<Void> cancel =
        client -> {
          client.cancel_delegation_token(written);
          return null;
        };
    assertThatThrownBy(() -> withTicket(server, "oozie", cancel))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("not authorized to cancel");
    withTicket(server, "bob", cancel);
    assertThatThrownBy(() -> withTicket(server, "alice", cancel))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("expired or does not exist");
  }

  @Test
  void aTokenIsGivenForATicketAndForOneselfUnlessAProxyUserAsks() throws Exception {
    var server = serve(OOZIE_FOR_ALICE);
    assertThatThrownBy(
            () ->
                withTicket(server, "oozie", client -> client.get_delegation_token("bob", "oozie")))
        .isInstanceOf(MetaException.class)
        .hasMessage("User: oozie is not allowed to impersonate bob");
    assertThatThrownBy(
            () -> withTicket(server, "bob", client -> client.get_delegation_token("alice", "bob")))
        .isInstanceOf(MetaException.class)
        .hasMessage("User: bob is not allowed to impersonate alice");
    var byToken = withToken(server, token(server, "alice"), Map.of());
    assertThatThrownBy(() -> byToken.get_delegation_token("alice", "alice"))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("only with kerberos authentication");
    assertThatThrownBy(() -> given.client().get_delegation_token("alice", "alice"))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("only with kerberos authentication");
    assertThatThrownBy(() -> given.client().cancel_delegation_token("no token"))
        .isInstanceOf(MetaException.class);
  }
}
