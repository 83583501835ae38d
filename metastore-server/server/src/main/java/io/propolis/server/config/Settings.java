package io.propolis.server.config;

import io.propolis.server.config.Setting.Display;
import io.propolis.thrift.security.Tls.ClientCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everything an operator can set. Each component is one key of {@code propolis.yaml}. */
public record Settings(
    @Setting(
            label = "DIR",
            initial = "propolis-data",
            help =
                "Folder of everything that the server keeps on this machine: the embedded database, "
                    + "the default warehouse, the logs of job runs. Made when it is not there. One server at a time owns it.")
        Path data,
    @Setting(
            label = "URI",
            initial = "file:{data}/warehouse",
            help =
                "Where databases lie that give no location of their own: a local folder or s3://bucket/prefix.")
        String warehouse,
    Store store,
    Thrift thrift,
    Http http,
    S3 s3,
    Locks locks,
    Jobs jobs,
    Log log) {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");

  /** The warehouse with its scheme; a bare path is a local folder. */
  public String warehouseUri() {
    return SCHEME.matcher(warehouse).matches()
        ? warehouse
        : "file:" + Path.of(warehouse).toAbsolutePath().normalize();
  }

  /** The catalog's database. */
  public record Store(
      @Setting(
              label = "URL",
              initial = "jdbc:sqlite:{data}/catalog.db",
              display = Display.URL,
              help =
                  "JDBC URL of the catalog's database: jdbc:sqlite:FILE, jdbc:mysql://HOST/DATABASE "
                      + "(MySQL and MariaDB) or jdbc:postgresql://HOST/DATABASE.")
          String url,
      @Setting(label = "USER", help = "The database's user.") @Nullable String user,
      @Setting(
              label = "PASSWORD",
              display = Display.MASKED,
              help =
                  "The database user's password. Prefer the environment: flags are seen by everybody on the machine.")
          @Nullable String password,
      @Setting(
              label = "N",
              initial = "10",
              min = 1,
              max = 1000,
              help =
                  "Connections for reading, and as many for writing where the database takes more than one writer.")
          int poolSize) {}

  /** The Hive Metastore door. */
  public record Thrift(
      @Setting(
              label = "HOST",
              initial = "127.0.0.1",
              help =
                  "Address the Hive Metastore door listens on. Nobody is asked who they are: open it to other "
                      + "machines, with 0.0.0.0 or one address, only inside a network that you trust.")
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
                  "The longest request that is read, under 2GiB; a longer one ends its connection. "
                      + "1GiB holds a request with 600,000 partitions.")
          DataSize maxMessageSize,
      @Setting(
              label = "PATH",
              initial = "/metastore",
              help =
                  "Path on the HTTP door where Thrift is answered over HTTP, as Hive 4 clients send it when "
                      + "metastore.client.thrift.transport.mode is http.")
          String httpPath,
      @Setting(
              label = "HOW",
              initial = "none",
              help =
                  "How clients prove who they are: none believes them; password asks by SASL PLAIN, and over HTTP by "
                      + "Basic, for a user of thrift.users-file; kerberos asks by SASL GSSAPI.")
          ThriftAuthentication authentication,
      @Setting(
              label = "FILE",
              help =
                  "Users for thrift.authentication: password, one per line as name:iterations:salt:hash, with "
                      + "PBKDF2-HMAC-SHA256 and the last two in hexadecimal. Read again when it changes.")
          @Nullable Path usersFile,
      Kerberos kerberos,
      Tls tls) {
    public Thrift {
      if (!httpPath.matches("/[\\w./-]*\\w")) {
        throw new IllegalArgumentException(
            "thrift.http-path must begin with / and name a path, as /metastore: " + httpPath);
      }
      if (authentication == ThriftAuthentication.PASSWORD && usersFile == null) {
        throw new IllegalArgumentException(
            "thrift.users-file is needed when thrift.authentication is password");
      }
      if (authentication == ThriftAuthentication.KERBEROS
          && (kerberos.principal() == null || kerberos.keytab() == null)) {
        throw new IllegalArgumentException(
            "thrift.kerberos.principal and thrift.kerberos.keytab are needed when"
                + " thrift.authentication is kerberos");
      }
      if (maxMessageSize.bytes() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("thrift.max-message-size must be less than 2GiB");
      }
    }
  }

  /** The server's own identity in Kerberos. */
  public record Kerberos(
      @Setting(
              label = "NAME",
              help =
                  "The server's principal, service/host@REALM; _HOST stands for this machine's name.")
          @Nullable String principal,
      @Setting(label = "FILE", help = "Keytab with the key of the principal.")
          @Nullable Path keytab) {}

  /** TLS on the Thrift port. */
  public record Tls(
      @Setting(
              label = "FILE",
              help =
                  "The server's private key and certificates: PEM (PKCS #8 key and chain in one file) or PKCS12. "
                      + "Absent means that the Thrift port speaks no TLS.")
          @Nullable Path keystore,
      @Setting(
              label = "PASSWORD",
              display = Display.MASKED,
              help = "The keystore's password. Prefer the environment.")
          @Nullable String password,
      @Setting(
              label = "FILE",
              help =
                  "Authorities of clients' certificates: PEM or PKCS12. Absent means those of the JVM.")
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
                  "With a keystore: whether clients without TLS are refused, also those of Thrift over HTTP.")
          boolean required) {}

  /** The HTTP door. */
  public record Http(
      @Setting(
              label = "HOST",
              initial = "127.0.0.1",
              help = "Address the HTTP door listens on; see thrift.host.")
          String host,
      @Setting(
              label = "N",
              initial = "9080",
              max = 65535,
              flags = "--http-port",
              help = "Port of the HTTP door; 0 picks a free one.")
          int port) {}

  /** S3-compatible storage. */
  public record S3(
      @Setting(
              label = "URL",
              help =
                  "Address of an S3-compatible store that is not AWS, as http://minio:9000. Absent means AWS.")
          @Nullable URI endpoint,
      @Setting(
              label = "REGION",
              help =
                  "Region of the buckets. Absent means the AWS SDK's default chain, or us-east-1 with an endpoint.")
          @Nullable String region,
      @Setting(
              label = "KEY",
              help = "Access key. Absent means the AWS SDK's default chain of credentials.")
          @Nullable String accessKey,
      @Setting(
              label = "SECRET",
              display = Display.MASKED,
              help = "Secret key that goes with s3.access-key.")
          @Nullable String secretKey,
      @Setting(
              label = "true|false",
              initial = "false",
              help =
                  "Whether requests name the bucket in the path, as most stores other than AWS want it.")
          boolean pathStyle) {
    public S3 {
      if ((accessKey == null) != (secretKey == null)) {
        throw new IllegalArgumentException("s3.access-key and s3.secret-key go together");
      }
    }
  }

  /** Locks that clients take on tables. */
  public record Locks(
      @Setting(
              label = "DURATION",
              initial = "5m",
              help =
                  "How long a lock lives without a sign of life of its client (Hive's metastore.txn.timeout).")
          Duration timeout) {}

  /** How jobs run. */
  public record Jobs(
      @Setting(
              label = "MASTER",
              initial = "local[*]",
              help = "Spark's master: local[*], spark://HOST:PORT, yarn or k8s://URL.")
          String master,
      @Setting(
              label = "DIR",
              help =
                  "A Spark 4.1. Absent means SPARK_HOME of the environment, otherwise the PySpark that the launcher installs.")
          @Nullable Path sparkHome,
      @Setting(
              label = "PROGRAM",
              help =
                  "Python for jobs. Absent means PYSPARK_PYTHON of the environment, otherwise the one that PySpark "
                      + "was installed with, or python3.")
          @Nullable String python,
      @Setting(
              label = "DIR",
              help =
                  "A Java 17 for Spark. Absent means the first one found: JAVA17_HOME, JAVA_HOME, our own, then the usual folders.")
          @Nullable Path javaHome,
      @Setting(
              label = "DURATION",
              initial = "10s",
              help = "How long a cancelled run may take to end before it is killed.")
          Duration grace) {}

  /** What the server says. */
  public record Log(
      @Setting(
              label = "LEVEL",
              initial = "info",
              help = "Least important messages that are logged: error, warn, info, debug or trace.")
          LogLevel level) {}
}
