package io.propolis.server.hive;

import static io.propolis.server.hive.Readers.age;
import static io.propolis.server.hive.Readers.atMost;
import static io.propolis.server.hive.Readers.duration;
import static io.propolis.server.hive.Readers.whenKerberos;
import static io.propolis.server.hive.Readers.whenTls;

import io.propolis.server.hive.Reading.Reader;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which properties of Hive and Hadoop become which settings; {@link HiveReasons} why others do not.
 */
final class HiveMapping {
  /**
   * A property that becomes a setting.
   *
   * @param name of the property, the standalone metastore's where it has two
   */
  record Taking(String name, String setting, Reader reader) {}

  static final List<Taking> TAKEN =
      List.of(
          new Taking("fs.defaultFS", "warehouse", Readers::defaultFileSystem),
          new Taking("fs.s3a.access.key", "s3.access-key", Readers::same),
          new Taking("fs.s3a.endpoint", "s3.endpoint", Readers::same),
          new Taking("fs.s3a.endpoint.region", "s3.region", Readers::same),
          new Taking("fs.s3a.path.style.access", "s3.path-style", Readers::same),
          new Taking("fs.s3a.secret.key", "s3.secret-key", Readers::same),
          new Taking("fs.trash.interval", "safeguards.trash", Readers::minutes),
          new Taking(
              "hadoop.security.auth_to_local", "thrift.kerberos.auth-to-local", Readers::oneLine),
          new Taking("javax.jdo.option.ConnectionPassword", "store.password", Readers::same),
          new Taking("javax.jdo.option.ConnectionURL", "store.url", Readers::database),
          new Taking("javax.jdo.option.ConnectionUserName", "store.user", Readers::same),
          new Taking("datanucleus.connectionPool.maxPoolSize", "store.pool-size", atMost(1_000)),
          new Taking("metastore.authentication", "thrift.authentication", Readers::authentication),
          new Taking("metastore.authentication.jwt.jwks.url", "thrift.jwks-url", Readers::same),
          new Taking(
              "metastore.authorization.storage.checks", "safeguards.storage-checks", Readers::same),
          new Taking(
              "metastore.cluster.delegation.key.update-interval",
              "thrift.tokens.key-interval",
              duration(TimeUnit.MILLISECONDS)),
          new Taking(
              "metastore.cluster.delegation.token.max-lifetime",
              "thrift.tokens.max-lifetime",
              duration(TimeUnit.MILLISECONDS)),
          new Taking(
              "metastore.cluster.delegation.token.renew-interval",
              "thrift.tokens.renew-interval",
              duration(TimeUnit.MILLISECONDS)),
          new Taking(
              "metastore.event.db.listener.clean.interval",
              "notifications.clean-interval",
              duration(TimeUnit.SECONDS)),
          new Taking(
              "metastore.event.db.listener.timetolive",
              "notifications.retention",
              age(TimeUnit.SECONDS)),
          new Taking(
              "metastore.event.message.factory", "notifications.format", Readers::messageFormat),
          new Taking(
              "metastore.kerberos.keytab.file", "thrift.kerberos.keytab", whenKerberos("keytab")),
          new Taking(
              "metastore.kerberos.principal",
              "thrift.kerberos.principal",
              whenKerberos("principal")),
          new Taking("metastore.keystore.password", "thrift.tls.password", whenTls("keystore")),
          new Taking("metastore.keystore.path", "thrift.tls.keystore", whenTls("keystore")),
          new Taking(
              "metastore.limit.partition.request",
              "safeguards.partition-limit",
              Readers::countOrAny),
          new Taking(
              "metastore.repl.metrics.max.age",
              "workload.replication-metrics-age",
              age(TimeUnit.DAYS)),
          new Taking(
              "metastore.runtime.stats.max.age",
              "workload.runtime-statistics-age",
              age(TimeUnit.SECONDS)),
          // As Hive 3.1's standalone metastore misnames the one above.
          new Taking(
              "runtime.stats.max.age", "workload.runtime-statistics-age", age(TimeUnit.SECONDS)),
          new Taking("metastore.sasl.enabled", "thrift.authentication", Readers::sasl),
          new Taking(
              "metastore.scheduled.queries.autodisable.count",
              "workload.disable-after-failures",
              Readers::countOrNone),
          new Taking(
              "metastore.scheduled.queries.enabled", "workload.scheduled-queries", Readers::same),
          new Taking(
              "metastore.scheduled.queries.execution.max.age",
              "workload.execution-age",
              age(TimeUnit.SECONDS)),
          new Taking(
              "metastore.scheduled.queries.execution.timeout",
              "workload.execution-timeout",
              age(TimeUnit.SECONDS)),
          new Taking(
              "metastore.scheduled.queries.skip.opportunities.after.failures",
              "workload.skip-after-failures",
              Readers::countOrNone),
          new Taking(
              "metastore.server.max.message.size", "thrift.max-message-size", Readers::messageSize),
          new Taking("metastore.server.max.threads", "thrift.workers", atMost(10_000)),
          new Taking("metastore.server.thrift.http.path", "thrift.http-path", Readers::httpPath),
          new Taking("metastore.server.thrift.transport.mode", "http.port", Readers::httpPort),
          new Taking(
              "metastore.server.thrift.transport.mode",
              "thrift.port",
              Readers::thriftPortBesideHttp),
          new Taking("metastore.thrift.bind.host", "http.host", Readers::httpHost),
          new Taking("metastore.thrift.bind.host", "thrift.host", Readers::same),
          new Taking("metastore.thrift.port", "thrift.port", Readers::port),
          new Taking("metastore.thrift.uris", "thrift.host", Readers::hostOfUris),
          new Taking("metastore.thrift.uris", "thrift.port", Readers::portOfUris),
          new Taking(
              "metastore.truststore.password",
              "thrift.tls.truststore-password",
              whenTls("truststore")),
          new Taking("metastore.truststore.path", "thrift.tls.truststore", whenTls("truststore")),
          new Taking("metastore.txn.timeout", "locks.timeout", duration(TimeUnit.SECONDS)),
          new Taking("metastore.use.SSL", "thrift.tls.required", Readers::tls),
          new Taking("metastore.warehouse.dir", "warehouse", Readers::location),
          new Taking(
              "metastore.warehouse.external.dir", "external-warehouse", Readers::externalLocation),
          new Taking(
              "metastore.wm.default.pool.size",
              "workload.default-pool-size",
              Readers::countOrNone));

  /** One for every service that may act for others: {@code hadoop.proxyuser.hue.hosts}. */
  private static final String PROXY_USERS = "hadoop.proxyuser.";

  private static final Taking PROXIES =
      new Taking(PROXY_USERS + "*", "thrift.tokens.proxy-users", Readers::proxyUsers);

  private HiveMapping() {}

  static List<Taking> of(String name) {
    if (name.startsWith(PROXY_USERS)) {
      return List.of(PROXIES);
    }
    return TAKEN.stream().filter(taking -> taking.name().equals(name)).toList();
  }
}
