package io.propolis.server.config;

import io.propolis.server.config.Setting.Display;
import io.propolis.thrift.security.Tls.ClientCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The Hive Metastore door. */
public record ThriftDoor(
    @Setting(
            label = "HOST",
            initial = "127.0.0.1",
            help =
                "Address the Hive Metastore door listens on. Nobody is asked who they are: open it"
                    + " to other machines, with 0.0.0.0 or one address, only inside a network that"
                    + " you trust.")
        String host,
    @Setting(
            label = "N",
            initial = "9083",
            max = 65535,
            flags = "--thrift-port",
            help = "Port of the Hive Metastore door; 0 picks a free one.")
        int port,
    @Setting(
            label = "SIZE",
            initial = "1GiB",
            help =
                "The longest request that is read, under 2GiB; a longer one is answered with an"
                    + " error that says so. 1GiB holds a request with 600,000 partitions.")
        DataSize maxMessageSize,
    @Setting(
            label = "SIZE",
            help =
                "The longest reply that is sent, under 2GiB; instead of a longer one comes an error"
                    + " that says so. Clients of Thrift 0.14 and later, as Hive 2.3.10, read"
                    + " 100MiB. With a limit, replies over 1MiB are encoded twice. Absent means"
                    + " any.")
        @Nullable DataSize maxReplySize,
    @Setting(
            label = "N",
            initial = "10000",
            min = 1,
            help =
                "Connections open at once; more are closed as they come, and the log says so."
                    + " Resting ones cost a few KiB each, and the system must allow as many open"
                    + " files (ulimit -n).")
        int maxConnections,
    @Setting(
            label = "N",
            initial = "200",
            min = 1,
            max = 10_000,
            help =
                "Calls served at once. Clients that pause within a call do not count; when as many pause, "
                    + "the one whose call has lasted longest is sent away.")
        int workers,
    @Setting(
            label = "DURATION",
            initial = "1d",
            help =
                "How long a connection may rest between two calls before it is closed; 0s is for"
                    + " ever.")
        Duration idleTimeout,
    @Setting(
            label = "DURATION",
            initial = "10m",
            help = "How long a client may pause within a call before it counts as gone.")
        Duration stallTimeout,
    @Setting(
            label = "PATH",
            initial = "/metastore",
            help =
                "Path on the HTTP door where Thrift is answered over HTTP, as Hive 4 clients send"
                    + " it when metastore.client.thrift.transport.mode is http.")
        String httpPath,
    @Setting(
            label = "HOW",
            initial = "none",
            help =
                "How clients prove who they are: none believes them; password asks by SASL PLAIN,"
                    + " and over HTTP by Basic, for a user of thrift.users-file; kerberos asks by"
                    + " SASL GSSAPI; jwt asks for a Bearer token, over HTTP only, signed with a key"
                    + " of thrift.jwks-url.")
        ThriftAuthentication authentication,
    @Setting(
            label = "FILE",
            help =
                "Users for thrift.authentication: password, one per line as"
                    + " name:iterations:salt:hash, with PBKDF2-HMAC-SHA256 and the last two in"
                    + " hexadecimal. Read again when it changes.")
        @Nullable Path usersFile,
    @Setting(
            label = "URL",
            help =
                "Where the keys of JSON Web Tokens are published (JWKS), for thrift.authentication:"
                    + " jwt. The user is the token's subject.")
        @Nullable URI jwksUrl,
    Kerberos kerberos,
    Tokens tokens,
    Tls tls) {
  /** Sockets count milliseconds in 31 bits. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(20);

  public ThriftDoor {
    if (!httpPath.matches("/[\\w./-]*\\w")) {
      throw new IllegalArgumentException(
          "thrift.http-path must begin with / and name a path, as /metastore: " + httpPath);
    }
    if (authentication == ThriftAuthentication.PASSWORD && usersFile == null) {
      throw new IllegalArgumentException(
          "thrift.users-file is needed when thrift.authentication is password");
    }
    if (authentication == ThriftAuthentication.JWT && jwksUrl == null) {
      throw new IllegalArgumentException(
          "thrift.jwks-url is needed when thrift.authentication is jwt");
    }
    if (authentication == ThriftAuthentication.KERBEROS
        && (kerberos.principal() == null || kerberos.keytab() == null)) {
      throw new IllegalArgumentException(
          "thrift.kerberos.principal and thrift.kerberos.keytab are needed when"
              + " thrift.authentication is kerberos");
    }
    if (stallTimeout.isZero() || stallTimeout.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "thrift.stall-timeout must be more than 0s and at most 20d");
    }
    if (idleTimeout.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("thrift.idle-timeout must be at most 20d; 0s is for ever");
    }
    if (maxReplySize != null && maxReplySize.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("thrift.max-reply-size must be less than 2GiB");
    }
    if (maxMessageSize.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("thrift.max-message-size must be less than 2GiB");
    }
  }

  /** The server's own identity in Kerberos. */
  public record Kerberos(
      @Setting(
              label = "NAME",
              help =
                  "The server's principal, service/host@REALM; _HOST stands for this machine's"
                      + " name.")
          @Nullable String principal,
      @Setting(label = "FILE", help = "Keytab with the key of the principal.")
          @Nullable Path keytab,
      @Setting(
              label = "RULES",
              initial = "DEFAULT",
              help =
                  "How clients' principals become users: rules in the form of Hadoop's"
                      + " auth_to_local, with blanks between; the first that fits decides. DEFAULT"
                      + " takes the first part of principals of the server's realm.")
          String authToLocal) {}

  /** Delegation tokens, which clients with a Kerberos ticket may ask for. */
  public record Tokens(
      @Setting(
              label = "DURATION",
              initial = "7d",
              help = "After which a delegation token is over, however often it is renewed.")
          Duration maxLifetime,
      @Setting(
              label = "DURATION",
              initial = "1d",
              help = "How long a delegation token is valid after it was issued or renewed.")
          Duration renewInterval,
      @Setting(
              label = "DURATION",
              initial = "1d",
              help = "How long new delegation tokens are signed with the same key.")
          Duration keyInterval,
      @Setting(
              label = "RULES",
              help =
                  "Who may ask for tokens in others' names: Hadoop's rules for proxy users, as"
                      + " hue.users=ann,bob; hue.hosts=10.0.0.7. * stands for all; of groups, only"
                      + " hue.groups=* is known.")
          @Nullable String proxyUsers) {}

  /** TLS on the Thrift port and the HTTP port. */
  public record Tls(
      @Setting(
              label = "FILE",
              help =
                  "The server's private key and certificates: PEM (PKCS #8 key and chain in one"
                      + " file) or PKCS12. Absent means that there is no TLS; with it the HTTP port"
                      + " speaks HTTPS, too.")
          @Nullable Path keystore,
      @Setting(
              label = "PASSWORD",
              display = Display.MASKED,
              help = "The keystore's password. Prefer the environment.")
          @Nullable String password,
      @Setting(
              label = "FILE",
              help =
                  "Authorities of clients' certificates: PEM or PKCS12. Absent means those of the"
                      + " JVM.")
          @Nullable Path truststore,
      @Setting(
              label = "PASSWORD",
              display = Display.MASKED,
              help = "The truststore's password. Prefer the environment.")
          @Nullable String truststorePassword,
      @Setting(
              label = "WHICH",
              initial = "none",
              help = "Whether clients show a certificate: none, wanted or required.")
          ClientCertificate clientCertificate,
      @Setting(
              label = "BOOL",
              initial = "true",
              help =
                  "With a keystore: whether clients without TLS are refused, also those of Thrift"
                      + " over HTTP.")
          boolean required) {}
}
