package io.propolis.server.config;

import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.ChangeLogSettings;
import io.propolis.catalog.WorkloadSettings;
import io.propolis.server.config.Setting.Display;
import io.propolis.thrift.notification.MessageFormat;
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
                "Folder of everything that the server keeps on this machine: the embedded database,"
                    + " the default warehouse, the logs of job runs. Made when it is not there. One"
                    + " server at a time owns it.")
        Path data,
    @Setting(
            label = "URI",
            initial = "file:{data}/warehouse",
            help =
                "Where databases lie that give no location of their own: a local folder,"
                    + " s3://bucket/prefix, or a folder in HDFS, Google's or Azure's storage.")
        String warehouse,
    @Setting(
            label = "URI",
            help =
                "Where databases lie that give no location of their own, when their managed tables"
                    + " alone shall lie below the warehouse (Hive's"
                    + " metastore.warehouse.external.dir).")
        @Nullable String externalWarehouse,
    Store store,
    Cache cache,
    Tables tables,
    ThriftDoor thrift,
    Http http,
    Glue glue,
    S3 s3,
    Gcs gcs,
    Azure azure,
    Locks locks,
    Notifications notifications,
    Safeguards safeguards,
    Workload workload,
    Crawls crawls,
    Optimizers optimizers,
    Jobs jobs,
    Log log) {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");

  /** The warehouse with its scheme; a bare path is a local folder. */
  public String warehouseUri() {
    return uri(warehouse);
  }

  /** The same of external tables; null when there is none of their own. */
  public @Nullable String externalWarehouseUri() {
    return externalWarehouse == null ? null : uri(externalWarehouse);
  }

  private static String uri(String location) {
    return SCHEME.matcher(location).matches()
        ? location
        : "file:" + Path.of(location).toAbsolutePath().normalize();
  }

  /** The catalog's database. */
  public record Store(
      @Setting(
              label = "URL",
              initial = "jdbc:sqlite:{data}/catalog.db",
              display = Display.URL,
              help =
                  "JDBC URL of the catalog's database: jdbc:sqlite:FILE, jdbc:mysql://HOST/DATABASE"
                      + " (MySQL and MariaDB) or jdbc:postgresql://HOST/DATABASE.")
          String url,
      @Setting(label = "USER", help = "The database's user.") @Nullable String user,
      @Setting(
              label = "PASSWORD",
              display = Display.MASKED,
              help =
                  "The database user's password. Prefer the environment: flags are seen by"
                      + " everybody on the machine.")
          @Nullable String password,
      @Setting(
              label = "N",
              initial = "10",
              min = 1,
              max = 1000,
              help =
                  "Connections for reading, and as many for writing where the database takes more"
                      + " than one writer.")
          int poolSize) {
    /** Whether the database is a file of this server. */
    public boolean isEmbedded() {
      return url.startsWith("jdbc:sqlite:");
    }
  }

  /** What the catalog keeps in memory. */
  public record Cache(
      @Setting(
              label = "SIZE",
              help =
                  "Memory for databases, tables and partitions that were read, about; the longest"
                      + " unused go when it is full, and a table whose partitions take more than"
                      + " three quarters of it is read from the database each time. A third of the"
                      + " JVM's heap when nobody says otherwise; a million partitions take some 75"
                      + " MiB.")
          @Nullable DataSize size) {
    /** In bytes. */
    public long bytes() {
      return size == null ? CatalogSettings.defaultCacheSize() : size.bytes();
    }
  }

  /** What the catalog keeps of tables. */
  public record Tables(
      @Setting(
              label = "N",
              initial = "1000",
              help =
                  "How many earlier versions of a table are kept, about; of more the oldest go. Each"
                      + " change of a table makes one, an Iceberg commit too (the Glue API's"
                      + " GetTableVersions).")
          int keptVersions) {}

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

  /** The AWS Glue API on the HTTP door. */
  public record Glue(
      @Setting(
              label = "ID",
              initial = "000000000000",
              help =
                  "The AWS account, of twelve digits, that the server is to its clients: it stands"
                      + " in ARNs and is what a call without CatalogId means.")
          String accountId,
      @Setting(
              label = "REGION",
              initial = "us-east-1",
              help = "The AWS region that the server is in to its clients: it stands in ARNs.")
          String region,
      @Setting(
              label = "KEY",
              help =
                  "Access key of the one client that may call. With it, or with"
                      + " glue.credentials-file, requests have to be signed (Signature Version 4);"
                      + " with neither, everybody may call, signed or not.")
          @Nullable String accessKey,
      @Setting(
              label = "SECRET",
              display = Display.MASKED,
              help = "Secret key that goes with glue.access-key.")
          @Nullable String secretKey,
      @Setting(
              label = "FILE",
              help =
                  "Access keys of those who may call, as in ~/.aws/credentials: a section [name]"
                      + " for each user, with aws_access_key_id and aws_secret_access_key.")
          @Nullable Path credentialsFile,
      @Setting(
              label = "KEY",
              display = Display.MASKED,
              help =
                  "Base64 of 32 bytes (openssl rand -base64 32) with which secrets of connections"
                      + " are encrypted in the catalog's database; the same on all servers over it."
                      + " Several, separated by commas: the first one encrypts, all decrypt."
                      + " Without it an embedded database has one in {data}/glue-encryption.key,"
                      + " and other databases keep no secrets.")
          @Nullable String encryptionKey,
      @Setting(
              label = "IDS",
              help =
                  "Keys of KMS, as clients name them, separated by commas, that encryption settings"
                      + " of a catalog may name. For what they say of passwords,"
                      + " glue.encryption-key stands for them; for what they say of the catalog,"
                      + " the encryption of its database's disk, which the operator sees to. Other"
                      + " keys are refused.")
          @Nullable String kmsKeys) {
    public Glue {
      if ((accessKey == null) != (secretKey == null)) {
        throw new IllegalArgumentException("glue.access-key and glue.secret-key go together");
      }
      if (!accountId.matches("\\d{12}")) {
        throw new IllegalArgumentException("glue.account-id has twelve digits, not " + accountId);
      }
    }
  }

  /** S3-compatible storage. */
  public record S3(
      @Setting(
              label = "URL",
              help =
                  "Address of an S3-compatible store that is not AWS, as http://minio:9000. Absent"
                      + " means AWS.")
          @Nullable URI endpoint,
      @Setting(
              label = "REGION",
              help =
                  "Region of the buckets. Absent means the AWS SDK's default chain, or us-east-1"
                      + " with an endpoint.")
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
                  "Whether requests name the bucket in the path, as most stores other than AWS want"
                      + " it.")
          boolean pathStyle) {
    public S3 {
      if ((accessKey == null) != (secretKey == null)) {
        throw new IllegalArgumentException("s3.access-key and s3.secret-key go together");
      }
    }
  }

  /** Google Cloud Storage. */
  public record Gcs(
      @Setting(
              label = "URL",
              help =
                  "Address of Google Cloud Storage when it is not Google's own, as a private one or"
                      + " an emulator's.")
          @Nullable URI endpoint,
      @Setting(
              label = "FILE",
              help =
                  "Key of a service account, or description of a federated identity. Absent means"
                      + " Google's default credentials: GOOGLE_APPLICATION_CREDENTIALS, gcloud, or"
                      + " the machine's service account.")
          @Nullable Path credentials,
      @Setting(
              label = "true|false",
              initial = "false",
              help = "Whether nobody is named to the store: for public buckets and emulators.")
          boolean anonymous) {
    public Gcs {
      if (anonymous && credentials != null) {
        throw new IllegalArgumentException(
            "gcs.credentials and gcs.anonymous contradict each other");
      }
    }
  }

  /** Azure's storage accounts, ADLS Gen2 among them. */
  public record Azure(
      @Setting(
              label = "NAME",
              help =
                  "The storage account that the other settings of azure are about. All accounts are"
                      + " reached without settings by Azure's default credential: AZURE_CLIENT_ID"
                      + " and the like, a workload or managed identity, or the Azure CLI.")
          @Nullable String account,
      @Setting(
              label = "URL",
              help =
                  "Address of the account's blob service when it is not the one that locations"
                      + " name, as a private one or an emulator's.")
          @Nullable URI endpoint,
      @Setting(
              label = "KEY",
              display = Display.MASKED,
              help = "One of the two keys of azure.account.")
          @Nullable String accountKey,
      @Setting(
              label = "TOKEN",
              display = Display.MASKED,
              help = "Shared access signature of azure.account, in place of its key.")
          @Nullable String sasToken) {
    public Azure {
      if (account == null && (endpoint != null || accountKey != null || sasToken != null)) {
        throw new IllegalArgumentException(
            "azure.endpoint, azure.account-key and azure.sas-token go with azure.account");
      }
      if (accountKey != null && sasToken != null) {
        throw new IllegalArgumentException(
            "azure.account-key and azure.sas-token contradict each other");
      }
    }
  }

  /** Locks that clients take on tables. */
  public record Locks(
      @Setting(
              label = "DURATION",
              initial = "5m",
              help =
                  "How long a lock lives without a sign of life of its client (Hive's"
                      + " metastore.txn.timeout).")
          Duration timeout) {}

  /** The log of changes, which Hive's clients read as notifications. */
  public record Notifications(
      @Setting(
              label = "DURATION",
              initial = "1d",
              help =
                  "Age at which changes are forgotten (Hive's"
                      + " metastore.event.db.listener.timetolive). A reader that was away for"
                      + " longer has to begin anew.")
          Duration retention,
      @Setting(
              label = "DURATION",
              initial = "2h",
              help =
                  "Time between two looks for changes to forget "
                      + "(Hive's metastore.event.db.listener.clean.interval).")
          Duration cleanInterval,
      @Setting(
              label = "FORMAT",
              initial = "json",
              help =
                  "How messages are written: json (json-0.2) is read by every Hive client; gzip"
                      + " (gzip(json-2.0)), the default of Hive 4, is smaller and read by Hive 4"
                      + " and Impala.")
          MessageFormat format) {
    /** The same for the catalog. Throws IllegalArgumentException for times of zero. */
    public ChangeLogSettings forCatalog() {
      return new ChangeLogSettings(retention, cleanInterval);
    }

    public Notifications {
      if (retention.isZero() || cleanInterval.isZero()) {
        throw new IllegalArgumentException(
            "notifications.retention and notifications.clean-interval must be longer than nothing");
      }
    }
  }

  /** Hive's resource plans and scheduled queries, and what its servers report. */
  public record Workload(
      @Setting(
              label = "N",
              initial = "4",
              help =
                  "Queries at once in the pool that comes with a new resource plan; 0 for no such"
                      + " pool (Hive's metastore.wm.default.pool.size).")
          int defaultPoolSize,
      @Setting(
              label = "true|false",
              initial = "true",
              help =
                  "Whether scheduled queries are served (Hive's"
                      + " metastore.scheduled.queries.enabled).")
          boolean scheduledQueries,
      @Setting(
              label = "DURATION",
              initial = "2m",
              help =
                  "How long an execution of a scheduled query may show no progress before it counts"
                      + " as timed out (Hive's metastore.scheduled.queries.execution.timeout).")
          Duration executionTimeout,
      @Setting(
              label = "DURATION",
              initial = "30d",
              help =
                  "How long ended executions of scheduled queries are kept "
                      + "(Hive's metastore.scheduled.queries.execution.max.age).")
          Duration executionAge,
      @Setting(
              label = "N",
              initial = "0",
              help =
                  "Failures in a row that disable a scheduled query; 0 for never "
                      + "(Hive's metastore.scheduled.queries.autodisable.count).")
          int disableAfterFailures,
      @Setting(
              label = "N",
              initial = "0",
              help =
                  "Failures in a row up to which each makes a scheduled query miss one turn more; 0"
                      + " for never (Hive's"
                      + " metastore.scheduled.queries.skip.opportunities.after.failures).")
          int skipAfterFailures,
      @Setting(
              label = "DURATION",
              initial = "3d",
              help =
                  "How long runtime statistics of Hive's servers are kept (Hive's"
                      + " metastore.runtime.stats.max.age).")
          Duration runtimeStatisticsAge,
      @Setting(
              label = "DURATION",
              initial = "7d",
              help =
                  "How long metrics of replications are kept (Hive's"
                      + " metastore.repl.metrics.max.age).")
          Duration replicationMetricsAge) {
    /** The same for the catalog. */
    public WorkloadSettings forCatalog() {
      return new WorkloadSettings(
          defaultPoolSize,
          scheduledQueries,
          executionTimeout,
          executionAge,
          disableAfterFailures,
          skipAfterFailures,
          runtimeStatisticsAge,
          replicationMetricsAge);
    }
  }

  /** What protects the server and the lake from their clients. */
  public record Safeguards(
      @Setting(
              label = "N",
              initial = "-1",
              min = -1,
              help =
                  "How many whole partitions one request may read; a request for more fails, and -1"
                      + " allows any number (Hive's metastore.limit.partition.request).")
          int partitionLimit,
      @Setting(
              label = "DURATION",
              initial = "0s",
              help =
                  "How long dropped data is meant to be kept (Hadoop's fs.trash.interval): with any"
                      + " time but 0s it moves to .Trash in the home folder of the server's user,"
                      + " unless the client or the table (auto.purge=true) says otherwise. Emptying"
                      + " that folder is left to the storage.")
          Duration trash,
      @Setting(
              label = "true|false",
              initial = "false",
              help =
                  "Whether a drop is refused when the server may not write where the data lies "
                      + "(Hive's metastore.authorization.storage.checks).")
          boolean storageChecks) {}

  /** How crawls run that the Glue API or a schedule starts. */
  public record Crawls(
      @Setting(
              label = "N",
              initial = "1",
              max = 64,
              help =
                  "Crawls that this server executes at once; 0 leaves them to the other servers over"
                      + " the database.")
          int parallel,
      @Setting(
              label = "URL",
              help =
                  "Address of an SQS-compatible service that is not AWS, as http://elasticmq:9324,"
                      + " with the queues that crawlers in event mode name. Absent means AWS. Keys"
                      + " are those of s3.access-key.")
          @Nullable URI queueEndpoint) {}

  /** How the optimizers of Iceberg tables run. */
  public record Optimizers(
      @Setting(
              label = "N",
              initial = "1",
              max = 64,
              help =
                  "Optimizers of Iceberg tables (the Glue API's CreateTableOptimizer) that this"
                      + " server runs at once; 0 leaves them to the other servers over the"
                      + " database.")
          int parallel,
      @Setting(
              label = "DURATION",
              initial = "1h",
              help =
                  "How often a table with an enabled compaction is looked at; one that has not"
                      + " changed since is passed over. Retention and the deletion of orphans run"
                      + " at their runRateInHours, every 24 hours without one.")
          Duration interval,
      @Setting(
              label = "SIZE",
              initial = "64MiB",
              help =
                  "Memory that each of them has for sorting rows (compaction strategies sort and"
                      + " z-order); what is more lies in the folder for temporary files meanwhile.")
          DataSize sortMemory) {
    public Optimizers {
      if (interval.isZero()) {
        throw new IllegalArgumentException("optimizers.interval must be longer than nothing");
      }
    }
  }

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
                  "A Spark 4.1. Absent means SPARK_HOME of the environment, otherwise the PySpark"
                      + " that the launcher installs.")
          @Nullable Path sparkHome,
      @Setting(
              label = "PROGRAM",
              help =
                  "Python for jobs. Absent means PYSPARK_PYTHON of the environment, otherwise the"
                      + " one that PySpark was installed with, or python3.")
          @Nullable String python,
      @Setting(
              label = "DIR",
              help =
                  "A Java 17 for Spark. Absent means the first one found: JAVA17_HOME, JAVA_HOME,"
                      + " our own, then the usual folders.")
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
