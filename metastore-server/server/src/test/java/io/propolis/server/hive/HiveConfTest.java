package io.propolis.server.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.server.config.Configuration;
import io.propolis.server.config.Imported;
import io.propolis.server.config.InvalidSettingException;
import io.propolis.server.config.SettingKey;
import io.propolis.server.config.Settings;
import io.propolis.thrift.HiveProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiveConfTest {
  private static final Path PAGE = Path.of("../../docs/hive-properties.md");

  @TempDir private Path folder;

  @Test
  void settingsAreTakenUnderBothNamesAndTheNewerWins() throws IOException {
    var conf =
        site(
            """
            hive.metastore.port=9123
            hive.txn.timeout=120
            metastore.txn.timeout=90s
            hive.metastore.server.max.message.size=100Mb
            metastore.server.max.threads=77
            metastore.warehouse.dir=/user/hive/warehouse
            """);
    var settings = load(conf).settings();

    assertThat(settings.thrift().port()).isEqualTo(9123);
    assertThat(settings.locks().timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.thrift().maxMessageSize().bytes()).isEqualTo(100L << 20);
    assertThat(settings.thrift().workers()).isEqualTo(77);
    assertThat(settings.warehouseUri()).isEqualTo("file:/user/hive/warehouse");
    assertThat(conf.report())
        .anyMatch(line -> line.contains("metastore.txn.timeout is said, too"))
        .anyMatch(line -> line.matches("hive.metastore.port = 9123 .* is thrift.port = 9123"));
  }

  @Test
  void whatHiveKeepsForEverOrNeverDoesIsSaidByNegativeNumbers() throws IOException {
    var conf =
        site(
            """
            hive.metastore.runtime.stats.max.age=-1
            metastore.repl.metrics.max.age=2
            metastore.scheduled.queries.autodisable.count=-1
            metastore.scheduled.queries.enabled=false
            metastore.wm.default.pool.size=-1
            """);
    var workload = load(conf).settings().workload();

    assertThat(workload.runtimeStatisticsAge()).isEqualTo(Duration.ofDays(36_500));
    assertThat(workload.replicationMetricsAge()).isEqualTo(Duration.ofDays(2));
    assertThat(workload.disableAfterFailures()).isZero();
    assertThat(workload.scheduledQueries()).isFalse();
    assertThat(workload.defaultPoolSize()).isZero();
  }

  @Test
  void limitsTrashAndChecksAreTaken() throws IOException {
    var conf =
        site(
            """
            hive.metastore.limit.partition.request=100000
            fs.trash.interval=360
            hive.metastore.authorization.storage.checks=true
            """);
    var none =
        site(
            """
            metastore.limit.partition.request=-7
            fs.trash.interval=0.5
            metastore.authorization.storage.checks=false
            """);

    assertThat(load(conf).settings().safeguards())
        .isEqualTo(new Settings.Safeguards(100_000, Duration.ofHours(6), true));
    assertThat(load(none).settings().safeguards())
        .isEqualTo(new Settings.Safeguards(-1, Duration.ofSeconds(30), false));
    assertThatThrownBy(() -> load(site("fs.trash.interval=6h")))
        .hasMessageContaining("fs.trash.interval in ")
        .hasMessageContaining("no number of minutes");
  }

  /** Hive's distributions ship 100,000 threads. */
  @Test
  void numbersBeyondWhatIsOfUseAreTakenAsTheMost() throws IOException {
    var conf =
        site(
            "hive.metastore.server.max.threads=100000\ndatanucleus.connectionPool.maxPoolSize=5000");

    assertThat(load(conf).settings().thrift().workers()).isEqualTo(10_000);
    assertThat(load(conf).settings().store().poolSize()).isEqualTo(1_000);
    assertThat(conf.report()).anyMatch(line -> line.endsWith("is thrift.workers = 10000"));
  }

  /** What was protected or done before is not, now: an administrator must not overlook it. */
  @Test
  void whatSomebodyMayRelyOnAndIsIgnoredStandsOut() throws IOException {
    var conf =
        site(
            """
            metastore.pre.event.listeners=org.example.AuthorizationPreEventListener
            hive.metastore.event.db.notification.api.auth=false
            hive.compactor.initiator.on=true
            hive.compactor.worker.threads=0
            hive.metastore.thirft.port=9083
            """);

    assertThat(conf.losses()).hasSize(2).isSubsetOf(conf.report());
    assertThat(conf.losses())
        .anyMatch(line -> line.contains("AuthorizationPreEventListener") && line.contains("nobody"))
        .anyMatch(line -> line.contains("initiator.on = true") && line.contains("runworker.in"));
    assertThat(conf.report())
        .anyMatch(line -> line.endsWith("is ignored: no property of this name is known"));
  }

  @Test
  void aNameThatOnlyHive3HasIsTaken() throws IOException {
    assertThat(load(site("runtime.stats.max.age=2d")).settings().workload().runtimeStatisticsAge())
        .isEqualTo(Duration.ofDays(2));
  }

  @Test
  void everyPropertyOfHiveIsTakenOrHasAReasonOfItsOwn() {
    assertThat(HiveProperties.all())
        .extracting(HiveProperties.Property::name)
        .filteredOn(name -> HiveMapping.of(name).isEmpty())
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(HiveReasons.of(name))
                    .as(name)
                    .isNotEqualTo("it has no meaning here")
                    .isNotEqualTo("no property of this name is known"));
  }

  @Test
  void everythingElseWinsOverItAndTheListingSaysWhoSaidWhat() throws IOException {
    var conf =
        site(
            """
            metastore.thrift.port=1
            metastore.thrift.bind.host=10.0.0.1
            metastore.server.max.threads=5
            metastore.txn.timeout=60s
            """);
    var yaml = Files.writeString(folder.resolve("p.yaml"), "thrift: {host: 10.0.0.2}");

    var configuration =
        Configuration.load(
            Map.of("thrift.port", "3"),
            Map.of("PROPOLIS_THRIFT_WORKERS", "6"),
            Optional.of(yaml),
            conf.settings());

    assertThat(configuration.effective())
        .extracting(Object::toString)
        .contains(
            "thrift.port = 3 (--thrift.port)",
            "thrift.workers = 6 (PROPOLIS_THRIFT_WORKERS)",
            "thrift.host = 10.0.0.2 (" + yaml + ")",
            "locks.timeout = 60s (metastore.txn.timeout in " + folder + "/metastore-site.xml)");
  }

  @Test
  void laterFilesOfAFolderWinExceptOverWhatIsFinal() throws IOException {
    write("core-site.xml", property("fs.defaultFS", "s3a://lake/"));
    write(
        "hive-site.xml",
        property("hive.metastore.warehouse.dir", "/old")
            + "<property name='metastore.server.max.threads' value='11' final='true'/>");
    write(
        "metastore-site.xml",
        property("hive.metastore.warehouse.dir", "/warehouse")
            + property("metastore.server.max.threads", "12"));

    var settings = load(HiveConf.read(folder, Map.of())).settings();

    assertThat(settings.warehouse()).isEqualTo("s3a://lake/warehouse");
    assertThat(settings.thrift().workers()).isEqualTo(11);
  }

  @Test
  void externalTablesMayHaveAWarehouseOfTheirOwn() throws IOException {
    var conf =
        site(
            """
            metastore.warehouse.dir=s3a://lake/managed
            metastore.warehouse.external.dir=s3a://lake/external
            """);

    assertThat(load(conf).settings().externalWarehouseUri()).isEqualTo("s3a://lake/external");
    assertThat(load(HiveConf.NONE).settings().externalWarehouseUri()).isNull();
    assertThatThrownBy(() -> load(site("metastore.warehouse.external.dir=oss://lake/external")))
        .hasMessageContaining("metastore.warehouse.external.dir in ")
        .hasMessageContaining("no storage serves oss://lake/external");
  }

  @Test
  void aWarehouseMayLieInHdfs() throws IOException {
    var conf =
        site("fs.defaultFS=hdfs://nn:8020\nhive.metastore.warehouse.dir=/user/hive/warehouse");

    assertThat(load(conf).settings().warehouse()).isEqualTo("hdfs://nn:8020/user/hive/warehouse");
  }

  @Test
  void aWarehouseThatNoStorageServesStopsTheStartUnlessAnotherIsNamed() throws IOException {
    var conf = site("fs.defaultFS=oss://lake\nhive.metastore.warehouse.dir=/user/hive/warehouse");

    assertThatThrownBy(() -> load(conf))
        .hasMessageContaining("hive.metastore.warehouse.dir in ")
        .hasMessageContaining(
            "no storage serves oss://lake/user/hive/warehouse. Name another with --warehouse");
    var settings =
        Configuration.load(
                Map.of("warehouse", "s3://lake/warehouse"),
                Map.of(),
                Optional.empty(),
                conf.settings())
            .settings();
    assertThat(settings.warehouse()).isEqualTo("s3://lake/warehouse");
  }

  @Test
  void everyPropertyIsOneLineOfTheLog() throws IOException {
    write(
        "metastore-site.xml",
        property("hadoop.security.auth_to_local", "RULE:[1:$1]\nDEFAULT")
            + property("my.own", "a\n2026-01-01 forged"));
    var lines = HiveConf.read(folder, Map.of());

    assertThat(lines.report()).hasSize(2).noneMatch(line -> line.contains("\n"));
    assertThat(setting(lines, "thrift.kerberos.auth-to-local")).isEqualTo("RULE:[1:$1] DEFAULT");
  }

  @Test
  void variablesAndIncludedFilesAreFilledIn() throws IOException {
    Files.writeString(
        folder.resolve("more.xml"),
        "<configuration>" + property("root", "/data/${zone}") + "</configuration>");
    write(
        "hive-site.xml",
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='more.xml'/>"
            + property("zone", "${env.ZONE:-eu}")
            + property("metastore.warehouse.dir", "${root}/${self.made}")
            + property("self.made", "${self.made}")
            + property("hive.metastore.port", "${env:PORT}"));

    var conf = HiveConf.read(folder, Map.of("PORT", "9999"));

    assertThat(setting(conf, "warehouse")).isEqualTo("file:/data/eu/${self.made}");
    assertThat(setting(conf, "thrift.port")).isEqualTo("9999");
  }

  @Test
  void nothingFromOutsideIsReadThroughEntitiesOrIncludes() throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "hunter2");
    var file =
        Files.writeString(
            folder.resolve("evil.xml"),
            "<!DOCTYPE c [<!ENTITY e SYSTEM '%s'>]><configuration>%s</configuration>"
                .formatted(secret.toUri(), property("hive.metastore.port", "&e;")));
    var remote =
        Files.writeString(
            folder.resolve("remote.xml"),
            "<configuration><xi:include xmlns:xi='http://www.w3.org/2001/XInclude'"
                + " href='http://127.0.0.1:1/x.xml'/></configuration>");

    assertThatThrownBy(() -> HiveConf.read(file, Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("evil.xml")
        .hasMessageContaining("DOCTYPE");
    assertThatThrownBy(() -> HiveConf.read(remote, Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("remote.xml");
  }

  @Test
  void derbyStopsTheStartWithAdviceUnlessAnotherStoreIsNamed() throws IOException {
    var conf = site("javax.jdo.option.ConnectionURL=jdbc:derby:;databaseName=metastore_db");

    assertThatThrownBy(() -> load(conf))
        .hasMessageContaining("javax.jdo.option.ConnectionURL in ")
        .hasMessageContaining("Derby is not served")
        .hasMessageContaining("Leave the property out");
    var settings =
        Configuration.load(
                Map.of("store.url", "jdbc:sqlite:x.db"),
                Map.of(),
                Optional.empty(),
                conf.settings())
            .settings();
    assertThat(settings.store().url()).isEqualTo("jdbc:sqlite:x.db");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://db/hive?useSSL=false, jdbc:mysql://db/hive?useSSL=false",
    "jdbc:mariadb://db/hive, jdbc:mysql://db/hive",
    "jdbc:postgresql://db/hive, jdbc:postgresql://db/hive"
  })
  void databasesAreTakenWithTheirUser(String written, String taken) throws IOException {
    var conf =
        site(
            "javax.jdo.option.ConnectionURL=%s\njavax.jdo.option.ConnectionUserName=u\n"
                    .formatted(written)
                + "javax.jdo.option.ConnectionPassword=hunter2");
    var store = load(conf).settings().store();

    assertThat(store.url()).isEqualTo(taken);
    assertThat(store.user()).isEqualTo("u");
    assertThat(store.password()).isEqualTo("hunter2");
    assertThat(conf.report()).noneMatch(line -> line.contains("hunter2"));
    assertThat(conf.answers(load(conf)).values()).doesNotContain("hunter2");
  }

  @Test
  void tlsAndKerberosAreTakenOnlyWhenTheyAreOn() throws IOException {
    var keys = "metastore.keystore.path=/k.p12\nmetastore.kerberos.principal=hive/h@R\n";
    var off = site(keys + "metastore.kerberos.keytab.file=/k.keytab");
    var on =
        site(
            keys
                + "metastore.kerberos.keytab.file=/k.keytab\nhive.metastore.use.SSL=true\n"
                + "hive.metastore.sasl.enabled=true");

    assertThat(load(off).settings().thrift().tls().keystore()).isNull();
    assertThat(off.report())
        .anyMatch(line -> line.contains("metastore.use.SSL is not true"))
        .anyMatch(line -> line.contains("metastore.sasl.enabled is not true"));
    assertThat(load(on).settings().thrift().tls().keystore()).isEqualTo(Path.of("/k.p12"));
    assertThat(setting(on, "thrift.authentication")).isEqualTo("kerberos");
  }

  @Test
  void anAuthenticationThatCannotBeHadStopsTheStart() throws IOException {
    var conf = site("metastore.authentication=LDAP");

    assertThatThrownBy(() -> load(conf)).hasMessageContaining("LDAP is not taken");
  }

  @Test
  void aUriOfAnotherHostOpensThePortToOthersAsHiveDoes() throws IOException {
    var conf = site("hive.metastore.uris=thrift://10.1.2.3:9085,thrift://10.1.2.4:9085");
    var here = site("hive.metastore.uris=thrift://localhost:9086");

    assertThat(load(conf).settings().thrift().host()).isEqualTo("0.0.0.0");
    assertThat(load(conf).settings().thrift().port()).isEqualTo(9085);
    assertThat(load(here).settings().thrift().host()).isEqualTo("127.0.0.1");
    assertThat(load(here).settings().thrift().port()).isEqualTo(9086);
  }

  @Test
  void httpTakesThePortThatHiveGivesIt() throws IOException {
    var conf =
        site(
            "metastore.server.thrift.transport.mode=http\nmetastore.thrift.port=9090\n"
                + "metastore.server.thrift.http.path=hms");
    var settings = load(conf).settings();

    assertThat(settings.http().port()).isEqualTo(9090);
    assertThat(settings.thrift().port()).isZero();
    assertThat(settings.thrift().httpPath()).isEqualTo("/hms");
  }

  @Test
  void whatIsIgnoredHasAReason() throws IOException {
    var conf =
        site(
            "hive.exec.dynamic.partition=true\ndatanucleus.schema.autoCreateAll=true\n"
                + "my.own=1\nhive.metastore.event.listeners=com.acme.Listener");

    assertThat(conf.settings()).isEmpty();
    assertThat(conf.report())
        .hasSize(4)
        .anyMatch(line -> line.matches("hive.exec.dynamic.*query engine.*"))
        .anyMatch(line -> line.matches("datanucleus.*DataNucleus.*"))
        .anyMatch(line -> line.matches("my.own.*no property of this name is known"))
        .anyMatch(line -> line.matches(".*listeners.*classes of Hive's are not loaded"));
  }

  @Test
  void proxyUsersBecomeOneSetting() throws IOException {
    var conf = site("hadoop.proxyuser.hue.hosts=10.0.0.7\nhadoop.proxyuser.hue.users=ann,bob");

    assertThat(load(conf).settings().thrift().tokens().proxyUsers())
        .isEqualTo("hue.hosts=10.0.0.7; hue.users=ann,bob");
  }

  @Test
  void clientsAreToldWhatIsInForceAndWhatTheSiteSays() throws IOException {
    var conf = site("hive.txn.timeout=120\nhive.metastore.dml.events=true");
    var configuration =
        Configuration.load(
            Map.of("thrift.workers", "9"), Map.of(), Optional.empty(), conf.settings());

    assertThat(conf.answers(configuration))
        .containsEntry("metastore.txn.timeout", "120")
        .containsEntry("hive.metastore.dml.events", "true")
        .containsEntry("metastore.server.max.threads", "9")
        .containsEntry("metastore.server.max.message.size", "1073741824");
  }

  @Test
  void everySettingOfTheMappingExistsAndEveryNameIsTheNewer() {
    assertThat(HiveMapping.TAKEN)
        .allSatisfy(
            taking -> {
              assertThat(SettingKey.ALL).extracting(SettingKey::name).contains(taking.setting());
              assertThat(HiveProperties.canonical(taking.name())).isEqualTo(taking.name());
            });
  }

  /** {@code -Dpropolis.regenerate=true} writes the page instead. */
  @Test
  void thePageSaysWhatTheMappingSays() throws IOException {
    if (Boolean.getBoolean("propolis.regenerate")) {
      Files.writeString(PAGE, HivePropertiesPage.render());
    }

    assertThat(PAGE)
        .as("make it anew with -Dpropolis.regenerate=true")
        .content()
        .isEqualTo(HivePropertiesPage.render());
  }

  private static Configuration load(HiveConf conf) {
    return Configuration.load(Map.of(), Map.of(), Optional.empty(), conf.settings());
  }

  private static String setting(HiveConf conf, String name) {
    return conf.settings().stream()
        .filter(each -> each.name().equals(name))
        .map(Imported::text)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /** A metastore-site.xml from lines of name=value. */
  private HiveConf site(String lines) throws IOException {
    var properties = new StringBuilder();
    for (var line : lines.strip().split("\n")) {
      var parts = line.split("=", 2);
      properties.append(property(parts[0], parts[1].replace("&", "&amp;")));
    }
    return HiveConf.read(write("metastore-site.xml", properties.toString()), Map.of());
  }

  private Path write(String name, String properties) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='configuration.xsl'?>"
            + "<configuration>%s</configuration>".formatted(properties));
  }

  private static String property(String name, String value) {
    return "<property><name>%s</name><value>%s</value></property>".formatted(name, value);
  }
}
